using NodaTime;

namespace DeskFleet.Simulator.Checking;

/// <summary>The fleet did what it never may: a bug of DeskFleet, not of the scenario.</summary>
public sealed class InvariantViolationException(string invariant, Instant at, string what) : Exception($"{at}: {invariant}: {what}")
{
    public string Invariant { get; } = invariant;

    public Instant At { get; } = at;
}
