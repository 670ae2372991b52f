using DeskFleet.Core.Chances;
using NodaTime;

namespace DeskFleet.Simulator.Populations;

/// <summary>
/// Sessions from the patterns of the groups, one working day after the other. A day that runs on into the next one is one session with it: nobody is
/// connected twice.
/// </summary>
internal sealed class PatternSessions(Chance chance, Interval replay) : ISessionSource
{
    /// <summary>How far back a session can have begun that matters at the start: a late first login, the longest day and session, the longest AutoStop.</summary>
    private const int DaysBefore = 6;

    public IEnumerable<Interval> Of(PlannedUser user)
    {
        Interval? open = null;
        foreach (var next in ByStart(user))
        {
            if (open is { } joined && next.Start <= joined.End)
            {
                open = new Interval(joined.Start, Instant.Max(joined.End, next.End));
                continue;
            }

            if (open is { } whole) yield return whole;
            open = next;
        }

        if (open is { } last) yield return last;
    }

    /// <summary>Of neighbouring days the later one can begin first; no day begins before the earliest login that the day before it can have.</summary>
    private IEnumerable<Interval> ByStart(PlannedUser user)
    {
        var zone = DateTimeZoneProviders.Tzdb[user.Group.TimeZone];
        var planner = new Rota(user, chance.Of(user.UserName));
        var waiting = new List<Interval>();
        for (var day = WorkingDay.Of(replay.Start, zone).Plus(-DaysBefore); day.Earliest < replay.End; day = day.Next)
        {
            waiting.AddRange(planner.Sessions(day));
            waiting.Sort((one, other) => one.Start.CompareTo(other.Start));
            var settled = day.Next.Earliest;
            var count = waiting.FindIndex(session => session.Start >= settled) is >= 0 and var first ? first : waiting.Count;
            for (var i = 0; i < count; i++) yield return waiting[i];
            waiting.RemoveRange(0, count);
        }

        foreach (var session in waiting) yield return session;
    }
}
