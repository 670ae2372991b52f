using DeskFleet.Core.Catalog;
using DeskFleet.Core.Drivers;
using DeskFleet.Core.Encryption;
using DeskFleet.Core.HostPools;
using DeskFleet.Core.Kernel;
using NodaTime;

namespace DeskFleet.Core.WorkSpaces;

/// <summary>Start, stop, reboot, rebuild, terminate (WKS-07..09, RUN-11, BYO-15, BYO-16).</summary>
public sealed partial class WorkSpace
{
    private static Refused? CanStart(WorkSpaceState state) => Check(state, WorkSpaceOperation.Start, "Start", autoStopOnly: true);

    private static Refused? CanRebuild(WorkSpaceState state) => Check(state, WorkSpaceOperation.Rebuild, "Rebuild", autoStopOnly: false);

    private static Refused? Check(WorkSpaceState state, WorkSpaceOperation operation, string name, bool autoStopOnly)
    {
        if (!state.Exists || !Admission.Admits(state.Lifecycle, operation))
            return (Refused)Refuse(state, name).Reply;
        return autoStopOnly && state.Mode == RunningMode.AlwaysOn
            ? new(RefusalCode.OperationNotSupported, $"{state.Id} is AlwaysOn: it can not be started or stopped by hand, and starts by itself when it is down; switch it to AutoStop first.")
            : null;
    }

    private static Decision DecideStart(WorkSpaceState state, Answers answers, Instant now)
    {
        if (CanStart(state) is { } refused)
            return Decision.Refuse(refused);
        return state.Wait is { } wait ? Keep(wait) : Placed(state, PlacementGoal.Start, answers, null, now);
    }

    /// <summary>It waits for room already, maybe for a user who may give up: from now on it waits for the administrator too.</summary>
    private static Decision Keep(CapacityWait wait) =>
        wait.ForSession ? Decision.Of(new CapacityWaitChanged(wait with { ForSession = false })) : Decision.Nothing;

    private static Decision DecideStop(WorkSpaceState state, Instant now) =>
        Check(state, WorkSpaceOperation.Stop, "Stop", autoStopOnly: true) is { } refused
            ? Decision.Refuse(refused)
            : Order(state, Trigger.StopAccepted, DriverVerb.Hibernate, "stopped by an administrator", now);

    private static Decision DecideReboot(WorkSpaceState state, Answers answers, Instant now)
    {
        if ((Check(state, WorkSpaceOperation.Reboot, "Reboot", autoStopOnly: false) ?? KeyCalls.Refused(answers)) is { } refused)
            return Decision.Refuse(refused);
        if (NeedsHost(state))
            return Placed(state, PlacementGoal.Recover, answers, null, now);
        if (state.Slot is null)
            return Decision.Nothing;
        return IsRebootingStill(state, now)
            ? Refuse(state, "Reboot")
            : Order(state, Trigger.RebootAccepted, PlacementGoal.Recover.Verb(state.IsProvisioned), "reboot asked", now);
    }

    /// <summary>Rebooting, and not stuck yet (WKS-07). Who still waits for a start slot of his host is not stuck: he would start without one.</summary>
    private static bool IsRebootingStill(WorkSpaceState state, Instant now) =>
        state.Lifecycle == Lifecycle.Rebooting && (now < state.Since + DriverJobPolicy.StuckReboot || state.Job is { WaitsForStartSlot: true });

    private static PlacementGoal RestoreGoal(RestoreWorkSpace restore) => restore.RebuildRoot ? PlacementGoal.RestoreWithRoot : PlacementGoal.Restore;

    private static Question? NextRestoreQuestion(WorkSpaceState state, RestoreWorkSpace restore, Answers answers) =>
        state.Slot is null
            ? NextPlacementQuestion(state, RestoreGoal(restore), AskedBy.Person, true, answers)
            : NextKeyQuestion(state, RestoreGoal(restore).NeedsKeyFor(), answers);

    /// <summary>In the desktop's own slot if it has one (BYO-16).</summary>
    private static Decision DecideRestore(WorkSpaceState state, RestoreWorkSpace restore, Answers answers, Instant now)
    {
        if ((CanRestore(state) ?? KeyCalls.Refused(answers)) is { } refused)
            return Decision.Refuse(refused);
        var goal = RestoreGoal(restore);
        return state.Slot is not null ? Order(state, Trigger.RestoreAccepted, goal.Verb(state.IsProvisioned), goal.Reason(), now)
            : state.Wait is null ? Placed(state, goal, answers, null, now)
            : RenewWhenPlaced(state, goal, state.Wait, now);
    }

    /// <summary>The bundle's image of today where that is asked for (BUN-11), then room if it has none.</summary>
    private static Question? NextRebuildQuestion(WorkSpaceState state, RebuildWorkSpace rebuild, Answers answers)
    {
        if (rebuild.From == RebuildFrom.CurrentBundleImage)
        {
            var desktop = state.Identity!;
            if (BundleQuestions.Next(desktop.Account, desktop.IsDedicated, desktop.Bundle.Id, answers) is { } question)
                return question;
            if (BundleQuestions.Refused(desktop.Bundle.Id, answers) is not null)
                return null;
        }

        return state.Slot is null
            ? NextPlacementQuestion(state, PlacementGoal.Rebuild, AskedBy.Person, true, answers)
            : NextKeyQuestion(state, KeyUse.Rebuild, answers) ?? (KeyCalls.Refused(answers) is null ? NextUnitQuestion(state, answers) : null);
    }

    private static Decision DecideRebuild(WorkSpaceState state, RebuildWorkSpace rebuild, Answers answers, Instant now)
    {
        if ((CanRebuild(state) ?? BundleQuestions.Refused(state.Identity!.Bundle.Id, answers) ?? KeyCalls.Refused(answers) ?? UnitRefused(answers)) is { } refused)
            return Decision.Refuse(refused);
        var root = (answers.Last<BundleResolved>()?.Bundle ?? state.Identity!.Bundle).RootContent;
        var decision =
            state.Slot is not null ? Order(state, Trigger.RebuildAccepted, DriverVerb.Rebuild, "rebuild asked", now)
            : state.Wait is null ? Placed(state, PlacementGoal.Rebuild, answers, null, now)
            : RenewWhenPlaced(state, PlacementGoal.Rebuild, state.Wait with { Root = root }, now);
        return decision with
        {
            Events = [.. decision.Events.Select(happened => From(happened, root))],
            Effects = [.. decision.Effects.Select(effect => From(effect, root))],
        };
    }

    /// <summary>It waits for room already: what it is for changes, its place in the queue does not.</summary>
    private static Decision RenewWhenPlaced(WorkSpaceState state, PlacementGoal goal, CapacityWait wait, Instant now)
    {
        var changed = new CapacityWaitChanged(wait with { Goal = goal, ForSession = false });
        return state.Wait == changed.Wait ? Decision.Nothing
            : state.Awaited is { } awaited ? new(Accepted.Instance, [Abandon(awaited, RefusalCode.NotAvailable, now), changed], [])
            : Decision.Of(changed);
    }

    /// <summary>Says with the move, or with the wait for room, what will be put on C:.</summary>
    private static FleetEvent From(FleetEvent happened, VolumeFingerprint root) => happened switch
    {
        StateChanged moved => moved with { Root = root },
        CapacityAwaited awaited => awaited with { Wait = awaited.Wait with { Root = root } },
        _ => happened,
    };

    private static Effect From(Effect effect, VolumeFingerprint root) =>
        effect.Command is DriverCommand order ? effect with { Command = order with { Root = root } } : effect;

    private static Decision DecideTerminate(WorkSpaceState state, Instant now)
    {
        if (state.Lifecycle is Lifecycle.Terminating or Lifecycle.Terminated)
            return Decision.Nothing;
        if (!Admission.Admits(state.Lifecycle, WorkSpaceOperation.Terminate) || !state.Exists)
            return Refuse(state, "Terminate");
        var ordered = Order(state, Trigger.TerminateAccepted, DriverVerb.Terminate, "terminated by an administrator", now);
        return ordered with { Effects = [.. ordered.Effects, .. SeatCloses(state, now)] };
    }

    private static Decision DecideAdminMaintenance(WorkSpaceState state, SetAdminMaintenance set)
    {
        var (operation, on) = set.On
            ? (WorkSpaceOperation.BeginAdminMaintenance, Trigger.AdminMaintenanceBegan)
            : (WorkSpaceOperation.EndAdminMaintenance, Trigger.AdminMaintenanceEnded);
        return Check(state, operation, operation.ToString(), autoStopOnly: false) is { } refused
            ? Decision.Refuse(refused)
            : Decision.Of(Moved(state, on, set.On ? "taken by an administrator" : "given back by an administrator", default));
    }

    /// <summary>Ends what sessions there are and any wait for room, and orders the driver under a new epoch.</summary>
    private static Decision Order(WorkSpaceState state, Trigger on, DriverVerb verb, string reason, Instant now, Instant? effectiveAt = null)
    {
        var job = DriverJobPolicy.NewJob(verb, state.Epoch + 1, now);
        var moved = Moved(state, on, reason, effectiveAt ?? now) with { Job = job, EffectiveAt = effectiveAt };
        var order = ToDriver(state, job, state.Slot);
        return new(Accepted.Instance, [.. EndSessions(state, reason, now, on), moved], state.Wait is null ? [order] : [order, LeaveQueue(state)]);
    }

    private static IEnumerable<FleetEvent> EndSessions(WorkSpaceState state, string reason, Instant now, Trigger on)
    {
        if (state.Session is { } session)
            yield return new SessionClosed(session.Id, reason) { Interruption = SessionInterruption.Administrator };
        if (state.Awaited is { } awaited && on is (Trigger.TerminateAccepted or Trigger.CapacityNotFound or Trigger.RebuildAccepted or Trigger.RestoreAccepted))
            yield return Abandon(awaited, RefusalCode.NotAvailable, now);
    }
}
