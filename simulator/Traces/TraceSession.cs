using NodaTime;

namespace DeskFleet.Simulator.Traces;

/// <summary>One recorded session, half-open: [Start, End), at least a second long.</summary>
/// <param name="User">As the log names the person, and always the same way.</param>
/// <param name="Line">Where in the log, from 1.</param>
public sealed record TraceSession(string User, Instant Start, Instant End, int Line)
{
    /// <summary>The user's group, where the log says so.</summary>
    public string? Group { get; init; }

    /// <summary>The user's bundle, where the log says so.</summary>
    public string? Bundle { get; init; }
}
