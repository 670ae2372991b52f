using System.Collections.Immutable;
using DeskFleet.Core.MaintenanceWindows;
using DeskFleet.Core.Regions;

namespace DeskFleet.Simulator.Scenarios.Timelines;

/// <summary>A service update that comes out during a run.</summary>
/// <param name="Region">Where; null: everywhere.</param>
public sealed record UpdateRelease(UpdateReleased Update, string? Region)
{
    public bool Concerns(Scenario scenario, UserGroup group) => Region is null || scenario.Fleets[group.Fleet].Region == Region;
}

/// <summary>
/// The service updates of a run (MNT-04): those that the time line lists, or where it lists none the service's own, one a month in each region. A trace
/// replays what happened elsewhere under another calendar, so it has those that are listed and no others.
/// </summary>
public static class UpdateReleases
{
    public static ImmutableArray<UpdateRelease> Of(Scenario scenario)
    {
        ImmutableArray<UpdateRelease> listed = [.. scenario.Timeline.OfType<UpdateReleased>().Select(released => new UpdateRelease(released, null))];
        return listed.IsEmpty && scenario.Trace is null ? [.. OfTheService(scenario)] : listed;
    }

    private static IEnumerable<UpdateRelease> OfTheService(Scenario scenario) =>
        from region in scenario.Fleets.Select(fleet => fleet.Region).Distinct()
        from update in UpdateCalendar.Between(Region.ZoneOf(region), scenario.LaunchAt, scenario.End)
        select new UpdateRelease(new(update.ReleasedAt, update.Name), region);
}
