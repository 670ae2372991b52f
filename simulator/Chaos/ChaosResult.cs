using System.Collections.Immutable;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Simulator.Chaos.Judges;
using DeskFleet.Testing.Engines;
using DeskFleet.Testing.Faults;
using NodaTime;

namespace DeskFleet.Simulator.Chaos;

/// <summary>What a seed came to.</summary>
/// <param name="Violations">Empty: nothing was wrong.</param>
/// <param name="Evidence">All that the judges saw.</param>
/// <param name="Hash">Of the event log: the same seed gives the same one.</param>
/// <param name="Virtual">How much time went by in the fleet.</param>
public sealed record ChaosResult(
    ChaosSettings Settings,
    EngineKind Engine,
    ImmutableArray<Violation> Violations,
    ChaosEvidence Evidence,
    string Hash,
    Duration Virtual,
    ImmutableArray<InjectedFault> Injected,
    ImmutableDictionary<Transition, long> Moves,
    ImmutableDictionary<RefusalCode, long> Refusals)
{
    public long Steps { get; init; }

    public long Events { get; init; }

    public bool IsSound => Violations.IsEmpty;

    public int FaultCount => Injected.Length;

    /// <summary>The last deliveries before a failure, oldest first.</summary>
    public ImmutableArray<string> Trace { get; init; } = [];
}
