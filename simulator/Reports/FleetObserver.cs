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
/// <param name="windows">Stretches of time that are kept minute by minute: around each loss.</param>
public sealed class FleetObserver(Instant start, Instant end, params ImmutableArray<LossWindow> windows) : IEventReader
{
    private readonly Dictionary<string, Desktop> _desktops = new(StringComparer.Ordinal);
    private readonly Dictionary<Entity, int> _committed = [];

    /// <summary>How started hours are counted (BIL-08).</summary>
    public HourRounding HourRounding { get; init; } = HourRounding.PerInterval;

    /// <summary>People who have a session or want one.</summary>
    public Gauge Wanted { get; } = new(start, end, windows);

    public Gauge Connected { get; } = new(start, end, windows);

    public Gauge Running { get; } = new(start, end, windows);

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

    public long SessionsOpened { get; private set; }

    /// <summary>Sessions that were open when the run started; nobody asked for them in the run.</summary>
    public long OpenAtStart { get; private set; }

    public long GaveUp { get; private set; }

    /// <summary>Hours of running intervals that closed in the run, of all desktops in either mode: see <see cref="HoursMeter"/>.</summary>
    public long MeteredHours { get; private set; }

    public long StartsQueued { get; private set; }

    public long WaitsForCapacity { get; private set; }

    public long HostsLost { get; private set; }

    public int Desktops => _desktops.Values.Count(desktop => desktop.Exists);

    public void Wants(Instant at) => Wanted.Add(at, 1);

    public void SignsIn(bool isRetry)
    {
        SessionsAsked += isRetry ? 0 : 1;
        Retries += isRetry ? 1 : 0;
    }

    public void IsConnectedAlready() => OpenAtStart++;

    public void CutOff(Instant at)
    {
        SessionsCutOff++;
        Losses.LastOrDefault(loss => loss.Window.At <= at)?.CutOff(at);
    }

    public void WantsNoMore(Instant at) => Wanted.Add(at, -1);

    public void Read(LoggedEvent happened)
    {
        var at = happened.At;
        if (happened.Entity.Kind == EntityKind.WorkSpace)
            FollowWait(at, DesktopOf(happened), happened.Event);
        switch (happened.Event)
        {
            case StateChanged e:
                Changed(at, DesktopOf(happened), e);
                break;
            case CapacityFound e:
                TakeSlot(at, DesktopOf(happened), e.Slot.Host);
                break;
            case CapacityAwaited:
                WaitsForCapacity += Counts(at);
                break;
            case SessionOpened:
                Opened(at);
                break;
            case SessionClosed:
                Connected.Add(at, -1);
                break;
            case SessionAbandoned { Code: null }:
                GaveUp += Counts(at);
                break;
            case SessionAbandoned e:
                Refused(at, "connect", e.Code!.Value);
                break;
            case CapacityWaitEnded { Code: { } code } when DesktopOf(happened).State == Lifecycle.Pending:
                Refused(at, "launch", code);
                break;
            case CommitmentAgreed e:
                _committed[happened.Entity] = e.Terms.Seats;
                break;
            case OperationRefused e:
                Refused(at, e.Operation, e.Code);
                break;
            case HostLost:
                HostsLost += Counts(at);
                Losses.FirstOrDefault(loss => loss.Window.At == at)?.HostLost(Connected.Value);
                break;
        }
    }

    private void FollowWait(Instant at, Desktop desktop, FleetEvent happened)
    {
        var waits = happened switch
        {
            StateChanged { Opened: not null } or SessionOpened or SessionAbandoned => false,
            StateChanged { Awaited: not null } or CapacityAwaited { Awaited: not null } or SessionAwaited => true,
            _ => desktop.IsAwaited,
        };
        if (waits == desktop.IsAwaited)
            return;
        desktop.IsAwaited = waits;
        Waiting.Add(at, waits ? 1 : -1);
    }

    /// <summary>Counts all gauges up to here.</summary>
    public void Advance(Instant now)
    {
        foreach (var gauge in new[] { Wanted, Connected, Running, Waiting, Seats }.Concat(Zones.Values.SelectMany(zone => zone.Gauges)))
            gauge.Advance(now);
    }

    private void Changed(Instant at, Desktop desktop, StateChanged e)
    {
        if (e.Terms is { } terms)
            Launched(at, desktop, terms);
        var wasRunning = desktop.IsRunning;
        desktop.State = e.To;
        if (e.Slot is { } slot)
            TakeSlot(at, desktop, slot.Host);
        else if (!e.To.MayHoldSlot() || e.On.GivesUpSlot())
            FreeSlot(at, desktop);
        CountRunning(at, desktop, wasRunning);
        if (e.To == Lifecycle.Terminated)
            Terminated(at, desktop);
        Count(at, desktop, e);
    }

    private void Count(Instant at, Desktop desktop, StateChanged e)
    {
        if (e.On is Trigger.Started or Trigger.StartedUnhealthy)
            Resumes.Add(at);
        if (e.On == Trigger.AutoStopDue)
            AutoStops.Add(at);
        if (e.Job is { WaitsForStartSlot: true })
            StartsQueued += Counts(at);
        MeteredHours += e.Metered is { } ran ? desktop.Meter.Add(ran) : 0;
        if (e.Opened is null)
            return;
        Opened(at);
        ResumeWaits.Add(e.Waited!.Value);
    }

    private void Launched(Instant at, Desktop desktop, LaunchTerms terms)
    {
        desktop.Zone = ZoneOf(terms.Identity.Zone);
        desktop.IsSeat = terms.Identity.Bundle.BringsOwnLicence;
        desktop.Place = (terms.Identity.Directory.Value, terms.Identity.Zone.Value);
        Live(desktop, 1);
        desktop.Zone.Unbalanced += terms.IsUnbalanced ? 1 : 0;
        Seats.Add(at, desktop.IsSeat ? 1 : 0);
        if (desktop.IsSeat)
            _committed.TryAdd(Entity.Of(terms.Identity.Account), CommitmentTerms.Usual.Seats);
    }

    private void Terminated(Instant at, Desktop desktop)
    {
        Live(desktop, -1);
        Seats.Add(at, desktop.IsSeat ? -1 : 0);
    }

    private void Live(Desktop desktop, int change)
    {
        desktop.Zone!.WorkSpaces += change;
        Places[desktop.Place] = Places.GetValueOrDefault(desktop.Place) + change;
    }

    private void CountRunning(Instant at, Desktop desktop, bool wasRunning)
    {
        if (wasRunning == desktop.IsRunning)
            return;
        var change = desktop.IsRunning ? 1 : -1;
        Running.Add(at, change);
        desktop.Zone!.Running.Add(at, change);
    }

    private void Opened(Instant at)
    {
        SessionsOpened += Counts(at);
        Connected.Add(at, 1);
    }

    private void Refused(Instant at, string operation, RefusalCode code)
    {
        Refusals.Add(at);
        var reason = $"{operation}: {code}";
        RefusalsByReason[reason] = RefusalsByReason.GetValueOrDefault(reason) + 1;
    }

    private static void TakeSlot(Instant at, Desktop desktop, HostId host)
    {
        desktop.Host = host;
        desktop.Zone!.Occupy(at, host, 1);
    }

    private static void FreeSlot(Instant at, Desktop desktop)
    {
        if (desktop.Host is { } host)
            desktop.Zone!.Occupy(at, host, -1);
        desktop.Host = null;
    }

    private ZoneFigures ZoneOf(ZoneId zone)
    {
        if (!Zones.TryGetValue(zone.Value, out var figures))
            Zones.Add(zone.Value, figures = new(start, end));
        return figures;
    }

    private Desktop DesktopOf(LoggedEvent happened)
    {
        if (!_desktops.TryGetValue(happened.Entity.Key, out var desktop))
            _desktops.Add(happened.Entity.Key, desktop = new(new(start, HourRounding)));
        return desktop;
    }

    private int Counts(Instant at) => at >= start ? 1 : 0;

    private sealed class Desktop(HoursMeter meter)
    {
        public HoursMeter Meter => meter;

        public Lifecycle State { get; set; }

        public HostId? Host { get; set; }

        public ZoneFigures? Zone { get; set; }

        public (string Directory, string Zone) Place { get; set; }

        public bool IsSeat { get; set; }

        /// <summary>Somebody waits for it.</summary>
        public bool IsAwaited { get; set; }

        public bool Exists => State is not (Lifecycle.None or Lifecycle.Terminated);

        public bool IsRunning => Host is not null && State.IsMetered();
    }
}
