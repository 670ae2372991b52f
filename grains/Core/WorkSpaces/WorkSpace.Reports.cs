using System.Collections.Immutable;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Drivers;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Users;
using NodaTime;

namespace DeskFleet.Core.WorkSpaces;

/// <summary>What the driver and the hosts report. Reports of another epoch than the job's are news of the past.</summary>
public sealed partial class WorkSpace
{
    private static Decision DecideReport(WorkSpaceState state, DriverReported report, Instant now)
    {
        if (report.Verb == DriverVerb.Backup)
            return DecideBackupReport(state, report, now);
        if (state.Job is not { WaitsForStartSlot: false } job || job.Epoch != report.Epoch || job.Verb != report.Verb)
            return Decision.Nothing;
        if (report.Outcome == DriverOutcome.Stale)
            return Overtake(state, job, report, now);
        var failed = report.Outcome == DriverOutcome.Failed;
        // Said twice: it has been heard, and the pause runs.
        if (failed && job.IsPaused)
            return Decision.Nothing;
        return state.Lifecycle switch
        {
            Lifecycle.Pending => failed || report.Outcome == DriverOutcome.DoneUnhealthy
                ? RetryOr(state, job, Trigger.ProvisioningFailed, report, now)
                : Up(state, Trigger.Provisioned, "provisioned", now),
            Lifecycle.Starting => failed ? StartFailed(state, job, report, now)
                : IsBornUnhealthy(state, report) ? RetryOr(state, job, Trigger.StartStalled, report, now)
                : state is { Run: { } run, Awaited: null } && report.Outcome == DriverOutcome.Done ? Woken(state, run, now)
                : Up(state, StartedTrigger(report), Detail(report, "running"), now),
            Lifecycle.Rebooting => failed ? RebootFailed(state, job, report, now)
                : IsBornUnhealthy(state, report) ? RetryOr(state, job, Trigger.Failed, report, now)
                : Up(state, RebootedTrigger(report), Detail(report, "rebooted"), now),
            Lifecycle.Rebuilding => failed ? RetryOr(state, job, Trigger.RebuildFailed, report, now) : Up(state, Trigger.Rebuilt, "rebuilt", now),
            Lifecycle.Restoring => failed ? RetryOr(state, job, Trigger.RestoreFailed, report, now) : Up(state, Trigger.Restored, "restored", now),
            Lifecycle.Maintenance => Maintained(state, report, now),
            Lifecycle.Stopping or Lifecycle.Error => failed ? RetryOr(state, job, Trigger.StopFailed, report, now) : Stopped(state, now),
            Lifecycle.Suspended => Captured(state, report, now),
            Lifecycle.Terminating => failed ? RetryOr(state, job, Trigger.TerminateDone, report, now) : Gone(state, Trigger.TerminateDone, "confirmed gone", now),
            _ => Decision.Nothing,
        };
    }

    /// <summary>A first boot that does not come up well is no desktop yet.</summary>
    private static bool IsBornUnhealthy(WorkSpaceState state, DriverReported report) =>
        report.Outcome == DriverOutcome.DoneUnhealthy && !state.IsProvisioned;

    /// <summary>Placed again after its host was lost, and not running there yet: its meter is still closed.</summary>
    private static bool IsComingBack(WorkSpaceState state) => state is { Lifecycle: Lifecycle.Rebooting, Meter.OpenSince: null };

    /// <summary>
    /// What comes back and is refused by its new host does not run there, so the slot is free and another host is found later. If one of its tries was not
    /// answered it may run there after all, and stays.
    /// </summary>
    private static Decision RebootFailed(WorkSpaceState state, DriverJob job, DriverReported report, Instant now) =>
        IsComingBack(state) && job is { RetriesLeft: 0, MayBeDone: not true }
            ? GiveUpStart(state, Trigger.RecoveryFailed, Detail(report, "the restart failed"), RefusalCode.NotAvailable, now)
            : RetryOr(state, job, RebootStalled(state), report, now);

    private static Trigger StartedTrigger(DriverReported report) =>
        report.Outcome == DriverOutcome.DoneUnhealthy ? Trigger.StartedUnhealthy : Trigger.Started;

    private static Trigger RebootedTrigger(DriverReported report) =>
        report.Outcome == DriverOutcome.DoneUnhealthy ? Trigger.RebootFailed : Trigger.Rebooted;

    private static string Detail(DriverReported report, string otherwise) => report.Detail ?? otherwise;

    /// <summary>It runs: the awaited session opens, the host's start slot and lease are settled.</summary>
    private static Decision Up(WorkSpaceState state, Trigger on, string reason, Instant now)
    {
        var up = Moved(state, on, reason, now) with { Opened = state.Awaited?.Id, Waited = state.Awaited is { } a ? now - a.AskedAt : null };
        return new(Accepted.Instance, [up], [EndStart(state, state.Slot!), .. SeatOpens(state, up.To, now), .. Occupies(state, up.To, now)]);
    }

    private static Effect EndStart(WorkSpaceState state, SlotHeld slot) => new(Entity.Of(slot.Host), new StartEnded(state.Id, slot.Epoch));

    /// <summary>The driver says that it did not start: it does not run, so the slot is free, unless an earlier try may have started it.</summary>
    private static Decision StartFailed(WorkSpaceState state, DriverJob job, DriverReported report, Instant now) => job.MayBeDone == true
        ? RetryOr(state, job, Trigger.StartStalled, report, now)
        : GiveUpStart(state, Trigger.StartFailed, Detail(report, "the start failed"), RefusalCode.NotAvailable, now);

    /// <summary>It does not run there for sure, so the slot goes back.</summary>
    private static Decision GiveUpStart(WorkSpaceState state, Trigger exit, string reason, RefusalCode code, Instant now)
    {
        ImmutableArray<FleetEvent> events = [Moved(state, exit, reason, now)];
        if (state.Awaited is { } awaited)
            events = events.Add(Abandon(awaited, code, now));
        return new(Accepted.Instance, events, [Release(state)]);
    }

    private static Decision Stopped(WorkSpaceState state, Instant now)
    {
        var effects = ImmutableArray.CreateBuilder<Effect>();
        if (state.Slot is not null)
            effects.Add(Release(state));
        if (state.Awaited is not null)
            effects.Add(RecoverItself(state));
        return new(Accepted.Instance, [Moved(state, Trigger.StopDone, "stopped", now)], effects.ToImmutable());
    }

    private static Decision Gone(WorkSpaceState state, Trigger on, string reason, Instant now)
    {
        var desktop = state.Identity!;
        ImmutableArray<Effect> effects =
        [
            new(Entity.Of(desktop.Directory, desktop.User), new VacateUser(state.Id, SeatEndedAt(state))),
            .. ReturnUnit(state),
            new(Entity.Of(desktop.Directory), new ReturnLease(desktop.Launch, desktop.Place), WantsAnswer: true),
            .. ReturnSeat(desktop),
        ];
        var holdsSlot = state.Slot is not null && on != Trigger.HostLost;
        return new(Accepted.Instance, [Moved(state, on, reason, now)], holdsSlot ? effects.Insert(0, Release(state)) : effects);
    }

    private static Effect Release(WorkSpaceState state) => new(Entity.Of(state.Slot!.Host), new ReleaseSlot(state.Id, state.Slot.Epoch));

    /// <summary>Of the machine in its slot: under the epoch that it came up with, or a later one, as after a reboot or a backup.</summary>
    private static Decision DecideHealth(WorkSpaceState state, HealthReported report)
    {
        if (state.Slot is not { } slot || report.Epoch < slot.Epoch || report.Epoch > state.Epoch)
            return Decision.Nothing;
        var on = report.IsHealthy ? Trigger.HealthRegained : Trigger.HealthLost;
        return Transitions.Next(state.Lifecycle, on) is null ? Decision.Nothing : Decision.Of(Moved(state, on, report.Detail, default));
    }

    /// <summary>
    /// The host is lost and with it the machine. Metering ends at the loss (WKS-15 as settled), also for what was stopped between the loss
    /// and the news of it. Who was connected, is AlwaysOn or is being provisioned is placed again in its zone, the others at their next sign-in.
    /// </summary>
    private static Decision DecideHostLost(WorkSpaceState state, HostLostNews news, Instant now)
    {
        var lost = state.Slot == new SlotHeld(news.Host, news.Epoch) ? LoseMachine(state, news, now) : Decision.Nothing;
        // Last of all effects: the host returns when it hears this, and no order for the lost machine is under way then.
        return lost with { Effects = lost.Effects.Add(new(Entity.Of(news.Host), new LossNewsHeard(state.Id, news.LostAt))) };
    }

    private static Decision LoseMachine(WorkSpaceState state, HostLostNews news, Instant now)
    {
        // It has held this slot since before the loss, so nothing of what was metered after it ran anywhere else.
        ImmutableArray<FleetEvent> corrections = [.. from ran in state.Usage.Running where ran.End > news.LostAt select new MeteringCorrected(ran, ran.Until(news.LostAt))];
        if (state.Lifecycle == Lifecycle.Terminating)
        {
            var gone = Gone(state, Trigger.HostLost, $"{news.Host} is lost", now);
            return gone with { Events = [.. corrections, .. gone.Events] };
        }

        var lost = Moved(state, Trigger.HostLost, $"{news.Host} is lost", news.LostAt) with { EffectiveAt = news.LostAt };
        var isWanted = state.Mode == RunningMode.AlwaysOn || !state.IsProvisioned || state.Session is not null || state.Awaited is not null;
        ImmutableArray<FleetEvent> events = state.Session is { } session
            ? [new SessionClosed(session.Id, lost.Reason) { Interruption = SessionInterruption.HostLost }, lost]
            : [lost];
        ImmutableArray<Effect> effects = isWanted ? [RecoverItself(state)] : [];
        return new(Accepted.Instance, events.AddRange(corrections), state.Capturing is null ? effects : effects.Add(ToImage(state, new FailImage(lost.Reason))));
    }
}
