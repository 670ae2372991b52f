using System.Globalization;
using DeskFleet.Core.Identity;
using NodaTime;

namespace DeskFleet.Core.Placement;

/// <summary>What people are told who wait for room.</summary>
public static class PlacementObstacle
{
    /// <summary>Why there is no room: a zone without an open host is lost or drained, otherwise its hosts are full.</summary>
    public static string Obstacle(this PlacementExplanation explanation, ZoneId zone, Instant until) =>
        explanation.Evaluated > 0 && explanation.Filtered.GetValueOrDefault(Rejection.NotOpen) == explanation.Evaluated
            ? string.Create(CultureInfo.InvariantCulture, $"No host of {zone} is open: the zone is lost or drained. It waits until {until} for one.")
            : Full(zone, until);

    public static string Full(ZoneId zone, Instant until) => string.Create(CultureInfo.InvariantCulture, $"The hosts of {zone} are full. It waits until {until} for room.");
}
