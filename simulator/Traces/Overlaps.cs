namespace DeskFleet.Simulator.Traces;

/// <summary>One person has one session at a time; one may begin in the second in which another ends.</summary>
internal static class Overlaps
{
    /// <summary>The sessions without those that overlap an earlier one, which are reported.</summary>
    public static IEnumerable<TraceSession> LeaveOut(IEnumerable<TraceSession> sessions, TraceFaults faults) =>
        sessions.GroupBy(session => session.User, StringComparer.Ordinal).SelectMany(user => LeaveOut(user, faults));

    private static IEnumerable<TraceSession> LeaveOut(IGrouping<string, TraceSession> user, TraceFaults faults)
    {
        TraceSession? latest = null;
        foreach (var session in user.OrderBy(session => session.Start).ThenBy(session => session.Line))
        {
            if (latest is not null && session.Start < latest.End)
            {
                faults.Line(BadLine.Overlap, "start", session.Line, $"This session of \"{user.Key}\" overlaps the one in line {latest.Line}; join " +
                    "them or move one.");
                if (faults.SkipsBad || session.End <= latest.End) continue;
            }

            latest = session;
            yield return session;
        }
    }
}
