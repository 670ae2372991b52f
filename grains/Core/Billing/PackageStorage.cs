using System.Collections.Immutable;
using NodaTime;
using Orleans;

namespace DeskFleet.Core.Billing;

/// <summary>From when an account stores so much of its own applications' packages, until it stores something else.</summary>
/// <param name="Gigabytes">Whole ones, 0 or more.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.package-span")]
public readonly record struct PackageSpan(long Gigabytes, Instant From);

/// <summary>What an account stores of packages; each moment counts with what is beyond the allowance then (WAM-14).</summary>
public static class PackageStorage
{
    /// <summary>Included, whatever the plan.</summary>
    public const long FreeGigabytes = 100;

    /// <summary>The charged gigabytes of a month, as a mean over the whole of it.</summary>
    /// <param name="asOf">Up to when it is known.</param>
    public static MonthShare Charged(ImmutableArray<PackageSpan> spans, BillingMonth month, Instant asOf)
    {
        var (end, charged) = (Instant.Min(asOf, month.End), 0L);
        foreach (var (i, span) in spans.Index())
        {
            var (from, to) = (Instant.Max(span.From, month.Start), Instant.Min(i + 1 < spans.Length ? spans[i + 1].From : end, end));
            if (from < to)
                charged += Math.Max(0, span.Gigabytes - FreeGigabytes) * SecondsOf(to - from);
        }

        return new MonthShare(charged, SecondsOf(month.End - month.Start)).Reduce();
    }

    /// <summary>When in the month the charge begins; null: never.</summary>
    public static Instant? ChargedFrom(ImmutableArray<PackageSpan> spans, BillingMonth month) => spans
        .Where((span, i) => span.Gigabytes > FreeGigabytes && span.From < month.End && (i + 1 == spans.Length || spans[i + 1].From > month.Start))
        .Select(span => (Instant?)Instant.Max(span.From, month.Start))
        .FirstOrDefault();

    /// <summary>The same without what only earlier months needed.</summary>
    public static ImmutableArray<PackageSpan> From(ImmutableArray<PackageSpan> spans, BillingMonth month) =>
        spans.RemoveRange(0, Math.Max(0, spans.Count(span => span.From <= month.Start) - 1));

    private static long SecondsOf(Duration duration) => (long)duration.TotalSeconds;
}
