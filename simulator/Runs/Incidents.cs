using DeskFleet.Core.HostPools;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Simulator.Scenarios;
using DeskFleet.Simulator.Scenarios.Timelines;

namespace DeskFleet.Simulator.Runs;

/// <summary>
/// What the time line of a scenario tells the hosts, in time order. The hosts of one event hear it together, before any consequence:
/// of a zone that is lost no desktop flees to the neighbour that is lost with it.
/// </summary>
public static class Incidents
{
    public static IEnumerable<TimelineCommand> Of(Scenario scenario, FleetMap map) => Added(scenario, map).Concat(Changed(scenario));

    /// <summary>First: what comes may be lost in the same instant.</summary>
    private static IEnumerable<TimelineCommand> Added(Scenario scenario, FleetMap map) =>
        from e in scenario.Timeline.Index()
        let added = e.Item as HostsAdded
        where added is not null
        let allocate = new AllocateHosts($"timeline[{e.Index}]", FleetMap.TypeOf(added.Hosts.Type), added.Hosts.Count)
        orderby added.At
        select new TimelineCommand(added.At, () => [(Entity.Of(map.PoolOf(added.Hosts)), allocate)]);

    private static IEnumerable<TimelineCommand> Changed(Scenario scenario) =>
        from step in HostTimetable.Of(scenario)
        let command = CommandOf(scenario, step)
        let hosts = step.Hosts.Select(host => Entity.Of(new HostId(host.Name)))
        select new TimelineCommand(step.At, () => [.. hosts.Select(host => (host, command))]);

    private static Command CommandOf(Scenario scenario, HostStep step) => step.Change switch
    {
        HostChange.Lose when scenario.Timeline[step.Index] is HostsChange { Hosts: WholeZone zone } => new LoseHost($"{zone.Zone} is lost"),
        HostChange.Lose => new LoseHost("the host failed"),
        HostChange.Return => new ReturnHost(),
        _ => new DrainHost(),
    };
}
