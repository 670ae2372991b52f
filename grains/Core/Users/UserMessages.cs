using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using NodaTime;
using Orleans;

namespace DeskFleet.Core.Users;

/// <summary>Claims the user for a WorkSpace that is being launched.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.claim-user")]
public sealed record ClaimUser(WorkSpaceId WorkSpace) : Command;

/// <summary>The user is the WorkSpace's.</summary>
/// <param name="LastSeatEndedAt">When the user's last seat under own licences ended; null: there was none (BYO-12).</param>
[GenerateSerializer, Immutable, Alias("deskfleet.user-claimed")]
public sealed record UserClaimed(WorkSpaceId WorkSpace, Instant? LastSeatEndedAt = null) : Reply, IGrant
{
    /// <summary>When it was claimed (<see cref="UserState.ClaimedAt"/>).</summary>
    [Id(0)]
    public Instant ClaimedAt { get; init; }

    public Command GiveBack => new VacateUser(WorkSpace) { ClaimedAt = ClaimedAt };
}

[GenerateSerializer, Immutable, Alias("deskfleet.confirm-user")]
public sealed record ConfirmUser(WorkSpaceId WorkSpace) : Command;

/// <summary>The WorkSpace is terminated, or was never launched.</summary>
/// <param name="SeatEndedAt">When the seat ended that it was; null: it was none.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.vacate-user")]
public sealed record VacateUser(WorkSpaceId WorkSpace, Instant? SeatEndedAt = null) : Command
{
    /// <summary>When that claim was made which was not used: one that was made or confirmed since stays. Null: whichever.</summary>
    [Id(0)]
    public Instant? ClaimedAt { get; init; }
}

/// <summary>Lets the user sign in, or not (DIR-11). A session that is open stays open.</summary>
[FromOutside, GenerateSerializer, Immutable, Alias("deskfleet.enable-user")]
public sealed record EnableUser(bool IsEnabled) : Command;

/// <summary>May this user sign in?</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.check-user")]
public sealed record CheckUser : Command;

[GenerateSerializer, Immutable, Alias("deskfleet.user-claim-leased")]
public sealed record UserClaimLeased(WorkSpaceId WorkSpace) : FleetEvent
{
    public override EventReach Reach => EventReach.Stored;
}

/// <summary>The WorkSpace has claimed the user again, and not confirmed it yet.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.user-claim-renewed")]
public sealed record UserClaimRenewed : FleetEvent
{
    public override EventReach Reach => EventReach.Stored;
}

[GenerateSerializer, Immutable, Alias("deskfleet.user-claim-confirmed")]
public sealed record UserClaimConfirmed : FleetEvent
{
    public override EventReach Reach => EventReach.Stored;
}

[GenerateSerializer, Immutable, Alias("deskfleet.user-claim-questioned")]
public sealed record UserClaimQuestioned : FleetEvent
{
    public override EventReach Reach => EventReach.Stored;
}

[GenerateSerializer, Immutable, Alias("deskfleet.user-vacated")]
public sealed record UserVacated(Instant? SeatEndedAt = null) : FleetEvent
{
    public override EventReach Reach => EventReach.Stored;
}

[GenerateSerializer, Immutable, Alias("deskfleet.user-enabled")]
public sealed record UserEnabled(bool IsEnabled) : FleetEvent;

