using DeskFleet.Simulator.Scenarios.Reading;

namespace DeskFleet.Simulator.Traces;

/// <summary>One person has one session at a time; one may begin in the second in which another ends.</summary>
internal static class Overlaps
{
    public static void Report(IEnumerable<TraceSession> sessions, FaultList faults)
    {
        foreach (var user in sessions.GroupBy(session => session.User, StringComparer.Ordinal)) ReportOne(user, faults);
    }

    private static void ReportOne(IGrouping<string, TraceSession> user, FaultList faults)
    {
        TraceSession? latest = null;
        foreach (var session in user.OrderBy(session => session.Start).ThenBy(session => session.Line))
        {
            if (latest is not null && session.Start < latest.End)
                faults.Add("start", session.Line, $"This session of \"{user.Key}\" overlaps the one in line {latest.Line}; join " +
                    "them or move one.");
            if (latest is null || session.End > latest.End) latest = session;
        }
    }
}
