using DeskFleet.Core.Chances;
using NodaTime;

namespace DeskFleet.Simulator.Populations;

/// <summary>Sessions from the patterns of the groups, one working day after the other.</summary>
internal sealed class PatternSessions(Chance chance, Interval replay) : ISessionSource
{
    public IEnumerable<Interval> Of(PlannedUser user)
    {
        var zone = DateTimeZoneProviders.Tzdb[user.Group.TimeZone];
        var planner = new DayPlanner(user.Group.Sessions, chance.Of(user.UserName));
        for (var day = WorkingDay.Of(replay.Start, zone); day.Begin < replay.End; day = day.Next)
            foreach (var session in planner.Sessions(day)) yield return session;
    }
}
