using DeskFleet.Simulator.Scenarios.Reading;
using DeskFleet.Simulator.Scenarios.Timelines;

namespace DeskFleet.Simulator.Scenarios.Rules;

/// <summary>Each event of the time line happens within the run, to hosts that exist and are in the state for it.</summary>
internal static class TimelineSense
{
    public static IEnumerable<RuleFault> Check(Scenario scenario) =>
    [
        .. from e in scenario.Timeline.Index()
           where e.Item.At < scenario.LaunchAt || e.Item.At >= scenario.End
           select new RuleFault(Paths.Item("timeline", e.Index), $"This is at {e.Item.At}, outside the run from {scenario.LaunchAt} (the launch) to {scenario.End}; move it, or change start or horizon."),
        .. from step in HostTimetable.Of(scenario)
           where step.Problem is not null && !IsReported(scenario, step.Index)
           select new RuleFault(Paths.Item("timeline", step.Index), step.Problem!),
    ];

    /// <summary>An empty name has been reported where it was read.</summary>
    private static bool IsReported(Scenario scenario, int index) => scenario.Timeline[index] is HostsChange
    {
        Hosts: NamedHost { Name: "" } or SomeHosts { Zone: "" } or WholeZone { Zone: "" },
    };
}
