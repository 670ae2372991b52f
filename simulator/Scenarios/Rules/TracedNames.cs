using DeskFleet.Simulator.Populations;
using DeskFleet.Simulator.Traces;

namespace DeskFleet.Simulator.Scenarios.Rules;

/// <summary>Copies of a log's people have names that the fleet takes.</summary>
internal static class TracedNames
{
    public static IEnumerable<string> Check(TraceSpec spec, TraceReading trace)
    {
        var copies = (spec.UsersFrom(trace.UserCount) + trace.UserCount - 1) / trace.UserCount;
        return copies > 1 ? CopyNames.Faults(trace.Users, (int)copies).Take(1) : [];
    }
}
