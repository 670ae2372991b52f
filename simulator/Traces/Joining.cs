using NodaTime;

namespace DeskFleet.Simulator.Traces;

/// <summary>Joins sessions of a user that overlap or come soon after each other: a desktop knows one session at a time.</summary>
internal static class Joining
{
    /// <param name="within">A gap shorter than this, or none, joins.</param>
    public static IEnumerable<TraceSession> Join(IEnumerable<TraceSession> sessions, Duration within)
    {
        foreach (var user in sessions.GroupBy(session => session.User, StringComparer.Ordinal))
        {
            TraceSession? open = null;
            foreach (var next in user.OrderBy(session => session.Start).ThenBy(session => session.Line))
            {
                if (open is not null && (next.Start <= open.End || next.Start - open.End < within))
                {
                    open = open with { End = Instant.Max(open.End, next.End) };
                    continue;
                }

                if (open is not null) yield return open;
                open = next;
            }

            if (open is not null) yield return open;
        }
    }
}
