using DeskFleet.Simulator.Scenarios;

namespace DeskFleet.Simulator.Traces;

/// <summary>How many users a log gives, copies included.</summary>
public sealed class TraceCounts(TraceSpec spec, TraceReading trace)
{
    /// <summary>The log says who belongs to which group.</summary>
    public bool HasGroups { get; } = trace.Members.Values.Any(member => member.Group is not null);

    public long All => spec.UsersFrom(trace.UserCount);

    /// <summary>Those of one group; who has none in the log belongs to the first.</summary>
    public long Of(string group, bool isFirst)
    {
        if (!HasGroups) return All;
        var (rounds, rest) = Math.DivRem(All, trace.UserCount);
        var members = trace.Users.Select(user => trace.Members[user].Group is { } own ? own == group : isFirst).ToList();
        return (rounds * members.Count(isMember => isMember)) + members.Take((int)rest).Count(isMember => isMember);
    }
}
