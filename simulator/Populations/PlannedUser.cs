using DeskFleet.Simulator.Scenarios;
using NodaTime;

namespace DeskFleet.Simulator.Populations;

/// <summary>One person of the population, with one desktop.</summary>
/// <param name="Index">Place in the population, from 0. Where a group grows, later users move on; names never do.</param>
/// <param name="UserName">Unique and stable: all chance of this user hangs on it and on the seed.</param>
/// <param name="Email">Unique, within the account's made-up domain.</param>
/// <param name="Group">The group this user belongs to.</param>
public sealed record PlannedUser(int Index, string UserName, string Email, UserGroup Group)
{
    /// <summary>Place within the group, from 0; it decides who is on which shift. Of a log's people always 0.</summary>
    public int Number { get; init; }

    /// <summary>When this user's desktop is launched, since the launch of the first; sessions begin a launch lead later.</summary>
    public Duration Joins { get; init; }

    /// <summary>When this user leaves for good and the desktop is terminated; null: never.</summary>
    public Instant? Leaves { get; init; }

    /// <summary>The person of the log whom this user repeats, or null.</summary>
    public string? TraceUser { get; init; }

    /// <summary>How far this user's sessions are moved against the log's.</summary>
    public Duration Phase { get; init; }
}
