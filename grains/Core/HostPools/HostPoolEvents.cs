using System.Collections.Immutable;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Placement;
using Orleans;

namespace DeskFleet.Core.HostPools;

[GenerateSerializer, Immutable, Alias("deskfleet.pool-configured")]
public sealed record PoolConfigured(ImmutableArray<HostType> GrowsWith, int ReserveHosts) : FleetEvent;

/// <summary>Hosts joined the pool.</summary>
/// <param name="Batch">The allocation's name; null where the pool grew by itself.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.hosts-joined")]
public sealed record HostsJoined(string? Batch, ImmutableArray<PoolHost> Hosts) : FleetEvent
{
    public override EventReach Reach => EventReach.Stored;
}

[GenerateSerializer, Immutable, Alias("deskfleet.waiter-joined")]
public sealed record WaiterJoined(Waiter Waiter) : FleetEvent
{
    public override EventReach Reach => EventReach.Stored;
}

[GenerateSerializer, Immutable, Alias("deskfleet.waiter-left")]
public sealed record WaiterLeft(WorkSpaceId WorkSpace) : FleetEvent
{
    public override EventReach Reach => EventReach.Stored;
}

/// <summary>A host was offered to a waiter.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.waiter-offered")]
public sealed record WaiterOffered(WorkSpaceId WorkSpace, HostId Host, Capacity Size) : FleetEvent
{
    public override EventReach Reach => EventReach.Stored;
}

/// <summary>The host that was offered had no room after all.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.offer-failed")]
public sealed record OfferFailed(WorkSpaceId WorkSpace) : FleetEvent
{
    public override EventReach Reach => EventReach.Stored;
}

/// <summary>The pool starts from its registry and asks its hosts how they stand.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.index-rebuilt")]
public sealed record IndexRebuilt : FleetEvent
{
    public override EventReach Reach => EventReach.Remembered;
}

[GenerateSerializer, Immutable, Alias("deskfleet.host-heard")]
public sealed record HostHeard(HostView View) : FleetEvent
{
    public override EventReach Reach => EventReach.Remembered;
}

/// <summary>An offer was taken, refused by the host or not wanted: it is not open any more.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.offer-answered")]
public sealed record OfferAnswered(WorkSpaceId WorkSpace, HostId Host, bool Taken) : FleetEvent
{
    public override EventReach Reach => EventReach.Remembered;
}
