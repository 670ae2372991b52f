using DeskFleet.Core.Identity;
using NodaTime;
using Orleans;

namespace DeskFleet.Core.Kernel;

/// <summary>The holder has stored a unit that was lent to it.</summary>
/// <param name="Slot">Where it ended up, such as the zone after an overflow.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.confirm-lease")]
public sealed record ConfirmLease(OperationId OperationId, string Slot) : Command;

/// <summary>The operation was refused: the unit was never used.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.cancel-lease")]
public sealed record CancelLease(OperationId OperationId) : Command
{
    /// <summary>When that was granted which was not used: one that was made since stays. Null: an earlier version does not say.</summary>
    [Id(0)]
    public Instant? GrantedAt { get; init; }
}

/// <summary>The unit is free again; first of two steps.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.return-lease")]
public sealed record ReturnLease(OperationId OperationId, string Slot) : Command;

/// <summary>The return has been heard and stored by the holder; second of two steps.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.settle-lease")]
public sealed record SettleLease(OperationId OperationId) : Command;

/// <summary>From the auditor: so many are in use for sure. Heeded only while the book counts what the auditor saw and nothing is under way.</summary>
/// <param name="Seen">What the book counted when it was compared.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.correct-count")]
public sealed record CorrectCount(string Slot, int Seen, int Right) : Command;

/// <summary>To the holder: is what I lent you (under this operation) still yours? Accepted: yes. Refused: no, free what you lent.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.holds-lease")]
public sealed record HoldsLease(OperationId? OperationId) : Command, INeedsCertainty
{
    /// <summary>As what it is counted; null: asked by an earlier version.</summary>
    [Id(0)]
    public string? Slot { get; init; }

    /// <summary>When it was granted last, as this was asked: a "no" says nothing of later ones. Null: asked by an earlier version.</summary>
    [Id(1)]
    public Instant? GrantedAt { get; init; }

    bool INeedsCertainty.MustBeCertain(Reply reply) => reply is Refused;
}

/// <summary>It is, and counts as another unit than the owner thinks, such as the zone after an overflow: the confirmation that says so is still on its way.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.lease-held")]
public sealed record LeaseHeld(string Slot) : Reply;

/// <summary>The book of an owner has changed.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.lease-lent")]
public sealed record LeaseLent(Lease Lease) : FleetEvent
{
    public override EventReach Reach => EventReach.Stored;
}

/// <summary>A lent unit now counts for another slot.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.lease-moved")]
public sealed record LeaseMoved(OperationId OperationId, string Slot) : FleetEvent
{
    public override EventReach Reach => EventReach.Stored;
}

/// <summary>A lent unit was granted again, to who asked again under the same operation.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.lease-renewed")]
public sealed record LeaseRenewed(OperationId OperationId) : FleetEvent
{
    public override EventReach Reach => EventReach.Stored;
}

[GenerateSerializer, Immutable, Alias("deskfleet.lease-confirmed")]
public sealed record LeaseConfirmed(OperationId OperationId, string Slot) : FleetEvent
{
    public override EventReach Reach => EventReach.Stored;
}

[GenerateSerializer, Immutable, Alias("deskfleet.lease-cancelled")]
public sealed record LeaseCancelled(OperationId OperationId) : FleetEvent
{
    public override EventReach Reach => EventReach.Stored;
}

[GenerateSerializer, Immutable, Alias("deskfleet.lease-returned")]
public sealed record LeaseReturned(OperationId OperationId, string Slot) : FleetEvent
{
    public override EventReach Reach => EventReach.Stored;
}

[GenerateSerializer, Immutable, Alias("deskfleet.lease-settled")]
public sealed record LeaseSettled(OperationId OperationId) : FleetEvent
{
    public override EventReach Reach => EventReach.Stored;
}

[GenerateSerializer, Immutable, Alias("deskfleet.lease-questioned")]
public sealed record LeaseQuestioned(OperationId OperationId) : FleetEvent
{
    public override EventReach Reach => EventReach.Stored;
}

/// <summary>The auditor found a count that was wrong, and it was put right.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.count-corrected")]
public sealed record CountCorrected(string Slot, int Was, int Right) : FleetEvent;
