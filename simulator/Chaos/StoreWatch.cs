using System.Collections.Immutable;
using System.Text.RegularExpressions;
using DeskFleet.Core.Drivers;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Simulator.Chaos.Judges;
using DeskFleet.Testing.Faults;
using NodaTime;

namespace DeskFleet.Simulator.Chaos;

/// <summary>
/// Judges what is stored at each write, where the log does not reach: a desktop that names a host is listed there under the same epoch, what starts
/// has a start slot, and whatever a machine is said to have done, it did. A fault that mends itself before the end is seen here only. Thread-safe:
/// it is called within the store's lock, and by the machines.
/// </summary>
internal sealed partial class StoreWatch : IStoreWatcher
{
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
                    _desktops[desktop.Id] = desktop;
                    Look(at, desktop);
                    break;
                case EntityRecord<HostState> { State: var host }:
                    _hosts[host.Id] = host;
                    foreach (var occupant in _desktops.Values.Where(one => one.Slot?.Host == host.Id))
                        Look(at, occupant);
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
        if (moved.On is Trigger.HealthLost or Trigger.HealthRegained && EpochOf().Match(moved.Reason) is { Success: true } said && said.Groups[1].Value != $"{before.Slot?.Epoch}")
            Say(Truth, at, before, $"{moved.On} by news of epoch {said.Groups[1].Value}, and it runs under epoch {before.Slot?.Epoch}");
    }

    private void Say(string judge, Instant at, WorkSpaceState desktop, string what) => Violations.Add(new(judge, Entity.Of(desktop.Id).ToString(), at, null, what));

    /// <summary>Whoever brings news of a machine's health in chaos says of which epoch they are.</summary>
    [GeneratedRegex(@"of epoch ([0-9]+)$")]
    private static partial Regex EpochOf();
}
