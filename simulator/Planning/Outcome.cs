using System.Collections.Immutable;
using DeskFleet.Core.Placement;
using NodaTime;

namespace DeskFleet.Simulator.Planning;

/// <summary>One run of a plan.</summary>
public sealed record Trial(int Hosts, ulong Seed, Loss Loss);

/// <summary>What one run of a plan came to.</summary>
/// <param name="Holds">All targets hold.</param>
/// <param name="IsAborted">It was ended at the first miss; its figures are those of that moment.</param>
public sealed record Outcome(
    bool Holds,
    bool IsAborted,
    long Refused,
    long OverQuota,
    long Waits,
    long? WaitP99Seconds,
    long LongWaits,
    long StartsQueued,
    long RoomWaits,
    ImmutableSortedDictionary<Rejection, long> ShortOf,
    ImmutableSortedDictionary<string, ZonePeak> Peaks)
{
    /// <summary>By how much a threshold was missed that is neither about refusals nor about the p99 of the waits, in words.</summary>
    public string? Shortfall { get; init; }

    /// <summary>False: it was missed although nobody waited for room or for a start slot, so that with more hosts it would be the same.</summary>
    public bool MoreHostsHelp { get; init; } = true;

    /// <summary>Refusals that the targets allowed at most.</summary>
    public long MaxRefusals { get; init; }
}

/// <summary>The most that the desktops of a zone took together.</summary>
public sealed record ZonePeak(int VCpu, long MemoryMiB, int Gpus, Instant At);
