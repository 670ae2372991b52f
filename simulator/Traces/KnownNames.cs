namespace DeskFleet.Simulator.Traces;

/// <summary>What a log may name of its scenario.</summary>
public sealed record KnownNames(IReadOnlyCollection<string> Groups, IReadOnlyCollection<string> Bundles);

/// <summary>How a log is read.</summary>
/// <param name="Format">Null: told from its content.</param>
/// <param name="SkipsBad">Leaves bad lines out and reports them, instead of refusing the log.</param>
/// <param name="Known">Groups and bundles of the scenario; null: not checked.</param>
/// <param name="Origin">When a log begins that counts seconds; null: it says so itself.</param>
/// <param name="JoinWithin">Sessions of a user with a shorter gap, or that overlap, are one; null: as the format has it.</param>
public sealed record TraceReadOptions(
    TraceFormat? Format = null, bool SkipsBad = false, KnownNames? Known = null, NodaTime.Instant? Origin = null, NodaTime.Duration? JoinWithin = null)
{
    /// <summary>IANA zone of the log's local times; null: they have a fixed offset.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Whether the day or the month comes first in dates with slashes; null: the log says it itself.</summary>
    public DateOrder? DateOrder { get; init; }

    /// <summary>What becomes of sessions with one end; null: each is a fault.</summary>
    public OpenSessions? OpenSessions { get; init; }

    /// <summary>What the log calls a column, by our name for it.</summary>
    public System.Collections.Immutable.ImmutableDictionary<string, string> Columns { get; init; } = System.Collections.Immutable.ImmutableDictionary<string, string>.Empty;

    /// <summary>The scenario says of which clock the log's local times are.</summary>
    public bool KnowsZone { get; init; }
}
