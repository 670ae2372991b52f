using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using NodaTime;
using Orleans;

namespace DeskFleet.Core.Encryption;

/// <summary>The life of a key.</summary>
public enum KeyStatus
{
    None,
    Enabled,
    Disabled,
    PendingDeletion,
    Deleted,
}

/// <summary>Makes the key, enabled and permitted. The same again is nothing (ENC-05).</summary>
[FromOutside, GenerateSerializer, Immutable, Alias("deskfleet.create-key")]
public sealed record CreateKey : Command;

/// <summary>Enables or disables a custom key. Running desktops do not notice; restarts and rebuilds do (ENC-12, ENC-13).</summary>
[FromOutside, GenerateSerializer, Immutable, Alias("deskfleet.enable-key")]
public sealed record EnableKey(bool IsEnabled) : Command;

/// <summary>Lets the service use the key, or no more: its policy and grants (ENC-06, ENC-13).</summary>
[FromOutside, GenerateSerializer, Immutable, Alias("deskfleet.permit-key")]
public sealed record PermitKey(bool IsPermitted) : Command;

/// <summary>Deletes a custom key after a waiting time.</summary>
/// <param name="WaitingDays">7 to 30.</param>
[FromOutside, GenerateSerializer, Immutable, Alias("deskfleet.schedule-key-deletion")]
public sealed record ScheduleKeyDeletion(int WaitingDays = 30) : Command;

/// <summary>The key is Disabled again; enable it to use it.</summary>
[FromOutside, GenerateSerializer, Immutable, Alias("deskfleet.cancel-key-deletion")]
public sealed record CancelKeyDeletion : Command;

/// <summary>New material under the same name (ENC-22). Desktops go on with it.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.rotate-key")]
public sealed record RotateKey(OperationId OperationId) : Operation(OperationId);

/// <summary>Rotates the key by itself every 365 days, or no more (ENC-22).</summary>
[FromOutside, GenerateSerializer, Immutable, Alias("deskfleet.set-key-rotation")]
public sealed record SetKeyRotation(bool IsYearly) : Command;

/// <summary>How many WorkSpaces the key may serve (ENC-04, QTA-04); 0 or more.</summary>
[FromOutside, GenerateSerializer, Immutable, Alias("deskfleet.set-seat-limit")]
public sealed record SetSeatLimit(int Seats) : Command;

/// <summary>Asks for one of the key's seats: a WorkSpace counts once, whichever of its volumes is encrypted (ENC-04).</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.lease-seat")]
public sealed record LeaseSeat(OperationId OperationId, WorkSpaceId WorkSpace) : Command;

[GenerateSerializer, Immutable, Alias("deskfleet.seat-leased")]
public sealed record SeatLeased(OperationId OperationId) : Reply, IGrant
{
    /// <summary>When it was granted (<see cref="Lease.GrantedAt"/>).</summary>
    [Id(0)]
    public Instant GrantedAt { get; init; }

    public Command GiveBack => new CancelLease(OperationId) { GrantedAt = GrantedAt };
}

[FromOutside, GenerateSerializer, Immutable, Alias("deskfleet.describe-key")]
public sealed record DescribeKey : Command;

/// <summary>How a key stands.</summary>
/// <param name="Seats">WorkSpaces that use it, those being launched included.</param>
/// <param name="Requests">Calls to the key service so far, which the account pays for (ENC-20).</param>
/// <param name="DeleteAt">When it will be gone; null: not to be deleted.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.key-description")]
public sealed record KeyDescription(
    KeyArn Key, KeyStatus Status, bool IsDefault, bool IsPermitted, int Seats, int SeatLimit, long Requests, int Rotations, Instant? DeleteAt) : Reply
{
    /// <summary>By itself, every 365 days (ENC-22).</summary>
    [Id(0)]
    public bool RotatesYearly { get; init; }
}

[GenerateSerializer, Immutable, Alias("deskfleet.key-status-changed")]
public sealed record KeyStatusChanged(KeyStatus Status, Instant? DeleteAt) : FleetEvent;

[GenerateSerializer, Immutable, Alias("deskfleet.key-permitted")]
public sealed record KeyPermitted(bool IsPermitted) : FleetEvent;

[GenerateSerializer, Immutable, Alias("deskfleet.key-rotated")]
public sealed record KeyRotated : FleetEvent;

[GenerateSerializer, Immutable, Alias("deskfleet.key-rotation-set")]
public sealed record KeyRotationSet(bool IsYearly) : FleetEvent;

[GenerateSerializer, Immutable, Alias("deskfleet.seat-limit-set")]
public sealed record SeatLimitSet(int Seats) : FleetEvent;

/// <summary>A call was answered.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.key-called")]
public sealed record KeyCalled : FleetEvent
{
    public override EventReach Reach => EventReach.Stored;
}
