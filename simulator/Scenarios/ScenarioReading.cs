using System.Collections.Immutable;
using DeskFleet.Simulator.Traces;

namespace DeskFleet.Simulator.Scenarios;

/// <summary>What came of reading a scenario, and the trace it replays.</summary>
/// <param name="Scenario">The scenario, or null when there is any fault.</param>
/// <param name="Trace">The log it replays, or null.</param>
/// <param name="Faults">All faults of both files, those of the scenario first, each file's by line.</param>
/// <param name="ContentHash">XXH3 of the scenario file's bytes, 16 hexadecimal digits; empty when it could not be read.</param>
public sealed record ScenarioReading(
    Scenario? Scenario,
    TraceReading? Trace,
    ImmutableArray<Fault> Faults,
    string ContentHash)
{
    /// <summary>What a sound scenario says that does not come out as it is written, and how it does.</summary>
    public ImmutableArray<Fault> Notes { get; init; } = [];
}
