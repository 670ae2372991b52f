using DeskFleet.Core.Accounts;
using DeskFleet.Core.Activation;
using DeskFleet.Core.Applications;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Commitment;
using DeskFleet.Core.Drivers;
using DeskFleet.Core.Encryption;
using DeskFleet.Core.HostPools;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Tags;
using NodaTime;

namespace DeskFleet.Core.WorkSpaces;

/// <summary>
/// The machine of one WorkSpace. This file says which command goes where and how events fold; the other parts hold the rules:
/// Launching, Sessions, Power, Modes, Recovering, Maintaining, BackingUp, Volumes, Encrypting, Imaging, Tagging, Applications, Money, Unit, Guests, Reports
/// (what driver and hosts say), Deadlines.
/// </summary>
public sealed partial class WorkSpace : IStateMachine<WorkSpaceState>
{
    public static EntityKind Kind => EntityKind.WorkSpace;

    public static WorkSpaceState Initial(string key) => WorkSpaceState.Unlaunched(new(key));

    public static Question? NextQuestion(WorkSpaceState state, Command command, Answers answers, Instant now) => command switch
    {
        LaunchWorkSpace launch => NextLaunchQuestion(state, launch, answers),
        Connect connect => NextConnectQuestion(state, connect, answers),
        StartWorkSpace when CanStart(state) is null => NextPlacementQuestion(state, PlacementGoal.Start, AskedBy.Person, true, answers),
        RebootWorkSpace when Admission.Admits(state.Lifecycle, WorkSpaceOperation.Reboot) => NextRebootQuestion(state, answers, now),
        DriverReported report when MakesVolumes(state, report) && NextKeyQuestion(state, KeyUse.MakeVolumes, answers) is { } question => question,
        DriverReported report when NeedsActivation(state, report, answers) => new(Entity.ActivationServiceOf(state.Identity!.Directory), new CheckActivation()),
        Recover => NextRecoverQuestion(state, answers),
        BeginMaintenance c when state.Update?.At == c.At => NextMaintenanceQuestion(state, answers, now),
        RestoreWorkSpace restore when CanRestore(state) is null => NextRestoreQuestion(state, restore, answers),
        RebuildWorkSpace rebuild when CanRebuild(state) is null => NextRebuildQuestion(state, rebuild, answers),
        CaptureImage capture when CaptureFault(state, capture) is null && answers.IsEmpty => BeginImage(state, capture),
        ModifyWorkSpace modify => NextModifyQuestion(state, modify, answers),
        CreateTags when CanTag(state) is null && answers.IsEmpty => new(Entity.Of(state.Identity!.Account), new ReadLimits()),
        AssignApplication => NextAssignQuestion(state, answers),
        AdoptMachine machine => NextAdoptQuestion(state, machine, answers),
        CapacityOffered offered when state.Wait is not null && IsOfItsPool(state, offered) => NextOfferQuestion(state, offered.Host, answers),
        _ => null,
    };

    public static Decision Decide(WorkSpaceState state, Command command, Answers answers, Instant now) =>
        SaveDocuments(state, WithUnit(state, DecideCommand(state, command, answers, now), answers));

    private static Decision DecideCommand(WorkSpaceState state, Command command, Answers answers, Instant now) => command switch
    {
        LaunchWorkSpace c => DecideLaunch(state, c, answers, now),
        Connect c => DecideConnect(state, c, answers, now),
        Disconnect c => DecideDisconnect(state, c, now),
        StartWorkSpace => DecideStart(state, answers, now),
        StopWorkSpace => DecideStop(state, now),
        RebootWorkSpace => DecideReboot(state, answers, now),
        RestoreWorkSpace c => DecideRestore(state, c, answers, now),
        RebuildWorkSpace c => DecideRebuild(state, c, answers, now),
        CaptureImage c => DecideCapture(state, c, answers, now),
        ModifyWorkSpace c => DecideModify(state, c, answers, now),
        SetAdminMaintenance c => DecideAdminMaintenance(state, c),
        CreateTags c => DecideCreateTags(state, c, answers),
        DeleteTags c => DecideDeleteTags(state, c),
        AssignApplication c => DecideAssign(state, c, answers),
        LaunchApplication c => DecideLaunchApplication(state, c.Application),
        RemoveApplication c => DecideRemoveApplication(state, c.Application),
        MeterTraffic c => DecideTraffic(state, c),
        ReportMeasured c => DecideMeasured(state, c),
        TerminateWorkSpace => DecideTerminate(state, now),
        DriverReported when KeyCalls.Refused(answers) is { } refused => VolumesNotMade(state, refused, now),
        DriverReported c => WithActivation(state, DecideReport(state, c, now), answers),
        HealthReported c => DecideHealth(state, c),
        HostLostNews c => DecideHostLost(state, c, now),
        StartSlotGranted c => DecideStartSlot(state, c, now),
        CapacityOffered c => DecideOffer(state, c, answers, now),
        Recover => DecideRecover(state, answers, now),
        AdoptMachine c => DecideAdopt(state, c, answers, now),
        MachineOff c => DecideMachineOff(state, c, now),
        AnnounceUpdate c => DecideAnnounced(state, c, now),
        BeginMaintenance c when state.Update?.At == c.At => DecideMaintenance(state, state.Update, answers, now),
        HoldsSlot c => state.Slot == new SlotHeld(c.Host, c.Epoch) ? Decision.Nothing : NotMine,
        HoldsLease c => !HoldsLease(state, c) ? NotMine : IsElsewhere(state, c) ? Decision.Answer(new LeaseHeld(state.Identity!.Place)) : Decision.Nothing,
        Answered { Asked: ReturnLease returned } answer => new(Accepted.Instance, [], [new(answer.From, new SettleLease(returned.OperationId))]),
        Answered { Asked: OpenSeat opened } answer => new(Accepted.Instance, [], [new(answer.From, new SettleSeat(opened.Launch, Opened: true))]),
        Answered { Asked: CloseSeat closed } answer => new(Accepted.Instance, [], [new(answer.From, new SettleSeat(closed.Launch, Opened: false))]),
        ReadUsage => Decision.Answer(new UsageRead(new(state.Id, state.Identity, state.Usage))),
        _ => Decision.Nothing,
    };

    /// <summary>Folds the event, then what follows from it whatever it was. A state is large, so what follows is put into one copy.</summary>
    public static WorkSpaceState Evolve(WorkSpaceState state, FleetEvent happened, Instant at)
    {
        var after = Fold(state, happened, at);
        var (recovery, osUpdateAt) = (RecoveryAfter(state, after, at), OsUpdateAfter(after, at));
        var (backups, usage) = (BackupsAfter(after, at), UsageAfter(after.Usage, happened, at));
        var isSame = ReferenceEquals(recovery, after.Recovery) && osUpdateAt == after.OsUpdateAt
            && ReferenceEquals(backups, after.Backups) && ReferenceEquals(usage, after.Usage);
        return isSame ? after : after with { Recovery = recovery, OsUpdateAt = osUpdateAt, Backups = backups, Usage = usage };
    }

    private static WorkSpaceState Fold(WorkSpaceState state, FleetEvent happened, Instant at) => happened switch
    {
        StateChanged e => Move(state, e, at),
        CapacityAwaited e => state with { Wait = e.Wait, Awaited = e.Awaited ?? state.Awaited },
        CapacityFound e => state with { Wait = null, Slot = e.Slot, Job = e.Job, Epoch = e.Job.Epoch },
        CapacityWaitChanged e => state with { Wait = e.Wait },
        CapacityWaitEnded => state with { Wait = null },
        RecoveryTried => state with { Recovery = Next(state.Recovery!.Tries + 1, at) },
        UpdateAnnounced e => state with { Update = e.Update },
        MaintenanceScheduled e => state with { Update = state.Update! with { At = e.At, Turn = e.Turn, IsWarned = state.Update.IsWarned && e.Turn is not null } },
        UserWarned e => state with { Update = state.Update! with { At = e.DisconnectAt, IsWarned = true } },
        UpdateCarriedOver e => state with { Update = new(e.Update, state.Update!.Since, e.Missed, e.NextAt) },
        UpdateInstalled e => state with { Update = state.Update?.Name == e.Update ? null : state.Update, InstalledUpdate = e.Update },
        OperatingSystemUpdated => state with { OsUpdateAt = null },
        BackupTaken e => state with { Epoch = e.Backup.Epoch, Backups = state.Backups!.Take(e.Backup) },
        BackupSkipped => state with { Backups = state.Backups! with { NextAt = null } },
        BackupFailed e => state with { Backups = state.Backups!.Without(e.Epoch).RetriedAt(e.RetryAt, e.Retry) },
        MeteringCorrected e => state with { Meter = state.Meter.Correct(e.Was, e.Is) },
        EpochAdopted e => state with { Epoch = Math.Max(state.Epoch, e.Epoch) },
        StartOrdered e => state with { Job = e.Job },
        JobRetried e => state with { Job = e.Job, Epoch = Math.Max(state.Epoch, e.Job.Epoch), Reason = e.Job.Retry is null ? state.Reason : e.Reason },
        SessionAwaited e => state with { Awaited = e.Awaited },
        SessionOpened e => state with { Session = new(e.Session, at), LastConnectedAt = at, IdleSince = null },
        SessionClosed e => state with
        {
            Session = null,
            LastConnectedAt = at,
            IdleSince = RunsIdle(state.Lifecycle, state.Slot) ? at : null,
            Volumes = state.Volumes?.After(e.Session),
            OpenPrograms = (state.OpenPrograms ?? VolumeFingerprint.Blank).ChangedBy(e.Session),
        },
        SessionAbandoned => state with { Awaited = null },
        ModeChanged e => ChangeMode(state, e, at),
        ActivationChanged e => state with { LacksActivation = !e.IsActivated },
        TagsChanged e => state with { Tags = e.Tags },
        UnitTaken e => state with { Unit = new(e.Number, IsHeld: true) },
        _ => state,
    };

    /// <summary>The one place where a WorkSpace's state changes. A move that the table does not know is a broken invariant.</summary>
    private static WorkSpaceState Move(WorkSpaceState state, StateChanged e, Instant at)
    {
        if (Transitions.Next(state.Lifecycle, e.On) != e.To)
            throw new InvalidOperationException($"{state.Id}: {e.On} does not lead from {state.Lifecycle} to {e.To}.");
        var slot = e.Slot ?? (e.To.MayHoldSlot() && !e.On.GivesUpSlot() ? state.Slot : null);
        var opened = e.Opened is { } id ? new Session(id, at) : null;
        var session = opened ?? (e.To.MayHaveSession() && e.On != Trigger.HostLost ? state.Session : null);
        return state with
        {
            Lifecycle = e.To,
            Reason = e.Reason,
            Since = at,
            Identity = e.Terms?.Identity ?? state.Identity,
            Mode = e.Terms?.Mode ?? state.Mode,
            AutoStopPeriod = e.Terms?.AutoStopPeriod ?? state.AutoStopPeriod,
            LastSeatEndedAt = e.Terms?.LastSeatEndedAt ?? state.LastSeatEndedAt,
            DirectoryEmptySince = e.Terms?.DirectoryEmptySince ?? state.DirectoryEmptySince,
            Epoch = Math.Max(state.Epoch, e.Job?.Epoch ?? 0),
            IsProvisioned = state.IsProvisioned || e.On.Provisions(),
            Unit = UnitAfter(state, e.To),
            Settings = e.Terms?.Settings ?? state.Settings,
            Update = e.To is Lifecycle.Terminating or Lifecycle.Terminated ? null : state.Update,
            Run = e.Run ?? (e.To is Lifecycle.Starting or Lifecycle.Maintenance ? state.Run : null),
            Slot = slot,
            Job = e.Job,
            Wait = e.Job is null ? state.Wait : null,
            Session = session,
            LastConnectedAt = session != state.Session ? at : state.LastConnectedAt,
            Awaited = e.Opened is null ? e.Awaited ?? state.Awaited : null,
            IdleSince = session is null && RunsIdle(e.To, slot) ? IdleFrom(state, e.On, at) : null,
            Meter = MeterAfter(state, e.To, slot, e.EffectiveAt ?? at),
            Volumes = VolumesAfter(state, e.On, e.To),
            RootImage = e.Root ?? e.Terms?.Identity.Bundle.RootContent ?? state.RootImage,
            Capturing = e.Image,
            Code = e.Code,
            OpenPrograms = KeepsPrograms(state, e.On) ? state.OpenPrograms : null,
        };
    }

    /// <summary>A desktop that goes from running to running keeps its countdown; one that comes up starts a new one (RUN-04).</summary>
    private static Instant IdleFrom(WorkSpaceState state, Trigger on, Instant at) =>
        on == Trigger.MaintenanceDone ? IdleAfterMaintenance(state, at)
        : state.IdleSince is { } since && RunsIdle(state.Lifecycle, state.Slot) ? since : at;

    private static bool RunsIdle(Lifecycle lifecycle, SlotHeld? slot) =>
        lifecycle is Lifecycle.Available or Lifecycle.Unhealthy && slot is not null;

    /// <summary>A reboot runs on; placed again after a loss, the meter stays closed until the desktop runs: nobody is billed for an outage.</summary>
    private static Billing.Meter MeterAfter(WorkSpaceState state, Lifecycle to, SlotHeld? slot, Instant at) =>
        !to.IsMetered() || slot is null ? state.Meter.CloseAt(at)
        : to == Lifecycle.Rebooting ? state.Meter
        : state.Meter.OpenAt(at);

    /// <summary>A lawful move, with the interval that it closes, if it closes one.</summary>
    private static StateChanged Moved(WorkSpaceState state, Trigger on, string reason, Instant meterAt, bool keepsRunning = false)
    {
        var to = Transitions.Next(state.Lifecycle, on)
            ?? throw new InvalidOperationException($"{state.Id}: {on} is not legal in {state.Lifecycle}.");
        var runsOn = keepsRunning || (to.IsMetered() && !on.GivesUpSlot());
        return new(on, state.Lifecycle, to, reason) { Metered = runsOn ? null : state.Meter.ClosedAt(meterAt) };
    }

    private static Decision Refuse(WorkSpaceState state, string operation) => Decision.Refuse(
        state.Exists ? RefusalCode.InvalidState : RefusalCode.ResourceNotFound,
        state.Exists ? $"{operation} is not possible while {state.Id} is {state.Lifecycle.ToWire()}; wait for another state." : $"There is no WorkSpace {state.Id}.");

    private static Decision NotMine { get; } = Decision.Refuse(RefusalCode.StaleEpoch, "Not held; free it.");

    private static Effect ToDriver(WorkSpaceState state, DriverJob job, SlotHeld? slot) =>
        new(Entity.DriverOf(state.Id), new DriverCommand(job.Verb, state.Id, slot?.Host, job.Epoch)
        {
            EncryptsRoot = job.Verb == DriverVerb.Boot && state.Identity!.Encryption is { Root: true },
            FromStaleImage = job.Verb == DriverVerb.Boot && state.Identity!.FromStaleImage,
            Backup = job.Verb is DriverVerb.Restore or DriverVerb.RestoreWithRoot ? state.Backups!.Newest!.At : null,
            Desktop = state.Identity,
            Root = MakesRoot(state, job.Verb) ? state.Wait?.Root ?? ImageOf(state) : null,
        });

    private static bool MakesRoot(WorkSpaceState state, DriverVerb verb) =>
        verb is DriverVerb.Rebuild or DriverVerb.RestoreWithRoot || (verb == DriverVerb.Boot && !state.IsProvisioned);

    /// <summary>A unit is held until it is returned, which a terminated desktop does or has done itself: no answer may free it a second time.</summary>
    private static bool HoldsLease(WorkSpaceState state, HoldsLease asked) =>
        asked.OperationId is { } lent ? IsUnit(state, lent) : state.Exists;

    /// <summary>Its directory counts it in the zone that was offered first, and it has found room in the other one (PLC-04).</summary>
    private static bool IsElsewhere(WorkSpaceState state, HoldsLease asked) =>
        asked.Slot is { } slot && slot != Encryption.Key.SeatSlot && slot != UnitSlot(state) && slot != state.Identity!.Place;

    /// <summary>Lost its host and is not placed again yet.</summary>
    private static bool NeedsHost(WorkSpaceState state) => state is { Lifecycle: Lifecycle.Unhealthy, Slot: null, Wait: null };
}
