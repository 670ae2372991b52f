using System.Globalization;
using DeskFleet.Core.Billing;
using NodaTime;

namespace DeskFleet.Simulator.Scenarios.Rules;

/// <summary>
/// Bills go by months of UTC (BIL-01). A year that begins at a local midnight has thirteen of them, one with a few hours only: whoever wrote the
/// scenario is told.
/// </summary>
internal static class StubMonths
{
    /// <summary>Shorter runs are not about months.</summary>
    private static readonly Duration Month = Duration.FromDays(27);

    public static IEnumerable<RuleFault> Check(Scenario scenario)
    {
        if (scenario.End - scenario.Start < Month)
            yield break;
        var zone = DateTimeZoneProviders.Tzdb[Regions.TimeZoneOf(scenario.Region)];
        var (start, last) = (scenario.Start, scenario.End - Duration.Epsilon);
        if (BillingMonth.Of(start) is var first && IsElsewhere(start, first, zone))
            yield return Note("start", first, first.End - start);
        if (BillingMonth.Of(last) is var end && IsElsewhere(last, end, zone))
            yield return Note("horizon", end, scenario.End - end.Start);
    }

    /// <summary>On the wall it is another month.</summary>
    private static bool IsElsewhere(Instant at, BillingMonth month, DateTimeZone zone) => at.InZone(zone).Month != month.Month;

    private static RuleFault Note(string path, BillingMonth month, Duration part) => new(path, string.Create(
        CultureInfo.InvariantCulture, $"Bills go by months of UTC: the run has {part.TotalHours:0.#} h of {month}, which are a bill of their own."));
}
