using System.Collections.Immutable;

namespace DeskFleet.Simulator.Planning;

/// <summary>One seed of a plan.</summary>
/// <param name="Hosts">The fewest hosts a zone under this seed; null: none is enough, or it is not known yet.</param>
/// <param name="LowerBound">No policy needs fewer under this seed.</param>
public sealed record SeedPlan(ulong Seed, int? Hosts, int LowerBound);

/// <summary>What one number of hosts came to over the seeds tried with it.</summary>
/// <param name="SeedsTried">Under how many seeds it is known to hold or to fail; each candidate is tried where it can decide something.</param>
/// <param name="SeedsHeld">Under how many of them all targets hold.</param>
/// <param name="MaxRefused">Under the worst seed; where a run was ended at its first miss, up to then.</param>
/// <param name="WorstP99Seconds">Of the waits, under the worst seed; null without waits.</param>
public sealed record Candidate(
    int Hosts, int SeedsTried, int SeedsHeld, long MaxRefused, long? WorstP99Seconds, long StartsQueued, long RoomWaits);

/// <summary>One run on the production grains under a seed that the search has not seen.</summary>
public sealed record Verification(ulong Seed, int Hosts, string Loss, bool Holds, long Refused, long? WaitP99Seconds);

/// <summary>What binds.</summary>
/// <param name="Shortage">By how much it misses with one host fewer, or, where no number is enough, with the most; in words.</param>
public sealed record Binding(Constraint Constraint, string Shortage);

/// <summary>One zone of a plan that lets its zones differ.</summary>
/// <param name="Hosts">The fewest, with those of the other zones held.</param>
/// <param name="Binding">What binds it.</param>
public sealed record ZonePlan(string Zone, string HostType, int Hosts, Binding? Binding);

/// <summary>The answer to "how many hosts?".</summary>
/// <param name="Hosts">The fewest a zone for which everything holds; null: none up to <paramref name="MaxHosts"/>, or not known yet.</param>
/// <param name="IsPartial">Interrupted: what is there is right, and more was wanted.</param>
/// <param name="NextHolds">One host more holds, too.</param>
/// <param name="OneFewerFails">One host fewer fails under at least one seed, or cannot be.</param>
/// <param name="IsMonotone">No candidate failed that was larger than one that held under the same seed.</param>
/// <param name="Runs">Simulated for this answer, those of an earlier state file left out.</param>
public sealed record Plan(
    string Scenario,
    ImmutableArray<string> Zones,
    ImmutableSortedDictionary<string, string> HostTypes,
    ImmutableArray<string> Targets,
    string Survives,
    int? Hosts,
    bool IsPartial,
    LowerBound LowerBound,
    Binding? Binding,
    int MaxHosts,
    bool NextHolds,
    bool OneFewerFails,
    bool IsMonotone,
    ImmutableArray<SeedPlan> Seeds,
    ImmutableArray<Candidate> Curve,
    ImmutableArray<Verification> Verified,
    int Runs,
    int Recalled)
{
    /// <summary>The account and region, where the scenario has several.</summary>
    public string? Fleet { get; init; }

    /// <summary>Hosts of the account that stayed as they are listed, in words; empty: all are counted.</summary>
    public ImmutableArray<string> Listed { get; init; } = [];

    /// <summary>The zones one by one; empty: they were not allowed to differ.</summary>
    public ImmutableArray<ZonePlan> ByZone { get; init; } = [];
}
