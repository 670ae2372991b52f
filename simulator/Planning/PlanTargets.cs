using System.Collections.Immutable;
using DeskFleet.Simulator.Scenarios;
using DeskFleet.Simulator.Thresholds;
using NodaTime;

namespace DeskFleet.Simulator.Planning;

/// <summary>What a plan must reach: the scenario's thresholds and what the command line adds, or the usual where neither says anything.</summary>
public static class PlanTargets
{
    public static Duration DefaultWait { get; } = Duration.FromSeconds(120);

    /// <param name="mostRefusals">From the command line; null: not given.</param>
    /// <param name="mostWait">From the command line; null: not given.</param>
    public static ImmutableArray<IPlanTarget> Of(Scenario scenario, long? mostRefusals, Duration? mostWait)
    {
        ImmutableArray<IPlanTarget> own = [.. scenario.Demands.Select(Of)];
        if (own.IsEmpty)
            return [new RefusalTarget(mostRefusals ?? 0), new WaitTarget(mostWait ?? DefaultWait)];
        return
        [
            .. own,
            .. mostRefusals is { } refusals ? new IPlanTarget[] { new RefusalTarget(refusals) } : [],
            .. mostWait is { } wait ? new IPlanTarget[] { new WaitTarget(wait) } : [],
        ];
    }

    /// <summary>Those that can end a run early, or bound the hosts from below, have targets of their own.</summary>
    private static IPlanTarget Of(ThresholdSpec threshold) => threshold switch
    {
        { Group: null, Metric.Name: "resume.wait.p99", Bound: Bound.AtMost, Limit: > 0 } => new WaitTarget(Duration.FromSeconds((double)threshold.Limit)),
        { Group: null, Metric.Name: "refusals", Bound: Bound.AtMost } => new RefusalsThresholdTarget(threshold),
        { Group: null, Metric.Name: "placement.failureRate", Bound: Bound.AtMost } => new RefusalShareTarget(threshold.Limit),
        _ => new ThresholdTarget(threshold),
    };
}
