using DeskFleet.Core.HostPools;
using DeskFleet.Core.Placement;
using DeskFleet.Simulator.Populations;
using DeskFleet.Simulator.Runs;
using DeskFleet.Simulator.Scenarios;
using DeskFleet.Simulator.Scenarios.Timelines;
using NodaTime;

namespace DeskFleet.Simulator.Planning;

/// <summary>When a desktop must hold a slot, whoever places it: [From, Until).</summary>
public readonly record struct Need(Instant From, Instant Until, Capacity Size);

/// <summary>
/// What the people of a scenario need under every placement policy. A sign-in that finds no room is refused after five minutes; so
/// whoever stays longer than that and is not refused holds a slot from then until AutoStop has run its time after the sign-out.
/// </summary>
public sealed class Demand
{
    /// <summary>How late a desktop may come to its slot without a refusal: the queue for room, and a stop that must end first.</summary>
    public static readonly Duration Latest = HostPoolState.MaxWait + Duration.FromMinutes(5);

    public Demand(Scenario scenario, Population population)
    {
        foreach (var user in population.Users.Where(user => scenario.DirectoryOf(user.Group)!.Dedicated))
            Add(scenario, user, population);
        SignIns.Sort();
    }

    public List<Need> Needs { get; } = [];

    /// <summary>Sign-ins that find their desktop stopped, in order.</summary>
    public List<Instant> SignIns { get; } = [];

    /// <summary>All planned sessions.</summary>
    public long Sessions { get; private set; }

    /// <summary>The most that is needed at one time, of needs that begin at <paramref name="from"/> or later.</summary>
    /// <returns>The peaks of vCPU, memory, GPUs and desktops, each at its own time.</returns>
    public (Capacity Size, int Desktops) Peak(Instant? from = null)
    {
        var steps = Needs
            .Where(need => from is null || need.From >= from)
            .SelectMany(need => new[] { (At: need.From, need.Size, One: 1), (At: need.Until, Size: default(Capacity) - need.Size, One: -1) })
            .OrderBy(step => step.At).ThenBy(step => step.One);
        var (now, count, most, desktops) = (default(Capacity), 0, default(Capacity), 0);
        foreach (var step in steps)
        {
            (now, count) = (now + step.Size, count + step.One);
            most = new(Math.Max(most.VCpu, now.VCpu), Math.Max(most.MemoryMiB, now.MemoryMiB), Math.Max(most.Gpus, now.Gpus));
            desktops = Math.Max(desktops, count);
        }

        return (most, desktops);
    }

    private void Add(Scenario scenario, PlannedUser user, Population population)
    {
        var sessions = population.Sessions(user);
        var group = user.Group;
        var size = FleetMap.SizeOf(scenario.BundleOf(group)!);
        var end = Instant.Min(FirstSwitch(scenario, group), user.Leaves ?? scenario.End);
        if (group.Mode == RunningModeName.AlwaysOn)
        {
            Sessions += sessions.LongCount();
            if (end > scenario.Start)
                Needs.Add(new(scenario.Start, end, size));
            return;
        }

        Need? open = null;
        Instant? stopped = population.Earlier(user) is { } earlier ? earlier.Until + group.AutoStop + Latest : null;
        foreach (var session in sessions)
        {
            Sessions++;
            var until = Instant.Min(session.End + group.AutoStop, Instant.Min(scenario.End, user.Leaves ?? scenario.End));
            if (session.End - session.Start > Latest && session.Start + Latest < end)
            {
                if (stopped is null || session.Start > stopped + Latest)
                    SignIns.Add(session.Start);
                open = Join(open, new(session.Start + Latest, until, size));
            }

            stopped = Instant.Max(stopped ?? until, session.End + group.AutoStop + Latest);
        }

        if (open is { } last)
            Needs.Add(last);
    }

    /// <summary>Until the mode of a group is switched first, or the end: what is needed later is left out, so that the bound holds.</summary>
    private static Instant FirstSwitch(Scenario scenario, UserGroup group) => scenario.Timeline.OfType<ModeSwitch>()
        .Where(change => change.Group == group.Name)
        .Select(change => change.At)
        .Append(scenario.End)
        .Min();

    private Need Join(Need? open, Need next)
    {
        if (open is not { } earlier)
            return next;
        if (next.From <= earlier.Until)
            return earlier with { Until = next.Until };
        Needs.Add(earlier);
        return next;
    }
}
