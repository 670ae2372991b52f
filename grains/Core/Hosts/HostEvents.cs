using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Placement;
using NodaTime;
using Orleans;

namespace DeskFleet.Core.Hosts;

[GenerateSerializer, Immutable, Alias("deskfleet.host-registered")]
public sealed record HostRegistered(HostPoolId Pool, HostType Type) : FleetEvent;

[GenerateSerializer, Immutable, Alias("deskfleet.slot-leased")]
public sealed record SlotLeased(WorkSpaceId WorkSpace, long Epoch, Capacity Size, bool NeedsStartSlot) : FleetEvent
{
    public override EventReach Reach => EventReach.Stored;
}

/// <summary>A slot that is not confirmed yet was granted again, to who asked again under the same epoch.</summary>
/// <param name="TakesStartSlot">It was granted for something that needs no start slot, and is needed for a start now.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.slot-renewed")]
public sealed record SlotRenewed(WorkSpaceId WorkSpace, bool TakesStartSlot) : FleetEvent
{
    public override EventReach Reach => EventReach.Stored;
}

/// <summary>The slot is confirmed, and a start slot it held is free.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.slot-confirmed")]
public sealed record SlotConfirmed(WorkSpaceId WorkSpace, bool StartEnded) : FleetEvent
{
    public override EventReach Reach => EventReach.Stored;
}

/// <summary>The next in the host's start queue may start.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.start-slot-passed-on")]
public sealed record StartSlotPassedOn(WorkSpaceId WorkSpace) : FleetEvent
{
    public override EventReach Reach => EventReach.Stored;
}

[GenerateSerializer, Immutable, Alias("deskfleet.slot-freed")]
public sealed record SlotFreed(WorkSpaceId WorkSpace) : FleetEvent
{
    public override EventReach Reach => EventReach.Stored;
}

/// <summary>The lease ran out and its WorkSpace is being asked.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.slot-questioned")]
public sealed record SlotQuestioned(WorkSpaceId WorkSpace) : FleetEvent
{
    public override EventReach Reach => EventReach.Stored;
}

[GenerateSerializer, Immutable, Alias("deskfleet.host-drained")]
public sealed record HostDrained : FleetEvent
{
    /// <summary>When it takes desktops again by itself; null: when somebody returns it.</summary>
    [Id(0)]
    public Instant? Until { get; init; }
}

/// <summary>It is reported lost, with more than is believed at once: held until that is confirmed.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.host-suspected")]
public sealed record HostSuspected(string Detail) : FleetEvent;

[GenerateSerializer, Immutable, Alias("deskfleet.host-lost")]
public sealed record HostLost(string Detail, int Desktops) : FleetEvent;

/// <summary>A desktop that was lost with the host has heard of it.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.host-loss-heard")]
public sealed record HostLossHeard(WorkSpaceId WorkSpace) : FleetEvent
{
    public override EventReach Reach => EventReach.Stored;
}

/// <summary>The host returns when all have heard that it was lost, or does not return after all.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.return-awaited")]
public sealed record ReturnAwaited(bool IsAwaited) : FleetEvent
{
    public override EventReach Reach => EventReach.Stored;
}

[GenerateSerializer, Immutable, Alias("deskfleet.host-returned")]
public sealed record HostReturned : FleetEvent;
