using System.Collections.Immutable;
using System.Text.Json.Serialization;
using DeskFleet.Simulator.Reports;
using DeskFleet.Simulator.Scenarios;

namespace DeskFleet.Simulator.Thresholds;

/// <summary>How a run did against one threshold.</summary>
/// <param name="Metric">What was measured.</param>
/// <param name="Demand">Such as <c>&lt;= 120 s</c>.</param>
/// <param name="Measured">With its unit; null where there was nothing to measure.</param>
/// <param name="Value">The same as a number in seconds, hours, percent or a count.</param>
/// <param name="Passed">Met; of an interrupted run: met so far, and there was something to measure.</param>
public sealed record ThresholdResult(string Metric, string Demand, string? Measured, decimal? Value, bool Passed)
{
    /// <summary>The group of users that it is about; null: the run as a whole.</summary>
    public string? Group { get; init; }

    /// <summary>Why nothing was measured; null: something was.</summary>
    public string? Unmeasured { get; init; }

    /// <summary>What is measured, and of whom.</summary>
    [JsonIgnore]
    public string Name => ThresholdSpec.NameOf(Metric, Group);

    /// <summary>What an interrupted run can say.</summary>
    [JsonIgnore]
    public string SoFar => Value is null ? "not known" : Passed ? "passed so far" : "missed so far";

    /// <summary>All thresholds of a scenario, in its order.</summary>
    public static ImmutableArray<ThresholdResult> Of(Scenario scenario, RunSummary run) =>
        [.. scenario.Demands.Select(threshold => Of(threshold, run.IsBeforeStart ? null : threshold.Measure(scenario, run), run.IsPartial))];

    private static ThresholdResult Of(ThresholdSpec threshold, decimal? value, bool isPartial) => new(
        threshold.Metric.Name, threshold.Demand, value is { } known ? threshold.Show(known) : null, value, threshold.Holds(value) && !(isPartial && value is null))
    {
        Group = threshold.Group,
        Unmeasured = value is null ? threshold.Metric.Unmeasured : null,
    };
}
