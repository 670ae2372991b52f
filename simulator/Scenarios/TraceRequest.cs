using DeskFleet.Simulator.Traces;

namespace DeskFleet.Simulator.Scenarios;

/// <summary>What whoever starts a run says about the log to replay.</summary>
/// <param name="Path">It wins over the one that the scenario names. Null: the scenario's, if any.</param>
/// <param name="Format">It wins over the scenario's, too. Null: the scenario's, or told from the content.</param>
/// <param name="SkipsBad">Leaves bad lines out and reports them, instead of refusing the log.</param>
public sealed record TraceRequest(string? Path = null, TraceFormat? Format = null, bool SkipsBad = false)
{
    /// <summary>What the log calls a column, by our name for it.</summary>
    public System.Collections.Immutable.ImmutableDictionary<string, string> Columns { get; init; } = System.Collections.Immutable.ImmutableDictionary<string, string>.Empty;
}
