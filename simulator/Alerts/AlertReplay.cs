using System.Collections.Immutable;
using NodaTime;

namespace DeskFleet.Simulator.Alerts;

/// <summary>A time in which an alert fired.</summary>
/// <param name="Labels">Of the series that fired, as Prometheus writes them.</param>
/// <param name="Until">When it resolved; null: it had not by the end.</param>
public sealed record Firing(string Alert, string Labels, Instant From, Instant? Until);

/// <summary>
/// When alerts would have fired. Prometheus fills in recorded series of the past but no alerts, so this evaluates their expressions by range
/// query and does with the answers what Prometheus does at each evaluation.
/// </summary>
public static class AlertReplay
{
    /// <summary>How far evaluations are apart.</summary>
    public static readonly Duration Step = Duration.FromMinutes(1);

    /// <param name="active">For each series, at which evaluations the expression held.</param>
    public static IEnumerable<Firing> Of(AlertRule rule, IReadOnlyDictionary<string, ImmutableSortedSet<Instant>> active, Instant end) =>
        active.OrderBy(series => series.Key, StringComparer.Ordinal).SelectMany(series => OfSeries(rule, series.Key, series.Value, end));

    private static IEnumerable<Firing> OfSeries(AlertRule rule, string labels, ImmutableSortedSet<Instant> active, Instant end)
    {
        Instant? since = null, from = null, goneSince = null;
        for (var at = active[0]; at <= end; at += Step)
        {
            if (active.Contains(at))
            {
                since ??= at;
                goneSince = null;
                if (from is null && at - since >= rule.For)
                    from = at;
            }
            else
            {
                since = null;
                if (from is null)
                    continue;
                goneSince ??= at;
                if (at - goneSince < rule.KeepFiringFor)
                    continue;
                yield return new(rule.Name, labels, from.Value, at);
                (from, goneSince) = (null, null);
            }
        }

        if (from is { } fires)
            yield return new(rule.Name, labels, fires, null);
    }
}
