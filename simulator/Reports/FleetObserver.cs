using System.Collections.Immutable;
using DeskFleet.Core.Billing;
using DeskFleet.Core.Commitment;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Simulator.Runs;
using NodaTime;

namespace DeskFleet.Simulator.Reports;

/// <summary>
/// Reads the event log and keeps what a planner wants to know. Everything but the wish of people (which no event tells) comes from
/// the log alone. Counts begin at the run's start; what the launch before it did shows only in states.
/// </summary>
/// <param name="desktops">How the WorkSpaces stand; it reads each event first.</param>
/// <param name="windows">Stretches of time that are kept minute by minute: around each loss.</param>
public sealed class FleetObserver(DesktopStates desktops, Instant start, Instant end, params ImmutableArray<LossWindow> windows) : IEventReader
{
    private readonly Dictionary<string, HoursMeter> _meters = new(StringComparer.Ordinal);
    private readonly Dictionary<Entity, int> _committed = [];
    private readonly HashSet<WorkSpaceId> _cutOff = [];
    private readonly HashSet<WorkSpaceId> _lost = [];

    /// <summary>How started hours are counted (BIL-08).</summary>
    public HourRounding HourRounding { get; init; } = HourRounding.PerInterval;

    /// <summary>People who have a session or want one.</summary>
    public Gauge Wanted { get; } = new(start, end, windows);

    public Gauge Connected { get; } = new(start, end, windows);

    /// <summary>Desktops that hold a slot and run, or are started again in it (WKS-T2).</summary>
    public Gauge Running { get; } = new(start, end, windows);

    /// <summary>Those of them that have lost their host and are not up again yet: nobody pays for them.</summary>
    public Gauge ComingBack { get; } = new(start, end);

    /// <summary>People whose sign-in was heard and whose desktop is on its way, or waits for room.</summary>
    public Gauge Waiting { get; } = new(start, end, windows);

    /// <summary>What became of each loss, in time order.</summary>
    public ImmutableArray<LossFigures> Losses { get; } = [.. windows.Select(window => new LossFigures(window))];

    public Gauge Seats { get; } = new(start, end);

    /// <summary>What the accounts with seats have agreed to, together; who has said nothing, to the usual (BYO-12).</summary>
    public int CommittedSeats => _committed.Values.Sum();

    public SortedDictionary<string, ZoneFigures> Zones { get; } = new(StringComparer.Ordinal);

    /// <summary>WorkSpaces that live in a zone, by directory.</summary>
    public Dictionary<(string Directory, string Zone), int> Places { get; } = [];

    public HourlyCounts Resumes { get; } = new(start, end);

    public HourlyCounts AutoStops { get; } = new(start, end);

    public HourlyCounts Refusals { get; } = new(start, end);

    /// <summary>By operation and code.</summary>
    public SortedDictionary<string, long> RefusalsByReason { get; } = new(StringComparer.Ordinal);

    /// <summary>
    /// Sign-ins refused to people whose desktop a loss has taken from them and who have had none since, for another reason than want of room: the loss
    /// refuses them, and no number of hosts would help.
    /// </summary>
    public long RefusedByLoss { get; private set; }

    /// <summary>From the first click to the open session, for those whose desktop had to start.</summary>
    public WaitTimes ResumeWaits { get; } = new();

    /// <summary>Sessions that people came for, or came back for after having been cut off.</summary>
    public long SessionsAsked { get; private set; }

    /// <summary>Sign-ins for a session that had been refused before.</summary>
    public long Retries { get; private set; }

    /// <summary>All sign-ins.</summary>
    public long SignIns => SessionsAsked + Retries;

    /// <summary>Sessions that the fleet ended under their user.</summary>
    public long SessionsCutOff { get; private set; }

    /// <summary>Of those, the people who have opened another session since.</summary>
    public long CameBack { get; private set; }

    public long SessionsOpened { get; private set; }

    /// <summary>Sessions that were open when the run started; nobody asked for them in the run.</summary>
    public long OpenAtStart { get; private set; }

    public long GaveUp { get; private set; }

    /// <summary>Hours of running intervals that closed in the run, of all desktops in either mode: see <see cref="HoursMeter"/>.</summary>
    public long MeteredHours { get; private set; }

    public long StartsQueued { get; private set; }

    public long WaitsForCapacity { get; private set; }

    public long HostsLost { get; private set; }

    public int Desktops => desktops.Existing;

    public void Wants(Instant at) => Wanted.Add(at, 1);

    public void SignsIn(bool isRetry)
    {
        SessionsAsked += isRetry ? 0 : 1;
        Retries += isRetry ? 1 : 0;
    }

    public void IsConnectedAlready() => OpenAtStart++;

    public void CutOff(Instant at, WorkSpaceId workSpace)
    {
        SessionsCutOff++;
        _cutOff.Add(workSpace);
        Losses.LastOrDefault(loss => loss.Window.At <= at)?.CutOff(at, workSpace);
    }

    public void WantsNoMore(Instant at) => Wanted.Add(at, -1);

    public void Read(LoggedEvent happened)
    {
        var at = happened.At;
        if (happened.Entity.Kind == EntityKind.WorkSpace)
            Follow(at, desktops.Before, desktops.After);
        switch (happened.Event)
        {
            case StateChanged e:
                if (e.On == Trigger.HostLost)
                    _lost.Add(new(happened.Entity.Key));
                Count(happened.Entity.Key, at, e);
                break;
            case CapacityAwaited:
                WaitsForCapacity += Counts(at);
                break;
            case SessionOpened:
                SessionsOpened += Counts(at);
                break;
            case SessionAbandoned { Code: null }:
                GaveUp += Counts(at);
                break;
            case SessionAbandoned e:
                Refused(at, "connect", e.Code!.Value);
                break;
            case CapacityWaitEnded { Code: { } code } when desktops.After.Lifecycle == Lifecycle.Pending:
                Refused(at, "launch", code);
                break;
            case CommitmentAgreed e:
                _committed[happened.Entity] = e.Terms.Seats;
                break;
            case OperationRefused e:
                Refused(at, e.Operation, e.Code);
                RefusedByLoss += IsOfLoss(happened.Entity, e) ? 1 : 0;
                break;
            case HostLost:
                HostsLost += Counts(at);
                Losses.FirstOrDefault(loss => loss.Window.At == at)?.HostLost(Connected.Value);
                break;
        }
    }

    /// <summary>What an event has changed of a WorkSpace, by what its own machine says it was and is.</summary>
    private void Follow(Instant at, WorkSpaceState before, WorkSpaceState after)
    {
        if (after.Identity is not { } identity)
            return;
        var zone = ZoneOf(identity.Zone);
        if (before.Exists != after.Exists)
            Live(at, identity, zone, after.Exists ? 1 : -1);
        if (before.Slot?.Host != after.Slot?.Host)
            zone.Move(at, before.Slot?.Host, after.Slot?.Host);
        Change(Running, at, before.Runs(), after.Runs());
        Change(zone.Running, at, before.Runs(), after.Runs());
        Change(ComingBack, at, before.IsComingBack(), after.IsComingBack());
        Change(Waiting, at, before.Awaited is not null, after.Awaited is not null);
        Change(Connected, at, before.Session is not null, after.Session is not null);
        if (after.Session is null)
            return;
        _lost.Remove(after.Id);
        if (_cutOff.Remove(after.Id))
            Returned(after.Id);
    }

    private static void Change(Gauge gauge, Instant at, bool before, bool after)
    {
        if (before != after)
            gauge.Add(at, after ? 1 : -1);
    }

    private void Returned(WorkSpaceId workSpace)
    {
        CameBack++;
        foreach (var loss in Losses)
            loss.CameBack(workSpace);
    }

    /// <summary>Counts all gauges up to here.</summary>
    public void Advance(Instant now)
    {
        foreach (var gauge in new[] { Wanted, Connected, Running, ComingBack, Waiting, Seats }.Concat(Zones.Values.SelectMany(zone => zone.Gauges)))
            gauge.Close(now);
    }

    private void Count(string desktop, Instant at, StateChanged e)
    {
        if (e.On is Trigger.Started or Trigger.StartedUnhealthy)
            Resumes.Add(at);
        if (e.On == Trigger.AutoStopDue)
            AutoStops.Add(at);
        if (e.Job is { WaitsForStartSlot: true })
            StartsQueued += Counts(at);
        MeteredHours += e.Metered is { } ran ? MeterOf(desktop).Add(ran) : 0;
        if (e.Terms is { IsUnbalanced: true } terms)
            ZoneOf(terms.Identity.Zone).Unbalanced++;
        if (e.Opened is null)
            return;
        SessionsOpened += Counts(at);
        ResumeWaits.Add(e.Waited!.Value);
    }

    private HoursMeter MeterOf(string desktop)
    {
        if (!_meters.TryGetValue(desktop, out var meter))
            _meters.Add(desktop, meter = new(start, HourRounding));
        return meter;
    }

    private void Live(Instant at, WorkSpaceIdentity identity, ZoneFigures zone, int change)
    {
        var place = (identity.Directory.Value, identity.Zone.Value);
        zone.WorkSpaces += change;
        Places[place] = Places.GetValueOrDefault(place) + change;
        if (!identity.Bundle.BringsOwnLicence)
            return;
        Seats.Add(at, change);
        _committed.TryAdd(Entity.Of(identity.Account), CommitmentTerms.Usual.Seats);
    }

    private void Refused(Instant at, string operation, RefusalCode code)
    {
        Refusals.Add(at);
        var reason = $"{operation}: {code}";
        RefusalsByReason[reason] = RefusalsByReason.GetValueOrDefault(reason) + 1;
    }

    private bool IsOfLoss(Entity entity, OperationRefused e) =>
        entity.Kind == EntityKind.WorkSpace
        && e.Code is not (RefusalCode.InsufficientCapacity or RefusalCode.CapacityNotAllocated)
        && _lost.Contains(new(entity.Key));

    private ZoneFigures ZoneOf(ZoneId zone)
    {
        if (!Zones.TryGetValue(zone.Value, out var figures))
            Zones.Add(zone.Value, figures = new(start, end));
        return figures;
    }

    private int Counts(Instant at) => at >= start ? 1 : 0;
}
