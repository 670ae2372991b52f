using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using DeskFleet.Core.Directories;
using DeskFleet.Core.Drivers;
using DeskFleet.Core.HostPools;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Placement;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Simulator.Chaos.Judges;
using DeskFleet.Testing.Faults;
using NodaTime;

namespace DeskFleet.Simulator.Chaos;

/// <summary>
/// Judges what is stored at each write, where the log does not reach: a desktop that names a host is listed there under the same epoch, what starts
/// has a start slot, closed hosts take nobody, lines and zones keep their order, and whatever a machine is said to have done, it did. A fault that mends
/// itself before the end is seen here only. Thread-safe: it is called within the store's lock, and by the machines.
/// </summary>
/// <param name="poolsAreOne">No pool is ever active twice: one that was overtaken does not know who has joined its line since.</param>
internal sealed partial class StoreWatch(bool poolsAreOne) : IStoreWatcher
{
    /// <summary>Longer than what was proposed before somebody joined the line can be on its way.</summary>
    private static readonly Duration OnItsWay = Duration.FromMinutes(3);

    private const string Slots = "hosts list whoever names them";
    private const string Truth = "machines did what they are said to have done";

    private static readonly Trigger[] Reported =
    [
        Trigger.Provisioned, Trigger.Started, Trigger.StartedUnhealthy, Trigger.Rebooted, Trigger.Rebuilt, Trigger.Restored, Trigger.StopDone,
        Trigger.TerminateDone, Trigger.MaintenanceDone,
    ];

    private readonly Lock _gate = new();
    private readonly Dictionary<WorkSpaceId, WorkSpaceState> _desktops = [];
    private readonly Dictionary<HostId, HostState> _hosts = [];
    private readonly Dictionary<Entity, DirectoryState> _directories = [];
    private readonly Dictionary<HostPoolId, HostPoolState> _pools = [];
    private readonly HashSet<(WorkSpaceId, DriverVerb, long)> _done = [];

    /// <summary>What never may be, in the order in which it was stored.</summary>
    public List<Violation> Violations { get; } = [];

    /// <summary>A machine has really come to the end of an order, whether or not anybody hears of it.</summary>
    public void Ended(WorkSpaceId workSpace, DriverReported report)
    {
        lock (_gate)
            _done.Add((workSpace, report.Verb, report.Epoch));
    }

    public void Stored(Instant at, Entity entity, IEntityRecord record, ImmutableArray<LoggedEvent> lines)
    {
        lock (_gate)
        {
            switch (record)
            {
                case EntityRecord<WorkSpaceState> { State: var desktop }:
                    Compare(at, _desktops.GetValueOrDefault(desktop.Id), lines);
                    Kept(at, _desktops.GetValueOrDefault(desktop.Id), desktop);
                    _desktops[desktop.Id] = desktop;
                    Look(at, desktop);
                    break;
                case EntityRecord<HostState> { State: var host }:
                    Compare(at, _hosts.GetValueOrDefault(host.Id), host);
                    _hosts[host.Id] = host;
                    foreach (var occupant in _desktops.Values.Where(one => one.Slot?.Host == host.Id))
                        Look(at, occupant);
                    break;
                case EntityRecord<DirectoryState> { State: var directory }:
                    Compare(at, entity, _directories.GetValueOrDefault(entity), directory);
                    _directories[entity] = directory;
                    break;
                case EntityRecord<HostPoolState> { State: var pool }:
                    Line(at, entity, pool);
                    Overtaken(at, entity, _pools.GetValueOrDefault(pool.Id), pool);
                    _pools[pool.Id] = pool;
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>A lost host lists nobody, and keeps the names of those who have not heard of it yet.</summary>
    private void Look(Instant at, WorkSpaceState desktop)
    {
        if (desktop.Slot is not { } slot || !_hosts.TryGetValue(slot.Host, out var host) || host.Untold.Contains(desktop.Id))
            return;
        if (host.Find(desktop.Id) is not { } occupant || occupant.Epoch != slot.Epoch)
            Say(Slots, at, desktop, $"names {slot.Host} under epoch {slot.Epoch}, which {(host.Find(desktop.Id) is { } other ? $"lists it under epoch {other.Epoch}" : "does not list it")}");
        else if (desktop is { Lifecycle: Lifecycle.Starting, Job: { WaitsForStartSlot: false } job } && job.Epoch == slot.Epoch && occupant.Start != StartPhase.Starting)
            Say(Slots, at, desktop, $"starts on {slot.Host}, which has {(occupant.Start == StartPhase.Queued ? "it in the start queue" : "no start slot for it")}");
    }

    private void Compare(Instant at, WorkSpaceState? before, ImmutableArray<LoggedEvent> lines)
    {
        if (before is null || lines.Select(line => line.Event).OfType<StateChanged>().FirstOrDefault() is not { } moved)
            return;
        if (Reported.Contains(moved.On) && (before.Job is not { } job || !_done.Contains((before.Id, job.Verb, job.Epoch))))
            Say(Truth, at, before, $"{moved.On}, and its machine has not ended {(before.Job is { } order ? $"{order.Verb} of epoch {order.Epoch}" : "anything that it was told")}");
        if (moved.On is Trigger.HealthLost or Trigger.HealthRegained && EpochOf().Match(moved.Reason) is { Success: true } said && !IsOfTheMachine(before, said.Groups[1].Value))
            Say(Truth, at, before, $"{moved.On} by news of epoch {said.Groups[1].Value}, and it has its slot since epoch {before.Slot?.Epoch} and is at {before.Epoch}");
    }

    /// <summary>In its slot it has seen the epoch under which it came there, and those of orders since.</summary>
    private static bool IsOfTheMachine(WorkSpaceState desktop, string epoch) =>
        desktop.Slot is { } slot && long.Parse(epoch, CultureInfo.InvariantCulture) is var said && said >= slot.Epoch && said <= desktop.Epoch;

    /// <summary>A newer backup leaves the one before it: it may turn out to be none (BAK-01).</summary>
    private void Kept(Instant at, WorkSpaceState? before, WorkSpaceState desktop)
    {
        if (before?.Backups?.Newest is { } last && desktop.Backups is { Newest: { } newest } kept && newest.Epoch > last.Epoch && kept.Previous != last)
            Say("the backup before the newest is kept", at, desktop, $"has a backup of {newest.At}, and of {kept.Previous?.At} before it; there was one of {last.At}");
    }

    /// <summary>A host that drains, is lost or suspected takes nobody (PLC-07).</summary>
    private void Compare(Instant at, HostState? before, HostState host)
    {
        foreach (var occupant in host.Occupants.Where(one => before?.Find(one.WorkSpace) is null))
        {
            if (host.Status != HostStatus.Available)
                Say("closed hosts take nobody", at, Entity.Of(host.Id), $"is {host.Status} and takes {occupant.WorkSpace}");
            if (poolsAreOne && host.Pool is { } pool && _pools.TryGetValue(pool, out var line))
                Passed(at, host, occupant, line);
        }
    }

    /// <summary>Whoever does not wait takes no room for which somebody has waited for a while (PLC-06). Reserve hosts are not for launches (PLC-05).</summary>
    private void Passed(Instant at, HostState host, Occupant newcomer, HostPoolState line)
    {
        if (line.ReserveHosts > 0 || line.Find(newcomer.WorkSpace) is not null)
            return;
        foreach (var waiter in line.Queue.Where(one => !one.Offered && IsOneLine(one.Request.Size, newcomer.Size) && one.Until - HostPoolState.MaxWait + OnItsWay < at && at < one.Until))
            Say("nobody passes a line", at, Entity.Of(host.Id), $"takes {newcomer.WorkSpace}, which has not waited, and {waiter.WorkSpace} has, until {waiter.Until} at the most");
    }

    /// <summary>Whoever is offered room stands before nobody of his line who is not, unless that is one to whom the reserve is closed.</summary>
    private void Overtaken(Instant at, Entity entity, HostPoolState? before, HostPoolState pool)
    {
        for (var i = 0; i < pool.Queue.Length; i++)
        {
            var offered = pool.Queue[i];
            if (!offered.Offered || before?.Find(offered.WorkSpace) is { Offered: true })
                continue;
            foreach (var passed in pool.Queue.Take(i).Where(one => !one.Offered && IsOneLine(one.Request.Size, offered.Request.Size)))
            {
                if (!(pool.ReserveHosts > 0 && offered.Request.MayUseReserve && !passed.Request.MayUseReserve))
                    Say("nobody passes a line", at, entity, $"offers room to {offered.WorkSpace}, and {passed.WorkSpace} stands before it");
            }
        }
    }

    private static bool IsOneLine(Capacity one, Capacity other) => one.Gpus > 0 == other.Gpus > 0;

    /// <summary>Each place is lent in the zone that has fewer, or as many (PLC-02).</summary>
    private void Compare(Instant at, Entity entity, DirectoryState? before, DirectoryState directory)
    {
        foreach (var lent in directory.Places.Lent.Where(lease => before?.Places.Find(lease.OperationId) is null))
        {
            var zone = PlaceSlot.ZoneOf(lent.Slot);
            var (here, there) = (directory.Count(zone), directory.Count(zone == directory.ZoneA ? directory.ZoneB : directory.ZoneA));
            if (here > there + 1)
                Say("places go where there are fewer", at, entity, $"lends a place in {zone}, which has {here} with it; the other zone has {there}");
        }
    }

    /// <summary>People before systems, and among them whoever came first (PLC-06). Clocks may be apart by a minute.</summary>
    private void Line(Instant at, Entity entity, HostPoolState pool)
    {
        foreach (var (first, second) in pool.Queue.Zip(pool.Queue.Skip(1)))
        {
            if (first.By > second.By || (first.By == second.By && first.Until > second.Until + Duration.FromSeconds(61)))
                Say("lines keep their order", at, entity, $"{first.WorkSpace} ({first.By}, until {first.Until}) stands before {second.WorkSpace} ({second.By}, until {second.Until})");
        }
    }

    private void Say(string judge, Instant at, WorkSpaceState desktop, string what) => Say(judge, at, Entity.Of(desktop.Id), what);

    private void Say(string judge, Instant at, Entity entity, string what) => Violations.Add(new(judge, entity.ToString(), at, null, what));

    /// <summary>Whoever brings news of a machine's health in chaos says of which epoch they are.</summary>
    [GeneratedRegex(@"of epoch ([0-9]+)$")]
    private static partial Regex EpochOf();
}
