using DeskFleet.Simulator.Scenarios.Reading;
using NodaTime;

namespace DeskFleet.Simulator.Scenarios.Rules;

/// <summary>An enrolment begins, and opens launches, within the run; its agreement is valid when the run begins.</summary>
internal static class EnrolmentTimes
{
    public static IEnumerable<RuleFault> Check(Scenario scenario) =>
        from fleet in scenario.Fleets.Index()
        let spec = fleet.Item.Enrolment
        from step in new (string Key, Instant? At, bool IsWithin)[]
        {
            ("begins", spec.Begins, spec.Begins >= scenario.LaunchAt && spec.Begins < scenario.End),
            ("activates", spec.Activates, spec.Activates >= scenario.LaunchAt && spec.Activates < scenario.End),
            ("expires", spec.Expires, spec.Expires > scenario.LaunchAt),
        }
        where step.At is not null && !step.IsWithin
        select new RuleFault(
            PartPaths.Key(scenario, fleet.Index, Paths.Join(EnrolmentReader.Key, step.Key)),
            $"This is at {step.At}, outside the run from {scenario.LaunchAt} (the launch) to {scenario.End}; move it, or leave it out.");
}
