using System.Collections.Concurrent;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Grains.Ports;
using NodaTime;
using static DeskFleet.Grains.Telemetry.InstrumentCatalogue;

namespace DeskFleet.Grains.Telemetry;

/// <summary>
/// Turns events into counts and durations: the one place where the two meet, for silos and for the simulator. What an event does not say
/// itself comes from the state before it. Thread-safe.
/// </summary>
/// <param name="signInBook">Keeps sign-ins by WorkSpace; null: nobody asks for those.</param>
public sealed class FleetProjection(FleetInstruments instruments, IClientMeasurements clients, SignInBook? signInBook = null) : IStartsAnew
{
    private readonly ConcurrentDictionary<(string Operation, string Code), long> _refusals = new();
    private readonly ConcurrentDictionary<object, bool> _seen = new();
    private readonly SignInProjection _signIns = new(instruments, clients, signInBook);

    public FleetInstruments Instruments => instruments;

    /// <summary>Refusals counted here so far, for people who look without a metrics server.</summary>
    public IEnumerable<KeyValuePair<(string Operation, string Code), long>> RefusalsSoFar => _refusals;

    /// <summary>Counters go on, as counters do.</summary>
    public void StartAnew() => _refusals.Clear();

    /// <summary>An event of a WorkSpace.</summary>
    /// <param name="before">Its state before the event.</param>
    public void Read(WorkSpaceState before, LoggedEvent happened)
    {
        switch (happened.Event)
        {
            case StateChanged e:
                Changed(before, e, happened.At);
                break;
            case CapacityAwaited e:
                instruments.Add(PlacementAttempts, 1, Zone(before));
                Awaited(before, e.Awaited);
                break;
            case CapacityFound e:
                instruments.Record(PlacementDuration, e.Waited.TotalSeconds, Zone(before));
                break;
            case CapacityWaitEnded e:
                WaitEnded(before, e);
                break;
            case StartOrdered when before.Job is { WaitsForStartSlot: true }:
                instruments.Record(StartQueue, (happened.At - before.Since).TotalSeconds);
                break;
            case JobRetried { Job.IsPaused: false } e:
                instruments.Add(DriverRetries, 1, e.Job.Verb.ToString());
                break;
            case BackupFailed { RetryAt: not null }:
                instruments.Add(DriverRetries, 1, nameof(Core.Drivers.DriverVerb.Backup));
                break;
            case SessionAwaited:
                _signIns.Attempted(before);
                break;
            case SessionOpened e:
                _signIns.Attempted(before);
                _signIns.Opened(before, e.Session, hadToStart: false);
                break;
            case SessionClosed e:
                _signIns.Closed(before, e.Interruption);
                break;
            case SessionAbandoned e:
                Abandoned(before, e);
                break;
        }
    }

    /// <summary>An event of a host.</summary>
    public void Read(ZoneId? zone, LoggedEvent happened)
    {
        switch (happened.Event)
        {
            case HostRegistered e:
                FirstSeen(e.Pool);
                break;
            case HostLost:
                instruments.Add(HostsLost, 1, zone?.Value);
                break;
        }
    }

    /// <summary>A WorkSpace's record is written: which of its deadlines were acted on.</summary>
    /// <param name="before">What was stored before.</param>
    public void Stored(WorkSpaceState before, WorkSpaceState after, Instant at)
    {
        foreach (var (kind, due) in SystemActions.DeadlinesActedOn(before, after, at))
        {
            instruments.Record(DeadlineLateness, (at - due).TotalSeconds, DeadlineNames.Of(kind));
            if (kind == DeadlineKind.Backup && after.Backups?.Newest is { } newest && newest != before.Backups?.Newest)
                instruments.Record(BackupLateness, (newest.At - due).TotalSeconds);
        }
    }

    /// <summary>Somebody at the edge was refused.</summary>
    /// <param name="operation">Such as <c>connect</c>.</param>
    /// <param name="desktop">The WorkSpace that it was about, before it; null: none.</param>
    public void Refused(string operation, RefusalCode code, WorkSpaceState? desktop)
    {
        CountRefusal(operation, code);
        if (FailureCodes.IsOfPlacement(code))
            PlacementFailed(desktop?.Identity?.Pool, code.ToString());
        if (operation != OperationNames.Connect)
            return;
        _signIns.Attempted(desktop);
        _signIns.Failed(desktop, code);
    }

    /// <summary>The client of an open session has reported.</summary>
    public void Measured(WorkSpaceState desktop, ReportMeasured measured) =>
        _signIns.Measured(desktop, new(measured.Launch?.TotalSeconds, measured.RoundTrip.TotalSeconds));

    /// <summary>
    /// There is this directory, with failures at zero: a counter that first appears with its first failure hides that failure from whoever asks for its
    /// increase. Told again it changes nothing.
    /// </summary>
    public void FirstSeen(DirectoryId directory)
    {
        if (instruments.IsListenedTo && _seen.TryAdd(directory, true))
            _signIns.Begin(directory);
    }

    /// <summary>The same for a zone's hosts of one owner.</summary>
    public void FirstSeen(HostPoolId pool)
    {
        if (!instruments.IsListenedTo || !_seen.TryAdd(pool, true))
            return;
        instruments.Add(PlacementAttempts, 0, pool.Zone.Value);
        foreach (var why in FailureCodes.OfPlacement)
            instruments.Add(PlacementFailures, 0, pool.Zone.Value, pool.Owner.ToString(), why);
        instruments.Add(HostsLost, 0, pool.Zone.Value);
    }

    private void Changed(WorkSpaceState before, StateChanged e, Instant at)
    {
        if (e.Terms is { Identity: var launched })
        {
            FirstSeen(launched.Directory);
            FirstSeen(launched.Pool);
        }

        if (e.Slot is not null)
            Placed(before, e, at);
        Awaited(before, e.Awaited);
        if (e.Opened is { } session)
        {
            instruments.Record(ResumeDuration, e.Waited!.Value.TotalSeconds, Zone(before));
            _signIns.Opened(before, session, hadToStart: true);
        }

        if (e.To == Lifecycle.Terminated)
            signInBook?.Forget(before.Id);
        if (OperationNames.Of(before.Lifecycle) is { } operation)
            instruments.Record(OperationDuration, (at - before.Since).TotalSeconds, operation, OperationNames.Failed(e) ? e.On.ToString() : null);
        if (e.On == Trigger.AutoStopDue)
            AutoStopped(e, at);
        if (e.Metered is { } interval)
        {
            instruments.Add(RunningTime, interval.Duration.TotalSeconds);
            instruments.Add(MeteredHours, interval.StartedHours);
        }

        if (before.Job is { WaitsForStartSlot: true } && e.On is Trigger.StartFailed or Trigger.RecoveryFailed)
            PlacementFailed(before.Identity?.Pool, FailureCodes.StartQueue);
    }

    private void Placed(WorkSpaceState before, StateChanged e, Instant at)
    {
        var zone = e.Terms?.Identity.Zone.Value ?? Zone(before);
        if (before.Wait is null)
            instruments.Add(PlacementAttempts, 1, zone);
        instruments.Record(PlacementDuration, before.Wait is { } wait ? (at - wait.Since).TotalSeconds : 0, zone);
    }

    private void AutoStopped(StateChanged e, Instant at)
    {
        var late = (at - (e.EffectiveAt ?? at)).TotalSeconds;
        instruments.Record(AutoStopLateness, late);
    }

    /// <summary>The user's side of a wait that ended is told by the event that ends the sign-in.</summary>
    private void WaitEnded(WorkSpaceState before, CapacityWaitEnded e)
    {
        if (e.Code is not { } code)
            return;
        PlacementFailed(before.Identity?.Pool, code.ToString());
        if (before.Lifecycle == Lifecycle.Pending)
            CountRefusal(OperationNames.Launch, code);
    }

    private void Abandoned(WorkSpaceState before, SessionAbandoned e)
    {
        if (e.Code is not { } code)
        {
            _signIns.Abandoned(before);
            return;
        }

        _signIns.Failed(before, code);
        CountRefusal(OperationNames.Connect, code);
    }

    /// <summary>Somebody has signed in and waits from now on; who waited already is no second attempt.</summary>
    private void Awaited(WorkSpaceState before, AwaitedSession? awaited)
    {
        if (awaited is not null && before.Awaited is null)
            _signIns.Attempted(before);
    }

    private void CountRefusal(string operation, RefusalCode code)
    {
        instruments.Add(Refusals, 1, operation, code.ToString());
        _refusals.AddOrUpdate((operation, code.ToString()), 1, (_, count) => count + 1);
    }

    private void PlacementFailed(HostPoolId? pool, string why) =>
        instruments.Add(PlacementFailures, 1, pool?.Zone.Value, pool?.Owner.ToString(), why);

    private static string? Zone(WorkSpaceState state) => state.Identity?.Zone.Value;
}
