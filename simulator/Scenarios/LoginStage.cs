using System.Collections.Immutable;
using NodaTime;

namespace DeskFleet.Simulator.Scenarios;

/// <summary>A crowd that comes together: 900 logins in 10 minutes at 07:55.</summary>
/// <param name="At">When it begins, local time.</param>
/// <param name="Within">Its length, from 1 s to 12 h, over midnight too; logins spread evenly over it.</param>
/// <param name="Share">Share of the first logins that belong to it, 0 to 1; all stages of a day together at most 1.</param>
public sealed record LoginStage(LocalTime At, Duration Within, double Share)
{
    /// <summary>Days of the week on which there is such a crowd; empty: every day.</summary>
    public ImmutableArray<IsoDayOfWeek> Days { get; init; } = [];

    public bool IsOn(IsoDayOfWeek day) => Days.IsEmpty || Days.Contains(day);
}
