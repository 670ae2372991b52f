using DeskFleet.Core.Billing;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Directories;
using DeskFleet.Core.Drivers;
using DeskFleet.Core.Encryption;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.MaintenanceWindows;
using DeskFleet.Core.Tags;
using NodaTime;
using Orleans;

namespace DeskFleet.Core.WorkSpaces;

/// <summary>What a WorkSpace is and stays for life (WKS-01).</summary>
/// <param name="Launch">The operation that launched it; its leases go by this id.</param>
/// <param name="HostOwner">Whose hosts it may run on.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.workspace-identity")]
public sealed record WorkSpaceIdentity(
    OperationId Launch, DirectoryId Directory, UserName User, AccountId Account, AccountId HostOwner, ZoneId Zone, Bundle Bundle)
{
    /// <summary>Its image had not been refreshed for long when it was launched (BUN-13).</summary>
    [Id(0)]
    public bool FromStaleImage { get; init; }

    /// <summary>What of it is encrypted, with which key; null: nothing.</summary>
    [Id(1)]
    public VolumeEncryption? Encryption { get; init; }

    /// <summary>The domain that it joined at its launch (DIR-03, GPU-08); null: its directory was made elsewhere.</summary>
    [Id(2)]
    public string? Domain { get; init; }

    /// <summary>What kind of directory it is in; null: that was made elsewhere.</summary>
    [Id(3)]
    public DirectoryType? DirectoryType { get; init; }

    public HostPoolId Pool => new(HostOwner, Zone);

    public bool IsDedicated => HostOwner == Account;

    /// <summary>Under what its directory counts it.</summary>
    public string Place => PlaceSlot.Of(Zone, Bundle.Id);
}

/// <summary>The slot that a WorkSpace holds.</summary>
/// <param name="Epoch">The epoch under which it was reserved.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.placement")]
public sealed record SlotHeld(HostId Host, long Epoch);

/// <summary>The driver operation that is awaited.</summary>
/// <param name="Deadline">When it is tried again or given up.</param>
/// <param name="RetriesLeft">How often it may still be tried again.</param>
/// <param name="WaitsForStartSlot">Not ordered yet: the host's start queue comes first.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.driver-job")]
public sealed record DriverJob(DriverVerb Verb, long Epoch, Instant Deadline, int RetriesLeft, bool WaitsForStartSlot = false)
{
    /// <summary>It has failed before; null: it has not.</summary>
    [Id(0)]
    public JobRetry? Retry { get; init; }

    /// <summary>
    /// True: an earlier try was not answered, so it may have been done; that a later one failed does not say that nothing runs. Null: all were answered.
    /// </summary>
    [Id(1)]
    public bool? MayBeDone { get; init; }

    /// <summary>It is not ordered now: it has failed, and the deadline is when it is ordered again.</summary>
    public bool IsPaused => Retry is { IsPaused: true };
}

/// <summary>An operation that has failed and is tried again.</summary>
/// <param name="Tries">How often it has failed or not been answered.</param>
/// <param name="Since">When it failed first.</param>
/// <param name="IsPaused">The next try is still to come.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.job-retry")]
public sealed record JobRetry(int Tries, Instant Since, bool IsPaused);

/// <summary>Somebody is connected.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.session")]
public sealed record Session(SessionId Id, Instant OpenedAt);

/// <summary>Somebody has signed in and waits until the desktop runs (RUN-08).</summary>
/// <param name="AskedAt">The first click; later ones join (RUN-09).</param>
[GenerateSerializer, Immutable, Alias("deskfleet.awaited-session")]
public sealed record AwaitedSession(SessionId Id, Instant AskedAt);

/// <summary>What room is wanted for.</summary>
public enum PlacementGoal
{
    Launch,
    Start,

    /// <summary>The desktop lost its host and is placed again.</summary>
    Recover,
    Rebuild,

    /// <summary>It is stopped and woken for maintenance (MNT-05).</summary>
    Maintain,

    /// <summary>D: comes from the newest backup (BAK-03).</summary>
    Restore,

    /// <summary>And C: from its image.</summary>
    RestoreWithRoot,
}

/// <summary>Waits in the zone's queue for room (PLC-06).</summary>
/// <param name="ForSession">A user's sign-in is what it waits for: without the user there is no wait.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.capacity-wait")]
public sealed record CapacityWait(PlacementGoal Goal, Instant Since, Instant Until, bool ForSession)
{
    /// <summary>For a rebuild: what it will put on C:.</summary>
    [Id(0)]
    public VolumeFingerprint? Root { get; init; }
}

/// <summary>An update that is to be installed; while there is one the desktop has a deadline on Sundays, also when it is stopped (MNT-04, MNT-05).</summary>
/// <param name="Since">When it was released; the age of what is carried over counts from here.</param>
/// <param name="Missed">In how many windows it was not installed.</param>
/// <param name="At">When the desktop asks for a turn, or its turn begins.</param>
/// <param name="Turn">When the turn begins that it has been given; null: it has none.</param>
/// <param name="IsWarned">The connected user has been warned, and the run begins at <paramref name="At"/>.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.pending-update")]
public sealed record PendingUpdate(string Name, Instant Since, int Missed, Instant At, Instant? Turn = null, bool IsWarned = false);

/// <summary>A maintenance run that is under way, its wake included.</summary>
/// <param name="IdleSince">The countdown that it interrupts; null: the desktop was woken for it (RUN-06).</param>
/// <param name="EndsBy">When its turn ends.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.maintenance-run")]
public sealed record MaintenanceRun(string Update, Instant? IdleSince, Instant EndsBy);

/// <summary>It should run and does not: it tries again by itself (RUN-02, PLC-07).</summary>
/// <param name="Tries">How often it has tried by itself since it last ran.</param>
/// <param name="NextAt">When it tries again; null: it has tried often enough, and somebody must connect, reboot or rebuild it.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.recovery")]
public sealed record Recovery(int Tries, Instant? NextAt);

/// <summary>One WorkSpace.</summary>
/// <param name="Since">When it came into its state.</param>
/// <param name="Epoch">The newest epoch minted.</param>
/// <param name="IsProvisioned">Its volumes exist.</param>
/// <param name="IdleSince">Since when it runs with nobody connected: the countdown's start (RUN-04).</param>
public sealed record WorkSpaceState(
    WorkSpaceId Id,
    Lifecycle Lifecycle,
    string Reason,
    Instant Since,
    WorkSpaceIdentity? Identity,
    RunningMode Mode,
    Duration AutoStopPeriod,
    long Epoch,
    bool IsProvisioned,
    SlotHeld? Slot,
    DriverJob? Job,
    CapacityWait? Wait,
    Session? Session,
    AwaitedSession? Awaited,
    Instant? IdleSince,
    Meter Meter)
{
    /// <summary>What is on C: and D:; null until the desktop is provisioned, and again when it is gone.</summary>
    public Volumes? Volumes { get; init; }

    /// <summary>What runs on it: programs and documents that its sessions left open; null: nothing (RUN-10).</summary>
    public VolumeFingerprint? OpenPrograms { get; init; }

    /// <summary>The backups of D:; null while there is no D:.</summary>
    public BackupCycle? Backups { get; init; }

    /// <summary>What C: was made from, or is being made from: by the launch or the last rebuild.</summary>
    public VolumeFingerprint? RootImage { get; init; }

    /// <summary>The image that it is captured into while it is SUSPENDED (BUN-06).</summary>
    public ImageId? Capturing { get; init; }

    /// <summary>The code that goes with the reason, where something was refused or failed for a cause that has one (API-04).</summary>
    public RefusalCode? Code { get; init; }

    /// <summary>The unit of the account's quota, which a desktop whose provisioning failed does not hold (QTA-02).</summary>
    public QuotaUnit Unit { get; init; } = QuotaUnit.OfLaunch;

    /// <summary>Its tags (TAG-01).</summary>
    public TagSet Tags { get; init; } = TagSet.Empty;

    public static WorkSpaceState Unlaunched(WorkSpaceId id) => new(
        id, Lifecycle.None, "not launched", Instant.MinValue, null, RunningMode.AlwaysOn, AutoStop.DefaultPeriod, 0, false, null, null, null, null, null, null, Meter.Unused);

    /// <summary>What its bills need of this month and the one before (BIL-01). The plan in it is a machine of its own beside the mode.</summary>
    public Usage Usage { get; init; } = Usage.None;

    /// <summary>When the user's seat before this one ended; null: there was none (BYO-12).</summary>
    public Instant? LastSeatEndedAt { get; init; }

    /// <summary>Since when its directory was empty when it was launched; null: others were there (DIR-16).</summary>
    public Instant? DirectoryEmptySince { get; init; }

    /// <summary>When a session was last opened or closed; null: never.</summary>
    public Instant? LastConnectedAt { get; init; }

    /// <summary>When it stops if nobody connects; null when no countdown runs (RUN-02, RUN-04).</summary>
    public Instant? AutoStopAt =>
        Mode == RunningMode.AutoStop && Session is null && IdleSince is { } since ? since + AutoStopPeriod : null;

    /// <summary>What it was launched with.</summary>
    public DesktopSettings Settings { get; init; } = DesktopSettings.Default;

    /// <summary>The service update that it is still to get.</summary>
    public PendingUpdate? Update { get; init; }

    /// <summary>The newest service update that it has got; null: none since its launch.</summary>
    public string? InstalledUpdate { get; init; }

    /// <summary>The maintenance that is under way.</summary>
    public MaintenanceRun? Run { get; init; }

    /// <summary>When its operating system updates itself; null: it does not run, or is not updated by itself (MNT-07).</summary>
    public Instant? OsUpdateAt { get; init; }

    /// <summary>Set while it should run and does not.</summary>
    public Recovery? Recovery { get; init; }

    /// <summary>Its Windows could not be activated when it last came up (BYO-07).</summary>
    public bool LacksActivation { get; init; }

    public bool Exists => Lifecycle is not (Lifecycle.None or Lifecycle.Terminated);

    /// <summary>It counts under the account's quota (QTA-02).</summary>
    public bool HoldsUnit => Exists && Unit.IsHeld;

    /// <summary>It runs in its slot and nothing has been asked of its machine.</summary>
    public bool IsUpAtRest => Lifecycle is Lifecycle.Available or Lifecycle.Unhealthy && Job is null && Slot is not null;
}

/// <summary>The AutoStop period (RUN-03).</summary>
public static class AutoStop
{
    public static readonly Duration Step = Duration.FromMinutes(60);

    public static readonly Duration DefaultPeriod = Duration.FromMinutes(60);

    public static readonly Duration MaxPeriod = Duration.FromMinutes(2880);

    /// <summary>Whole multiples of 60 minutes, 60 to 2880.</summary>
    public static bool IsValid(Duration period) =>
        period >= Step && period <= MaxPeriod && period.BclCompatibleTicks % Step.BclCompatibleTicks == 0;
}
