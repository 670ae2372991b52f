using NodaTime;

namespace DeskFleet.Simulator.Populations;

/// <summary>One session a user will have, half-open: [Start, End), whole seconds, within the replay.</summary>
/// <param name="Start">The start of the replay where it began earlier; see <see cref="IsOpenAtStart"/>.</param>
/// <param name="Index">Counts the sessions of its user within the replay, from 0, in time order.</param>
public readonly record struct PlannedSession(Instant Start, Instant End, int Index)
{
    /// <summary>It began before the replay: its user is connected already when the replay starts.</summary>
    public bool IsOpenAtStart { get; init; }

    /// <summary>What it is opened with, as the group's client mix says; null where it says nothing. Nothing in the fleet depends on it.</summary>
    public string? Client { get; init; }
}
