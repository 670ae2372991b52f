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
        "refusals", "gaveUp", "capacity.waits", "starts.queued", "autoStops", "hours.metered", "hours.running", "zone.skew.max",
    ];

    /// <param name="runs">In the order of their seeds; the last may be partial.</param>
    public static SeriesSummary Of(Scenario scenario, ImmutableArray<RunSummary> runs)
    {
        var whole = runs.RemoveAll(run => run.IsPartial);
        return new(
            whole.Length < scenario.Runs,
            scenario.Runs,
            [.. whole.Select(run => run.Inputs.Seed)],
            [.. Metrics(scenario).Select(metric => SpreadOf(metric, scenario, whole)).OfType<FigureSpread>()],
            [.. scenario.Thresholds.Select(threshold => Judge(threshold, scenario, whole))],
            whole);
    }

    /// <summary>The main figures, and whatever else a threshold is about.</summary>
    private static IEnumerable<ThresholdMetric> Metrics(Scenario scenario) =>
        Main.Select(name => ThresholdMetric.All.First(metric => metric.Name == name))
            .Union(scenario.Thresholds.Select(threshold => threshold.Metric));

    private static FigureSpread? SpreadOf(ThresholdMetric metric, Scenario scenario, ImmutableArray<RunSummary> runs)
    {
        var values = runs.Select(run => metric.Measure(scenario, run)).OfType<decimal>().Order().ToList();
        return values.Count == 0 ? null : new(metric.Name, metric.Unit, values.Count, values[0], values[(values.Count - 1) / 2], values[^1]);
    }

    private static SeriesThreshold Judge(ThresholdSpec threshold, Scenario scenario, ImmutableArray<RunSummary> runs) => new(
        threshold.Metric.Name, threshold.Demand, runs.Count(run => !threshold.Holds(threshold.Metric.Measure(scenario, run))), runs.Length);
}
