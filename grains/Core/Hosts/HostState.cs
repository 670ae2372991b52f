using System.Collections.Immutable;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Placement;
using NodaTime;
using Orleans;

namespace DeskFleet.Core.Hosts;

/// <summary>Where a host stands (PLC-07).</summary>
public enum HostStatus
{
    Requested,
    Available,
    Draining,
    Lost,

    /// <summary>Reported lost, and held by the brake: nobody is moved, and nobody comes (PLC-07).</summary>
    Suspected,
}

/// <summary>Where a desktop stands with the host's start slots.</summary>
public enum StartPhase
{
    /// <summary>Not starting, or started.</summary>
    None,

    /// <summary>Waits for a start slot.</summary>
    Queued,

    /// <summary>Holds a start slot.</summary>
    Starting,
}

/// <summary>A desktop that holds a slot.</summary>
/// <param name="Epoch">The placement epoch; only the same one may free the slot.</param>
/// <param name="LeaseExpiresAt">Null once confirmed.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.occupant")]
public sealed record Occupant(WorkSpaceId WorkSpace, long Epoch, Capacity Size, StartPhase Start, Instant? LeaseExpiresAt)
{
    /// <summary>
    /// The version of the host with which the slot was granted, or granted again: an answer or a give-back that is about an earlier grant takes nothing away.
    /// 0: granted by an earlier version of this.
    /// </summary>
    [Id(0)]
    public long Grant { get; init; }
}

/// <summary>
/// One host: the truth about its slots and start slots. The start queue is the order of its queued occupants, which is the order in
/// which they asked.
/// </summary>
public sealed record HostState(
    HostId Id,
    HostPoolId? Pool,
    HostType Type,
    HostStatus Status,
    ImmutableArray<Occupant> Occupants,
    Capacity Used,
    long Version)
{
    /// <summary>
    /// How long a slot stays unconfirmed before its WorkSpace is asked: longer than a start takes, which confirms it. So a start costs no question; the room of
    /// a launch that was cut off comes back after this, its user and its place in the directory within seconds.
    /// </summary>
    public static readonly Duration LeaseTerm = Duration.FromMinutes(3);

    /// <summary>A drain without an end that is older is reminded of (PLC-07).</summary>
    public static readonly Duration DrainReminder = Duration.FromDays(1);

    /// <summary>Since when it drains or is suspected; null: it does neither, or a version before this one began it.</summary>
    public Instant? MarkedAt { get; init; }

    /// <summary>When its drain ends by itself; null: it does not.</summary>
    public Instant? DrainUntil { get; init; }

    /// <summary>Desktops that were lost with it and have not heard of that yet.</summary>
    public ImmutableArray<WorkSpaceId> Untold { get; init; } = [];

    /// <summary>When the host was lost, while it is; null: it is not, or was lost under a version that did not say.</summary>
    public Instant? LostAt { get; init; }

    /// <summary>It is to take desktops again as soon as all have heard.</summary>
    public bool IsReturning { get; init; }

    public Capacity Free => Type.Capacity - Used;

    /// <summary>A desktop that comes now would start now.</summary>
    public bool StartsAtOnce => Count(StartPhase.Starting) < Type.StartSlots;

    /// <summary>The place in the start queue of a desktop that comes now; 0 when a start slot is free.</summary>
    public int StartsAhead => Math.Max(0, Count(StartPhase.Starting) + Count(StartPhase.Queued) + 1 - Type.StartSlots);

    public HostView View => new(Id, Type, Free, Occupants.Length, StartsAhead, Status == HostStatus.Available, Version);

    /// <summary>It has drained for long and nobody has said until when.</summary>
    public bool IsDrainForgotten(Instant now) => Status == HostStatus.Draining && DrainUntil is null && !(MarkedAt > now - DrainReminder);

    public Occupant? Find(WorkSpaceId workSpace) => PlaceOf(workSpace) is >= 0 and var place ? Occupants[place] : null;

    /// <summary>Where among the occupants; -1: it has no slot here.</summary>
    public int PlaceOf(WorkSpaceId workSpace)
    {
        for (var place = 0; place < Occupants.Length; place++)
        {
            if (Occupants[place].WorkSpace == workSpace)
                return place;
        }

        return -1;
    }

    public int Count(StartPhase phase)
    {
        var count = 0;
        foreach (var occupant in Occupants)
            count += occupant.Start == phase ? 1 : 0;
        return count;
    }

    public Occupant? NextToStart()
    {
        foreach (var occupant in Occupants)
        {
            if (occupant.Start == StartPhase.Queued)
                return occupant;
        }

        return null;
    }
}
