using System.Globalization;
using DeskFleet.Simulator.Scenarios;
using DeskFleet.Simulator.Thresholds;
using NodaTime;

namespace DeskFleet.Simulator.Planning;

/// <summary>What the times of a resume are by themselves, with nobody in the way: no number of hosts makes them shorter.</summary>
public static class DriverAlone
{
    private const double OfNinetyNine = 0.99;
    private static readonly Duration Ninety = Duration.FromSeconds(90);

    /// <summary>Why no number of hosts can be relied on, as a sentence; null: the driver leaves room for what is demanded.</summary>
    public static string? Doubt(PlanRequest request)
    {
        var demands = request.Targets.OfType<WaitTarget>().Select(target => (target.Text, Within: target.Most, Share: OfNinetyNine))
            .Concat(request.Targets.OfType<ThresholdTarget>().Where(IsOfNinety).Select(target => (target.Text, Within: Ninety, Share: (double)target.Threshold.Limit / 100)));
        return demands.Select(demand => (demand.Text, demand.Within, demand.Share, Alone: ShareWithin(request.Scenario.Driver.Resume, demand.Within)))
            .Where(demand => demand.Alone <= demand.Share && demand.Alone < 1)
            .Select(demand => string.Create(
                CultureInfo.InvariantCulture,
                $"the driver alone is within {demand.Within.TotalSeconds:0} s in {100 * demand.Alone:0.##} % of its resumes, so no number of hosts is sure to reach {demand.Text}"))
            .FirstOrDefault();
    }

    /// <summary>The share of resumes that take at most so long, from 0 to 1.</summary>
    public static double ShareWithin(VerbSpec verb, Duration within) => verb.Latency.Sum(range =>
        range.Share * Math.Clamp(((within - range.From).TotalSeconds + 1) / ((range.To - range.From).TotalSeconds + 1), 0, 1));

    private static bool IsOfNinety(ThresholdTarget target) => target.Threshold is { Group: null, Metric.Name: "resume.wait.within90s", Bound: Bound.AtLeast };
}
