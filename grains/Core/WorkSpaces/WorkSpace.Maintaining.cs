using System.Collections.Immutable;
using DeskFleet.Core.Directories;
using DeskFleet.Core.Drivers;
using DeskFleet.Core.Encryption;
using DeskFleet.Core.HostPools;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.MaintenanceWindows;
using DeskFleet.Core.Regions;
using NodaTime;

namespace DeskFleet.Core.WorkSpaces;

/// <summary>
/// Sundays (MNT-01..07). A desktop with a pending update asks its directory for a turn when the window opens, and is maintained in that turn:
/// a running one after its user was warned and disconnected, a stopped one after it was woken. What does not fit is carried over.
/// </summary>
public sealed partial class WorkSpace
{
    private static Decision DecideAnnounced(WorkSpaceState state, AnnounceUpdate announced, Instant now)
    {
        if (!state.IsProvisioned || !state.Exists || state.Lifecycle == Lifecycle.Terminating)
            return Decision.Nothing;
        if (state.InstalledUpdate == announced.Update || state.Update?.Name == announced.Update)
            return Decision.Nothing;
        var pending = state.Update ?? new(announced.Update, announced.ReleasedAt, Missed: 0, NextWindow(state, now, missed: 0));
        return Decision.Of(new UpdateAnnounced(pending with { Name = announced.Update }));
    }

    /// <summary>
    /// Time to ask for a turn, or to begin. It may come late, as after an outage: a window that is over counts as missed, and within one the
    /// directory says who goes when, so nothing is caught up on all at once.
    /// </summary>
    private static Decision UpdateDue(WorkSpaceState state, PendingUpdate update, Instant now)
    {
        if (WindowAt(state, now) is not { } window)
            return CarryOver(state, update, "the window was over when the fleet came to it", now);
        var begin = new BeginMaintenance(now + MaintenanceTurn.LookAgain);
        return state.Lifecycle == Lifecycle.Stopped && !MaintenanceCalendar.WakesStopped(window, state.Settings.WakeRhythm)
            ? Decision.Of(new MaintenanceScheduled(NextWindow(state, now, update.Missed)))
            : Decision.Of(new MaintenanceScheduled(begin.At, update.Turn), new Effect(Entity.Of(state.Id), begin));
    }

    private static Question? NextMaintenanceQuestion(WorkSpaceState state, Answers answers, Instant now)
    {
        if (!CanBegin(state) || WindowAt(state, now) is null || answers.RefusalBy(EntityKind.Directory) is not null)
            return null;
        if (TurnOf(state, answers, now) is not { } turn)
            return new(Entity.Of(state.Identity!.Directory), new TakeTurn(state.Identity.Zone));
        return turn > now ? null
            : state.Lifecycle == Lifecycle.Stopped ? NextPlacementQuestion(state, PlacementGoal.Maintain, AskedBy.System, mayWait: false, answers)
            : NextKeyQuestion(state, KeyUse.Restart, answers);
    }

    private static Decision DecideMaintenance(WorkSpaceState state, PendingUpdate update, Answers answers, Instant now)
    {
        if (WindowAt(state, now) is not { } window)
            return CarryOver(state, update, "the window was over when the fleet came to it", now);
        if (!CanBegin(state))
            return Later(state, update, window, $"it was {state.Lifecycle.ToWire()}", now);
        if (TurnOf(state, answers, now) is not { } turn)
            return CarryOver(state, update, answers.RefusalBy(EntityKind.Directory)!.Message, now);
        var booked = new MaintenanceScheduled(turn, turn);
        if (turn > now)
            return Decision.Of(booked);
        if (KeyCalls.Refused(answers) is { } noKey)
            return Skip(state, update, window, noKey, now);
        if (state.Session is { } session && !update.IsWarned)
            return new(Accepted.Instance, [booked, new UserWarned(session.Id, now + MaintenanceTurn.Warning)], []);
        return state.Lifecycle == Lifecycle.Stopped
            ? WakeUp(state, update, window, turn, answers, now)
            : Maintain(state, update, turn, now);
    }

    /// <summary>Maintains a running desktop. Its countdown goes on meanwhile; that of a connected user begins now (RUN-06 as settled).</summary>
    private static Decision Maintain(WorkSpaceState state, PendingUpdate update, Instant turn, Instant now)
    {
        var run = new MaintenanceRun(update.Name, state.IdleSince ?? now, turn + MaintenanceTurn.Length);
        var began = BeginRun(state, run, now);
        ImmutableArray<FleetEvent> first = state.Session is { } session
            ? [new SessionClosed(session.Id, "maintenance") { Interruption = SessionInterruption.Maintenance }]
            : [];
        return began with { Events = [.. first, .. began.Events, new MaintenanceScheduled(run.EndsBy)] };
    }

    private static Decision BeginRun(WorkSpaceState state, MaintenanceRun run, Instant now)
    {
        var job = DriverJobPolicy.NewJob(DriverVerb.Maintain, state.Epoch + 1, now);
        return Decision.Of(Moved(state, Trigger.MaintenanceBegan, $"update {run.Update}", now) with { Job = job, Run = run }, ToDriver(state, job, state.Slot));
    }

    /// <summary>No room, or a key that does not let it restart (ENC-13): it stays as it is and looks again.</summary>
    private static Decision Skip(WorkSpaceState state, PendingUpdate update, MaintenanceWindow window, Refused refused, Instant now)
    {
        var later = Later(state, update, window, refused.Message, now);
        return later with { Events = later.Events.Insert(0, new MaintenanceSkipped(update.Name, refused.Code, refused.Message)) };
    }

    private static Decision WakeUp(WorkSpaceState state, PendingUpdate update, MaintenanceWindow window, Instant turn, Answers answers, Instant now)
    {
        var placed = Placed(state, PlacementGoal.Maintain, answers, null, now);
        if (placed.Reply is Refused refused)
            return Skip(state, update, window, refused, now);
        var run = new MaintenanceRun(update.Name, IdleSince: null, turn + MaintenanceTurn.Length);
        var began = (StateChanged)placed.Events[0] with { Run = run };
        return placed with { Events = [began, new MaintenanceScheduled(run.EndsBy)] };
    }

    /// <summary>It runs. When its wake took too long to end with its turn, it goes back to sleep; whoever signed in meanwhile comes first.</summary>
    private static Decision Woken(WorkSpaceState state, MaintenanceRun run, Instant now)
    {
        if (now + MaintenanceTurn.RunTime <= run.EndsBy)
        {
            var began = BeginRun(state, run, now);
            return began with { Effects = began.Effects.Insert(0, EndStart(state, state.Slot!)) };
        }

        var up = Up(state, Trigger.Started, "woken too late for its maintenance", now);
        if (state.Mode == RunningMode.AlwaysOn)
            return up;
        var stop = Order(Evolve(state, up.Events[0], now), Trigger.StopAccepted, DriverVerb.Hibernate, "woken too late for its maintenance", now);
        return new(Accepted.Instance, [.. up.Events, .. stop.Events], [.. up.Effects, .. stop.Effects]);
    }

    /// <summary>The run is over. What failed stays pending; what was woken for it, or was to stop meanwhile, stops (RUN-06).</summary>
    private static Decision Maintained(WorkSpaceState state, DriverReported report, Instant now)
    {
        var run = state.Run!;
        var update = state.Update!;
        FleetEvent outcome = report.Outcome == DriverOutcome.Failed
            ? CarryOver(state, update, Detail(report, "the update failed"), now).Events[0]
            : new UpdateInstalled(run.Update, now - update.Since, state.Settings.WindowsUpdate == WindowsUpdate.Default);
        var stopsAt = AfterMaintenance.StopsAt(state.Mode, now, run.IdleSince + state.AutoStopPeriod, state.AutoStopPeriod, state.Settings.PostMaintenanceStop);
        var end = report.Outcome == DriverOutcome.DoneUnhealthy ? Decision.Of(Moved(state, Trigger.HealthLost, Detail(report, "unhealthy after its update"), now))
            : stopsAt <= now ? Order(state, Trigger.MaintenanceDoneStop, DriverVerb.Hibernate, "maintenance is over", now)
            : Decision.Of(Moved(state, Trigger.MaintenanceDone, "maintenance is over", now));
        return end with { Events = [outcome, .. end.Events] };
    }

    /// <summary>From when it counts as idle after its maintenance.</summary>
    private static Instant IdleAfterMaintenance(WorkSpaceState state, Instant at) =>
        state.Settings.PostMaintenanceStop == PostMaintenanceStop.AfterPeriod ? at : state.Run?.IdleSince ?? at;

    /// <summary>In another turn of this window, or in the next window.</summary>
    private static Decision Later(WorkSpaceState state, PendingUpdate update, MaintenanceWindow window, string reason, Instant now)
    {
        var next = MaintenanceTurn.IndexAfter(window, now);
        return MaintenanceTurn.Exists(window, next)
            ? Decision.Of(new MaintenanceScheduled(MaintenanceTurn.StartOf(window, next) + Precedence(update.Missed)))
            : CarryOver(state, update, reason, now);
    }

    private static Decision CarryOver(WorkSpaceState state, PendingUpdate update, string reason, Instant now) => Decision.Of(new UpdateCarriedOver(
        update.Name, update.Missed + 1, now - update.Since, NextWindow(state, now, update.Missed + 1), reason));

    /// <summary>The turn that it may begin in, now or later: the one it has, unless it is too late for that, or the one it has just been given.</summary>
    private static Instant? TurnOf(WorkSpaceState state, Answers answers, Instant now)
    {
        var update = state.Update!;
        var grace = update.IsWarned ? MaintenanceTurn.Warning + MaintenanceTurn.LatestBegin : MaintenanceTurn.LatestBegin;
        return update.Turn is { } turn && now <= turn + grace ? turn : answers.Last<TurnTaken>()?.At;
    }

    private static bool CanBegin(WorkSpaceState state) =>
        state is { Job: null, Wait: null }
        && Admission.Admits(state.Lifecycle, WorkSpaceOperation.BeginMaintenance)
        && (state.Slot is not null || state.Lifecycle == Lifecycle.Stopped);

    private static Instant NextWindow(WorkSpaceState state, Instant now, int missed) =>
        MaintenanceCalendar.Next(TimeZoneOf(state), now).Opens + Precedence(missed);

    /// <summary>What was carried over goes first.</summary>
    private static Duration Precedence(int missed) => missed > 0 ? Duration.Zero : MaintenanceTurn.Precedence;

    private static MaintenanceWindow? WindowAt(WorkSpaceState state, Instant now) => MaintenanceCalendar.OpenAt(TimeZoneOf(state), now);

    private static DateTimeZone TimeZoneOf(WorkSpaceState state) => Region.ZoneOf(state.Identity!.Account.Region);

    /// <summary>After every event: who runs and lets Windows update itself does so next Sunday; who does not run misses it (MNT-07).</summary>
    private static Instant? OsUpdateAfter(WorkSpaceState state, Instant at)
    {
        var updates = state is { Meter.OpenSince: not null, Settings.WindowsUpdate: WindowsUpdate.Default };
        return updates ? state.OsUpdateAt ?? MaintenanceCalendar.NextUpdate(TimeZoneOf(state), at) : null;
    }
}
