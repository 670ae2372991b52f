using DeskFleet.Core.Placement;
using DeskFleet.Simulator.Reports;
using DeskFleet.Simulator.Scenarios;

namespace DeskFleet.Simulator.Planning;

/// <summary>What a run has shown so far of what plans are judged by, in the zones that count.</summary>
public sealed class PlanFigures
{
    /// <summary>Times that somebody was refused for want of room, a start slot included.</summary>
    public long Refused { get; set; }

    /// <summary>Launches refused because the quota was used up.</summary>
    public long OverQuota { get; set; }

    /// <summary>Sign-ins of the whole fleet, when the run has ended.</summary>
    public long Asked { get; set; }

    /// <summary>Desktops of the whole fleet, when the run has ended.</summary>
    public long Desktops { get; set; }

    /// <summary>The run as a whole, when it has ended and everybody in it counts; null before, and where some do not.</summary>
    public EndedRun? Ended { get; set; }

    /// <summary>From the click to the open session, for those whose desktop had to start.</summary>
    public WaitTimes Waits { get; } = new();

    /// <summary>Waits longer than what is allowed to most.</summary>
    public long LongWaits { get; set; }

    /// <summary>Starts that stood in a host's queue for a start slot.</summary>
    public long StartsQueued { get; set; }

    /// <summary>Times that somebody found no room at once.</summary>
    public long RoomWaits { get; set; }

    /// <summary>What the hosts were short of when somebody found no room, by first reason.</summary>
    public SortedDictionary<Rejection, long> ShortOf { get; } = [];
}

/// <summary>A run that came to its end.</summary>
public sealed record EndedRun(Scenario Scenario, RunSummary Summary);
