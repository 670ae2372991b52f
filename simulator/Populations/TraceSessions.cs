using System.Collections.Immutable;
using DeskFleet.Simulator.Traces;
using NodaTime;

namespace DeskFleet.Simulator.Populations;

/// <summary>Sessions from a log, moved by the phase of the copy.</summary>
internal sealed class TraceSessions(TraceReading trace) : ISessionSource
{
    private readonly ImmutableDictionary<string, ImmutableArray<TraceSession>> byUser = trace.Sessions
        .GroupBy(session => session.User, StringComparer.Ordinal)
        .ToImmutableDictionary(user => user.Key, user => user.ToImmutableArray(), StringComparer.Ordinal);

    public IEnumerable<Interval> Of(PlannedUser user) =>
        byUser[user.TraceUser!].Select(session => new Interval(session.Start + user.Phase, session.End + user.Phase));
}
