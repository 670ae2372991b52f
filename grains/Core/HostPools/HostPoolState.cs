using System.Collections.Immutable;
using System.Text.Json.Serialization;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Placement;
using NodaTime;
using Orleans;

namespace DeskFleet.Core.HostPools;

/// <summary>A host that belongs to the pool.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.pool-host")]
public sealed record PoolHost(HostId Host, HostType Type);

/// <summary>Somebody who waits for room.</summary>
/// <param name="Offered">A host has been offered and the answer is awaited.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.waiter")]
public sealed record Waiter(WorkSpaceId WorkSpace, PlacementRequest Request, AskedBy By, Instant Until, bool Offered)
{
    /// <summary>Those who need a GPU and those who do not stand in separate lines.</summary>
    public bool SharesLineWith(PlacementRequest other) => Request.Size.Gpus > 0 == other.Size.Gpus > 0;
}

/// <summary>A pool: the roll of its hosts, the queue for room, and in memory what it knows of free capacity.</summary>
public sealed record HostPoolState(
    HostPoolId Id,
    ImmutableArray<HostType> GrowsWith,
    int ReserveHosts,
    HostRoll Hosts,
    ImmutableArray<string> Batches,
    ImmutableArray<Waiter> Queue)
{
    /// <summary>How long anybody waits for room (PLC-06).</summary>
    public static readonly Duration MaxWait = Duration.FromMinutes(5);

    /// <summary>How long after that an entry is dropped whose WorkSpace did not say so itself.</summary>
    public static readonly Duration Grace = Duration.FromMinutes(1);

    /// <summary>Free capacity as far as it is known; null after a restart, until the hosts have been asked.</summary>
    [JsonIgnore]
    public FreeIndex? Free { get; init; }

    public Waiter? Find(WorkSpaceId workSpace)
    {
        foreach (var waiter in Queue)
        {
            if (waiter.WorkSpace == workSpace)
                return waiter;
        }

        return null;
    }
}
