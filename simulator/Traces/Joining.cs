namespace DeskFleet.Simulator.Traces;

/// <summary>Joins sessions of a user that overlap or come soon after each other: a desktop knows one session at a time.</summary>
internal static class Joining
{
    /// <param name="sessions">By start.</param>
    /// <param name="within">A gap of fewer seconds than this, or none, joins.</param>
    public static void Join(SessionList sessions, long within)
    {
        var all = sessions.Span;
        var latest = new Dictionary<string, int>(StringComparer.Ordinal);
        var kept = 0;
        foreach (var next in all)
        {
            if (latest.TryGetValue(next.User, out var place) && (next.StartSecond <= all[place].EndSecond || next.StartSecond - all[place].EndSecond < within))
            {
                all[place] = all[place].Until(Math.Max(all[place].EndSecond, next.EndSecond));
                continue;
            }

            latest[next.User] = kept;
            all[kept++] = next;
        }

        sessions.Truncate(kept);
    }
}
