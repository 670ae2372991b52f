using System.Collections.Concurrent;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using NodaTime;
using static DeskFleet.Grains.Telemetry.InstrumentCatalogue;

namespace DeskFleet.Grains.Telemetry;

/// <summary>
/// Turns events into counts and durations: the one place where the two meet, for silos and for the simulator. What an event does not say
/// itself comes from the state before it. Thread-safe.
/// </summary>
public sealed class FleetProjection(FleetInstruments instruments, IClientMeasurements clients)
{
    private readonly ConcurrentDictionary<(string Operation, string Code), long> _refusals = new();

    public FleetInstruments Instruments => instruments;

    /// <summary>Refusals counted here so far, for people who look without a metrics server.</summary>
    public IEnumerable<KeyValuePair<(string Operation, string Code), long>> RefusalsSoFar => _refusals;

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
                Attempted(e.Awaited is not null && before.Awaited is null);
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
            case JobRetried e:
                instruments.Add(DriverRetries, 1, e.Job.Verb.ToString());
                break;
            case SessionAwaited:
                Attempted(true);
                break;
            case SessionOpened e:
                Attempted(true);
                Opened(e.Session);
                break;
            case SessionClosed e:
                instruments.Add(Disconnects, 1, DisconnectReasons.Of(e.Interruption));
                break;
            case SessionAbandoned e:
                Abandoned(e);
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

    /// <summary>
    /// A WorkSpace's record is written: which of its deadlines were acted on. Whatever is at or before <paramref name="at"/> is applied before anything
    /// else, so one that has passed and is not there any more was.
    /// </summary>
    /// <param name="before">What was stored before.</param>
    public void Stored(WorkSpaceState before, WorkSpaceState after, Instant at)
    {
        foreach (var kind in DeadlineKinds.All)
        {
            if (WorkSpace.DeadlineOf(before, kind) is not { } due || due > at || WorkSpace.DeadlineOf(after, kind) == due)
                continue;
            instruments.Record(DeadlineLateness, (at - due).TotalSeconds, DeadlineNames.Of(kind));
            if (kind == DeadlineKind.Backup && after.Backups?.Newest is { } newest && newest != before.Backups?.Newest)
                instruments.Record(BackupLateness, (newest.At - due).TotalSeconds);
        }
    }

    /// <summary>Somebody at the edge was refused.</summary>
    /// <param name="operation">Such as <c>connect</c>.</param>
    /// <param name="pool">Where room was looked for; null where the WorkSpace has no place yet.</param>
    public void Refused(string operation, RefusalCode code, HostPoolId? pool)
    {
        CountRefusal(operation, code);
        if (FailureCodes.IsOfPlacement(code))
            PlacementFailed(pool, code.ToString());
        if (operation != OperationNames.Connect)
            return;
        Attempted(true);
        instruments.Add(ConnectionFailures, 1, code.ToString());
    }

    private void Changed(WorkSpaceState before, StateChanged e, Instant at)
    {
        if (e.Terms is { } terms)
            FirstSeen(terms.Identity.Pool);
        if (e.Slot is not null)
            Placed(before, e, at);
        Attempted(e.Awaited is not null && before.Awaited is null);
        if (e.Opened is { } session)
            Resumed(before, session, e.Waited!.Value);
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
            PlacementFailed(before.Identity?.Pool, "StartQueue");
    }

    private void Placed(WorkSpaceState before, StateChanged e, Instant at)
    {
        var zone = e.Terms?.Identity.Zone.Value ?? Zone(before);
        if (before.Wait is null)
            instruments.Add(PlacementAttempts, 1, zone);
        instruments.Record(PlacementDuration, before.Wait is { } wait ? (at - wait.Since).TotalSeconds : 0, zone);
    }

    private void Resumed(WorkSpaceState before, SessionId session, Duration waited)
    {
        instruments.Record(ResumeDuration, waited.TotalSeconds, Zone(before));
        instruments.Add(ConnectionSuccesses, 1);
        instruments.Record(RoundTrip, clients.Of(session).RoundTrip);
    }

    private void Opened(SessionId session)
    {
        instruments.Add(ConnectionSuccesses, 1);
        var measured = clients.Of(session);
        instruments.Record(SessionLaunch, measured.Launch);
        instruments.Record(RoundTrip, measured.RoundTrip);
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

    private void Abandoned(SessionAbandoned e)
    {
        if (e.Code is not { } code)
        {
            instruments.Add(ConnectionsAbandoned, 1);
            return;
        }

        instruments.Add(ConnectionFailures, 1, code.ToString());
        CountRefusal(OperationNames.Connect, code);
    }

    private void CountRefusal(string operation, RefusalCode code)
    {
        instruments.Add(Refusals, 1, operation, code.ToString());
        _refusals.AddOrUpdate((operation, code.ToString()), 1, (_, count) => count + 1);
    }

    private void Attempted(bool attempted)
    {
        if (attempted)
            instruments.Add(ConnectionAttempts, 1);
    }

    /// <summary>A zone's failures begin at zero.</summary>
    private void FirstSeen(HostPoolId pool)
    {
        instruments.Add(PlacementAttempts, 0, pool.Zone.Value);
        instruments.Add(PlacementFailures, 0, pool.Zone.Value, pool.Owner.ToString(), nameof(RefusalCode.InsufficientCapacity));
        instruments.Add(HostsLost, 0, pool.Zone.Value);
    }

    private void PlacementFailed(HostPoolId? pool, string why) =>
        instruments.Add(PlacementFailures, 1, pool?.Zone.Value, pool?.Owner.ToString(), why);

    private static string? Zone(WorkSpaceState state) => state.Identity?.Zone.Value;
}
