namespace DeskFleet.Simulator.Traces;

/// <summary>One person has one session at a time; one may begin in the second in which another ends.</summary>
internal static class Overlaps
{
    /// <summary>Leaves out sessions that overlap an earlier one, which are reported.</summary>
    /// <param name="sessions">By start.</param>
    public static void LeaveOut(SessionList sessions, TraceFaults faults)
    {
        var all = sessions.Span;
        var latest = new Dictionary<string, TraceSession>(StringComparer.Ordinal);
        var kept = 0;
        foreach (var session in all)
        {
            if (latest.TryGetValue(session.User, out var earlier) && session.StartSecond < earlier.EndSecond)
            {
                faults.Line(BadLine.Overlap, "start", session.Line, $"This session of \"{session.User}\" overlaps the one in line {earlier.Line}; join them or move one.");
                if (faults.SkipsBad || session.EndSecond <= earlier.EndSecond) continue;
            }

            latest[session.User] = session;
            all[kept++] = session;
        }

        sessions.Truncate(kept);
    }
}
