using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Simulator.Populations;
using DeskFleet.Simulator.Scenarios;
using DeskFleet.Simulator.Scenarios.Timelines;

namespace DeskFleet.Simulator.Runs;

/// <summary>
/// What the time line of a scenario tells the hosts, in time order. The hosts of one event hear it together, before any consequence:
/// of a zone that is lost no desktop flees to the neighbour that is lost with it.
/// </summary>
public static class Incidents
{
    /// <param name="roster">Who has which desktop.</param>
    public static IEnumerable<Incident> Of(Scenario scenario, FleetMap map, IReadOnlyList<KeyValuePair<WorkSpaceId, PlannedUser>> roster) =>
        [.. OfEnrolment(scenario, map), .. OfModes(scenario, roster), .. OfHosts(scenario)];

    private static IEnumerable<Incident> OfHosts(Scenario scenario) =>
        from step in HostTimetable.Of(scenario)
        let command = CommandOf(scenario, step)
        let hosts = step.Hosts.Select(host => Entity.Of(new HostId(host.Name)))
        select new Incident(step.At, () => [.. hosts.Select(host => (host, command))]);

    /// <summary>Enrolment on dates.</summary>
    private static IEnumerable<Incident> OfEnrolment(Scenario scenario, FleetMap map)
    {
        if (scenario.Enrolment.Begins is { } begins)
            yield return new(begins, () => [.. FleetSetup.Enrol(scenario).Select(command => (Entity.Of(map.Account), command))]);
        if ((scenario.Enrolment.Activates ?? scenario.Enrolment.Begins) is { } activates)
            yield return new(activates, () => [.. FleetSetup.Activate(scenario).Select(command => (Entity.Of(map.Account), command))]);
    }

    /// <summary>Running modes that are switched on dates (RUN-12), desktop by desktop.</summary>
    private static IEnumerable<Incident> OfModes(Scenario scenario, IReadOnlyList<KeyValuePair<WorkSpaceId, PlannedUser>> roster) =>
        from item in scenario.Timeline.Index()
        let change = item.Item as ModeSwitch
        where change is not null
        let id = OperationId.At(change.At, $"timeline[{item.Index}]")
        let desktops = roster.Where(user => user.Value.Group.Name == change.Group).Select(user => Entity.Of(user.Key))
        select new Incident(change.At, () => [.. desktops.Select(desktop => (desktop, (Command)new ModifyWorkSpace(id, FleetMap.ModeOf(change.To), null)))]);

    private static Command CommandOf(Scenario scenario, HostStep step) => step.Change switch
    {
        HostChange.Lose when scenario.Timeline[step.Index] is HostsChange { Hosts: WholeZone zone } => new LoseHost($"{zone.Zone} is lost"),
        HostChange.Lose => new LoseHost("the host failed"),
        HostChange.Return => new ReturnHost(),
        _ => new DrainHost(),
    };
}
