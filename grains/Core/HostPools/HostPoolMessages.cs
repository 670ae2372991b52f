using System.Collections.Immutable;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Placement;
using NodaTime;
using Orleans;

namespace DeskFleet.Core.HostPools;

/// <summary>How a pool behaves.</summary>
/// <param name="GrowsWith">Hardware that the pool adds by itself when it is full, smallest first; empty: the pool is finite.</param>
/// <param name="ReserveHosts">Empty hosts that new launches leave alone (PLC-05, N+1).</param>
[FromOutside, GenerateSerializer, Immutable, Alias("deskfleet.configure-pool")]
public sealed record ConfigurePool(ImmutableArray<HostType> GrowsWith, int ReserveHosts) : Command;

/// <summary>Allocates hosts of one type to the pool's owner (BYO-04).</summary>
/// <param name="Batch">Names this allocation: repeating it adds nothing.</param>
[FromOutside, GenerateSerializer, Immutable, Alias("deskfleet.allocate-hosts")]
public sealed record AllocateHosts(string Batch, HostType Type, int Count) : Command;

/// <summary>People go before machines in the queue of a zone.</summary>
public enum AskedBy
{
    Person,
    System,
}

/// <summary>What to do about the queue of the zone.</summary>
public enum Queueing
{
    /// <summary>No room is an answer.</summary>
    Never,

    /// <summary>Take a place when there is no room.</summary>
    IfFull,

    /// <summary>Take a place in any case: what the pool proposed was taken again and again.</summary>
    AtOnce,
}

/// <summary>Asks for hosts with room.</summary>
/// <param name="Seen">A host's truth that the asker has just met and the pool may not know.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.propose-hosts")]
public sealed record ProposeHosts(WorkSpaceId WorkSpace, PlacementRequest Request, AskedBy By, Queueing Queueing, HostView? Seen = null) : Command;

/// <summary>Hosts that should have room, best first.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.proposal")]
public sealed record Proposal(ImmutableArray<PlacementCandidate> Candidates, PlacementExplanation Explanation) : Reply;

/// <summary>No room; the asker stands in the queue.</summary>
/// <param name="Position">1: next.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.queued-for-capacity")]
public sealed record QueuedForCapacity(WorkSpaceId WorkSpace, Instant Until, int Position, PlacementExplanation Explanation) : Reply, IGrant
{
    public Command GiveBack => new StopWaiting(WorkSpace, Until);
}

/// <summary>How much room is there? Breaks ties between zones (PLC-02).</summary>
[FromOutside, GenerateSerializer, Immutable, Alias("deskfleet.check-room")]
public sealed record CheckRoom : Command;

/// <summary>The pool's room, as far as it knows.</summary>
/// <param name="FreeVCpu">Free vCPU over all open hosts; <see cref="int.MaxValue"/> for a pool that grows by itself.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.room")]
public sealed record Room(int FreeVCpu) : Reply;

/// <summary>How many hosts are allocated (BYO-04)?</summary>
[FromOutside, GenerateSerializer, Immutable, Alias("deskfleet.count-hosts")]
public sealed record CountHosts : Command;

[GenerateSerializer, Immutable, Alias("deskfleet.hosts-counted")]
public sealed record HostsCounted(int Hosts) : Reply;

/// <summary>No room, and the asker did not want to wait.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.no-room")]
public sealed record NoRoom(PlacementExplanation Explanation) : Reply;

/// <summary>The asker does not wait any more.</summary>
/// <param name="Until">Which wait is meant: one that began since is not ended by late news of the one before.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.leave-queue")]
public sealed record StopWaiting(WorkSpaceId WorkSpace, Instant Until) : Command;

/// <summary>
/// To the first in the queue: this host should have room now. Accepted: taken. <see cref="OfferDeclined"/>: not wanted any more.
/// <see cref="SlotRefused"/>: the host said no, the asker still waits.
/// </summary>
[GenerateSerializer, Immutable, Alias("deskfleet.capacity-offered")]
public sealed record CapacityOffered(HostId Host) : Command, INeedsCertainty
{
    /// <summary>Which wait is meant, as in <see cref="StopWaiting"/>: a late answer does not end one that began since. Null: offered by an earlier version.</summary>
    [Id(0)]
    public Instant? Until { get; init; }

    /// <summary>
    /// Whose queue it comes from: a launch that was cut off may have left an entry in the other zone's, and a desktop stays in the zone that it was launched in
    /// (BYO-16). Null: offered by an earlier version.
    /// </summary>
    [Id(1)]
    public HostPoolId? Pool { get; init; }

    /// <summary>Also what was taken before: he leaves the queue for it. Only whom the host refused waits on.</summary>
    bool INeedsCertainty.MustBeCertain(Reply reply) => reply is not SlotRefused;
}

/// <summary>The asker does not wait any more and took nothing: what was kept for him may go to the next.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.offer-declined")]
public sealed record OfferDeclined : Reply
{
    public static OfferDeclined Instance { get; } = new();
}
