using System.Collections.Immutable;
using DeskFleet.Core.Drivers;
using DeskFleet.Core.Kernel;
using NodaTime;

namespace DeskFleet.Core.WorkSpaces;

/// <summary>Deadlines: data that any wake or command looks at. Reached is reached: the comparison includes the instant itself.</summary>
public sealed partial class WorkSpace
{
    public static Instant? Deadline(WorkSpaceState state)
    {
        Instant? earliest = null;
        foreach (var kind in DeadlineKinds.All)
            earliest = Instants.Earlier(earliest, DeadlineOf(state, kind));
        return earliest;
    }

    /// <summary>Its deadline of one kind; null: it has none.</summary>
    public static Instant? DeadlineOf(WorkSpaceState state, DeadlineKind kind) => kind switch
    {
        DeadlineKind.AutoStop => state.AutoStopAt,
        DeadlineKind.CapacityWait => state.Wait?.Until,
        DeadlineKind.Recovery => TryAgainAt(state),
        DeadlineKind.OperatingSystemUpdate => state.OsUpdateAt,
        DeadlineKind.Backup => state.Backups?.NextAt,
        DeadlineKind.Maintenance => state.Update?.At,
        _ => state.Job?.Deadline,
    };

    public static Decision? Due(WorkSpaceState state, Instant now)
    {
        if (state.AutoStopAt is { } stopAt && stopAt <= now)
            return StopForIdleness(state, stopAt, now);
        if (state.Wait is { } wait && wait.Until <= now)
            return EndWait(state, wait, now);
        if (TryAgainAt(state) <= now)
            return TryAgain(state);
        if (state.OsUpdateAt is { } updateAt && updateAt <= now)
            return Decision.Of(new OperatingSystemUpdated(updateAt));
        if (state.Backups?.NextAt is { } mark && mark <= now)
            return BackupDue(state, mark, now);
        if (state.Update is { } update && update.At <= now)
            return UpdateDue(state, update, now);
        return state.Job is { } job && job.Deadline <= now ? Overdue(state, job, now) : null;
    }

    private static Instant? TryAgainAt(WorkSpaceState state) => IsDown(state) ? state.Recovery?.NextAt : null;

    /// <summary>Metering closes at the deadline, not when somebody got round to it (BIL-07).</summary>
    private static Decision StopForIdleness(WorkSpaceState state, Instant stopAt, Instant now) => Order(
        state,
        Trigger.AutoStopDue,
        DriverVerb.Hibernate,
        $"nobody connected for {state.AutoStopPeriod.TotalMinutes:0} minutes",
        now,
        effectiveAt: stopAt);

    /// <summary>No room within the time: a launch is undone, a resume is refused and stays as it was (PLC-06).</summary>
    private static Decision EndWait(WorkSpaceState state, CapacityWait wait, Instant now)
    {
        var ended = new CapacityWaitEnded(RefusalCode.InsufficientCapacity, $"no room in {state.Identity!.Zone} within {(wait.Until - wait.Since).TotalMinutes:0} minutes");
        if (wait.Goal == PlacementGoal.Launch)
        {
            var undone = Order(state, Trigger.CapacityNotFound, DriverVerb.Terminate, ended.Reason, now);
            return undone with { Events = undone.Events.Insert(0, ended) };
        }

        ImmutableArray<FleetEvent> events = state.Awaited is { } awaited
            ? [ended, Abandon(awaited, RefusalCode.InsufficientCapacity, now)]
            : [ended];
        return new(Accepted.Instance, events, [LeaveQueue(state)]);
    }

    /// <summary>The driver has not answered: ask again, and when that has been done often enough, leave by the state's exit.</summary>
    private static Decision Overdue(WorkSpaceState state, DriverJob job, Instant now)
    {
        if (job.WaitsForStartSlot)
        {
            var exit = state.Lifecycle == Lifecycle.Starting ? Trigger.StartFailed : Trigger.RecoveryFailed;
            return GiveUpStart(state, exit, "the host's start queue took too long", RefusalCode.InsufficientCapacity, now);
        }

        return state.Lifecycle switch
        {
            Lifecycle.Pending => RetryOr(state, job, Trigger.ProvisioningFailed, null, now),
            Lifecycle.Starting => RetryOr(state, job, Trigger.StartStalled, null, now),
            Lifecycle.Rebooting => RetryOr(state, job, RebootStalled(state), null, now),
            Lifecycle.Rebuilding => RetryOr(state, job, Trigger.RebuildFailed, null, now),
            Lifecycle.Restoring => RetryOr(state, job, Trigger.RestoreFailed, null, now),
            Lifecycle.Suspended => CaptureStalled(state, now),
            Lifecycle.Stopping => RetryOr(state, job, Trigger.StopFailed, null, now),
            Lifecycle.Maintenance => RetryOr(state, job, Trigger.MaintenanceFailed, null, now),
            _ => RetryOr(state, job, Trigger.TerminateDone, null, now),
        };
    }

    private static Decision RetryOr(WorkSpaceState state, DriverJob job, Trigger giveUp, DriverReported? report, Instant now)
    {
        var reason = report?.Detail ?? (report is null ? $"no answer to {job.Verb}" : $"{job.Verb} failed");
        if (job.RetriesLeft == 0)
            return GiveUp(state, giveUp, reason, now);
        var again = DriverJobPolicy.NewJob(job.Verb, state.Epoch + 1, now) with
        {
            RetriesLeft = job.RetriesLeft - 1,
            MayBeDone = MayRun(state, job, report) ? true : null,
        };
        return Decision.Of(new JobRetried(again, reason), ToDriver(state, again, state.Slot));
    }

    /// <summary>A start that was not answered, now or before, may have been done all the same.</summary>
    private static bool MayRun(WorkSpaceState state, DriverJob job, DriverReported? report) =>
        state.Lifecycle is Lifecycle.Starting or Lifecycle.Rebooting && (job.MayBeDone == true || report is not { Outcome: DriverOutcome.Failed });

    /// <summary>
    /// Rebooted in its place it still runs, as far as anybody knows. Placed again after a loss it has not run yet, and its machine may
    /// still come up on that host: ERROR, which holds the slot and is not metered (BIL-06).
    /// </summary>
    private static Trigger RebootStalled(WorkSpaceState state) => IsComingBack(state) ? Trigger.Failed : Trigger.RebootFailed;

    private static Decision GiveUp(WorkSpaceState state, Trigger on, string reason, Instant now)
    {
        var left = Moved(state, on, reason, now);
        ImmutableArray<FleetEvent> events = [left];
        if (state.Awaited is { } awaited)
            events = events.Add(Abandon(awaited, RefusalCode.NotAvailable, now));
        ImmutableArray<Effect> effects = state.Slot is { } slot ? [EndStart(state, slot)] : [];
        return new(Accepted.Instance, events, UnitAfter(state, left.To).IsHeld ? effects : effects.AddRange(ReturnUnit(state)));
    }
}
