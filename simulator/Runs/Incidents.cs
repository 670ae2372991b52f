using System.Collections.Immutable;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Simulator.Scenarios;
using DeskFleet.Simulator.Scenarios.Timelines;
using NodaTime;

namespace DeskFleet.Simulator.Runs;

/// <summary>One command for several hosts at one time.</summary>
public sealed record Incident(Instant At, ImmutableArray<Entity> Hosts, Command Command);

/// <summary>
/// What the time line of a scenario tells the hosts, in time order. The hosts of one event hear it together, before any consequence:
/// of a zone that is lost no desktop flees to the neighbour that is lost with it.
/// </summary>
public static class Incidents
{
    public static IEnumerable<Incident> Of(Scenario scenario) =>
        from step in HostTimetable.Of(scenario)
        select new Incident(step.At, [.. step.Hosts.Select(host => Entity.Of(new HostId(host.Name)))], CommandOf(scenario, step));

    private static Command CommandOf(Scenario scenario, HostStep step) => step.Change switch
    {
        HostChange.Lose when scenario.Timeline[step.Index] is HostsChange { Hosts: WholeZone zone } => new LoseHost($"{zone.Zone} is lost"),
        HostChange.Lose => new LoseHost("the host failed"),
        HostChange.Return => new ReturnHost(),
        _ => new DrainHost(),
    };
}
