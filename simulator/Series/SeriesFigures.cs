using System.Collections.Immutable;
using DeskFleet.Simulator.Reports;
using DeskFleet.Simulator.Scenarios;
using DeskFleet.Simulator.Thresholds;

namespace DeskFleet.Simulator.Series;

/// <summary>Sums up a series of runs. One that was interrupted is left out: it ended too early to compare.</summary>
public static class SeriesFigures
{
    private static readonly string[] Main =
    [
        "connected.max", "running.max", "hosts.inUse.max", "resume.wait.p50", "resume.wait.p99", "resume.wait.max", "resume.wait.within90s",
        "refusals", "gaveUp", "capacity.waits", "starts.queued", "sessions.opened.rate", "autoStops", "hours.metered", "hours.running", "zone.skew.max", "headroom.least", "cost.total",
    ];

    /// <param name="runs">In the order of their seeds; the last may be partial.</param>
    public static SeriesSummary Of(Scenario scenario, ImmutableArray<RunSummary> runs)
    {
        var whole = runs.RemoveAll(run => run.IsPartial);
        return new(
            whole.Length < scenario.Runs,
            scenario.Runs,
            [.. whole.Select(run => run.Inputs.Seed)],
            [.. Figures(scenario).Select(figure => SpreadOf(figure.Metric, figure.Group, scenario, whole)).OfType<FigureSpread>()],
            [.. scenario.Demands.Select(threshold => Judge(threshold, scenario, whole))],
            whole);
    }

    /// <summary>The main figures, and whatever else a threshold is about.</summary>
    private static IEnumerable<(ThresholdMetric Metric, string? Group)> Figures(Scenario scenario) =>
        Main.Select(name => (Metric: ThresholdMetric.Of(name), Group: (string?)null))
            .Union(scenario.Demands.Select(threshold => (threshold.Metric, threshold.Group)));

    private static FigureSpread? SpreadOf(ThresholdMetric metric, string? group, Scenario scenario, ImmutableArray<RunSummary> runs)
    {
        var values = runs.Select(run => metric.MeasureOf(group, scenario, run)).OfType<decimal>().Order().ToList();
        return values.Count == 0 ? null : new(metric.Name, metric.Unit, values.Count, values[0], values[(values.Count - 1) / 2], values[^1]) { Group = group };
    }

    private static SeriesThreshold Judge(ThresholdSpec threshold, Scenario scenario, ImmutableArray<RunSummary> runs) => new(
        threshold.Metric.Name, threshold.Demand, runs.Count(run => !threshold.Holds(threshold.Measure(scenario, run))), runs.Length)
    {
        Group = threshold.Group,
    };
}
