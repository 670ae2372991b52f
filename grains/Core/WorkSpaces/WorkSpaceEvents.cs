using DeskFleet.Core.Billing;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.MaintenanceWindows;
using DeskFleet.Core.Placement;
using NodaTime;
using Orleans;

namespace DeskFleet.Core.WorkSpaces;

/// <summary>A move of the state machine, with all that moved along. Absent parts did not change.</summary>
/// <param name="Reason">Why, for people: logs, audit and "why did this desktop stop?" all read this one text.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.state-changed")]
public sealed record StateChanged(Trigger On, Lifecycle From, Lifecycle To, string Reason) : FleetEvent
{
    /// <summary>When it took effect, where that is earlier than when it was decided: an AutoStop deadline, a host's loss (BIL-07).</summary>
    [Id(0)]
    public Instant? EffectiveAt { get; init; }

    /// <summary>At launch: what the desktop is.</summary>
    [Id(1)]
    public LaunchTerms? Terms { get; init; }

    /// <summary>The slot it holds from now on.</summary>
    [Id(2)]
    public SlotHeld? Slot { get; init; }

    /// <summary>Why that host.</summary>
    [Id(3)]
    public PlacementExplanation? Placement { get; init; }

    /// <summary>The driver operation that was ordered.</summary>
    [Id(4)]
    public DriverJob? Job { get; init; }

    /// <summary>Somebody signed in and waits for this.</summary>
    [Id(5)]
    public AwaitedSession? Awaited { get; init; }

    /// <summary>The session that opened with it.</summary>
    [Id(6)]
    public SessionId? Opened { get; init; }

    /// <summary>How long its user had waited.</summary>
    [Id(7)]
    public Duration? Waited { get; init; }

    /// <summary>The running interval that ended with it.</summary>
    [Id(8)]
    public RunningInterval? Metered { get; init; }

    /// <summary>The image that is captured.</summary>
    [Id(9)]
    public ImageId? Image { get; init; }

    /// <summary>What a rebuild will put on C:.</summary>
    [Id(10)]
    public VolumeFingerprint? Root { get; init; }

    /// <summary>The maintenance that begins with it.</summary>
    [Id(11)]
    public MaintenanceRun? Run { get; init; }

    /// <summary>The code that goes with the reason, if it has one.</summary>
    [Id(12)]
    public RefusalCode? Code { get; init; }
}

/// <summary>What a launch settled.</summary>
/// <param name="IsUnbalanced">It went to the fuller zone because the other had no room (PLC-04).</param>
[GenerateSerializer, Immutable, Alias("deskfleet.launch-terms")]
public sealed record LaunchTerms(WorkSpaceIdentity Identity, RunningMode Mode, Duration AutoStopPeriod, bool IsUnbalanced)
{
    [Id(0)]
    public DesktopSettings Settings { get; init; } = DesktopSettings.Default;

    /// <summary>When the user's seat before this one ended; null: there was none (BYO-12).</summary>
    [Id(1)]
    public Instant? LastSeatEndedAt { get; init; }

    /// <summary>Since when the directory was empty; null: others were there, or nobody asks (DIR-16).</summary>
    [Id(2)]
    public Instant? DirectoryEmptySince { get; init; }
}

/// <summary>No room: waits in its zone's queue.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.capacity-awaited")]
public sealed record CapacityAwaited(CapacityWait Wait, int Position, PlacementExplanation Placement, AwaitedSession? Awaited) : FleetEvent;

/// <summary>A launch that waited has found room.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.capacity-found")]
public sealed record CapacityFound(SlotHeld Slot, DriverJob Job, Duration Waited) : FleetEvent;

/// <summary>Still waits for room, and now for somebody else or for something else.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.capacity-wait-changed")]
public sealed record CapacityWaitChanged(CapacityWait Wait) : FleetEvent;

/// <summary>Tries by itself to run again.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.recovery-tried")]
public sealed record RecoveryTried : FleetEvent
{
    public override EventReach Reach => EventReach.Stored;
}

/// <summary>Its host turned out to be lost before the interval ended: nobody is billed for an outage (BIL-06).</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.metering-corrected")]
public sealed record MeteringCorrected(RunningInterval Was, RunningInterval Is) : FleetEvent;

/// <summary>Waits no more: the time was up, or nobody wants it any more.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.capacity-wait-ended")]
public sealed record CapacityWaitEnded(RefusalCode? Code, string Reason) : FleetEvent;

/// <summary>The host's start queue has let it through.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.start-ordered")]
public sealed record StartOrdered(DriverJob Job) : FleetEvent;

/// <summary>
/// The driver did not answer in time or failed. It is asked again under a new epoch, or, where the job is paused, it will be when the pause is over.
/// </summary>
[GenerateSerializer, Immutable, Alias("deskfleet.job-retried")]
public sealed record JobRetried(DriverJob Job, string Reason) : FleetEvent;

/// <summary>Somebody signed in while the desktop is on its way.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.session-awaited")]
public sealed record SessionAwaited(AwaitedSession Awaited) : FleetEvent;

[GenerateSerializer, Immutable, Alias("deskfleet.session-opened")]
public sealed record SessionOpened(SessionId Session) : FleetEvent;

/// <summary>What ends a session besides its user.</summary>
public enum SessionInterruption
{
    /// <summary>Its user signed in elsewhere (WEB-01).</summary>
    TakenOver,

    /// <summary>An operation that needs the desktop without its user: stop, reboot, rebuild, restore, capture, terminate.</summary>
    Administrator,
    HostLost,
    Maintenance,
}

/// <param name="Reason">For people.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.session-closed")]
public sealed record SessionClosed(SessionId Session, string Reason) : FleetEvent
{
    /// <summary>Null: the user disconnected.</summary>
    [Id(0)]
    public SessionInterruption? Interruption { get; init; }
}

/// <summary>A sign-in that waited came to nothing.</summary>
/// <param name="Code">Null: the user gave up.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.session-abandoned")]
public sealed record SessionAbandoned(SessionId Session, RefusalCode? Code, Duration Waited) : FleetEvent;

/// <summary>Mode or period changed (RUN-12).</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.mode-changed")]
public sealed record ModeChanged(RunningMode Mode, Duration AutoStopPeriod) : FleetEvent;

/// <summary>It has sent so many bytes more (BIL-17).</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.traffic-metered")]
public sealed record TrafficMetered(long EgressBytes, long StreamedBytes) : FleetEvent;

/// <summary>A machine has seen this epoch: what is minted from now on is newer.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.epoch-adopted")]
public sealed record EpochAdopted(long Epoch) : FleetEvent;

/// <summary>It counts under the account's quota again: somebody gives it another try after its provisioning had failed (QTA-02).</summary>
/// <param name="Number">Counts the units that it has taken since its launch.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.unit-taken")]
public sealed record UnitTaken(int Number) : FleetEvent;
