using System.Collections.Immutable;
using DeskFleet.Core.WorkSpaces;
using NodaTime;

namespace DeskFleet.Core.Metrics;

/// <summary>
/// The metrics of one WorkSpace, from its events (MON-01, MON-03). A sample is made every five minutes, at whole ones, while the WorkSpace exists: of a state it says
/// whether it is in it at that instant, of UserConnected whether somebody is connected at any instant of the five minutes. Of sign-ins a sample counts
/// those of its five minutes, and there is none where there were none. Pure and immutable.
/// </summary>
public sealed record DesktopSeries
{
    /// <summary>Between two samples.</summary>
    public static readonly Duration Step = Duration.FromMinutes(5);

    /// <summary>Nothing is known.</summary>
    public static DesktopSeries Empty { get; } = new();

    private ImmutableList<MetricFact> Moves { get; init; } = [];

    private ImmutableList<Interval> Sessions { get; init; } = [];

    private ImmutableList<MetricFact> Signs { get; init; } = [];

    private Instant? ConnectedSince { get; init; }

    /// <summary>One for which no fact is known: since when it is as it is.</summary>
    public static DesktopSeries Standing(Lifecycle state, bool isConnected, Instant since) => new()
    {
        Moves = [new(since, MetricFactKind.Moved, state, state)],
        ConnectedSince = isConnected ? since : null,
    };

    /// <summary>With more facts, in the order in which they happened.</summary>
    /// <param name="from">The first instant of which facts are known.</param>
    public DesktopSeries With(IReadOnlyList<MetricFact> facts, Instant from)
    {
        var (moves, sessions, signs, since) = (Moves.ToBuilder(), Sessions.ToBuilder(), Signs.ToBuilder(), ConnectedSince);
        foreach (var fact in facts)
        {
            if (fact.Kind == MetricFactKind.Moved)
            {
                Move(moves, fact, from);
                continue;
            }

            signs.Add(fact);
            if (fact.Kind == MetricFactKind.Opened)
            {
                since = fact.At;
            }
            else if (fact.Kind == MetricFactKind.Closed)
            {
                // Opened before the first fact that is known.
                sessions.Add(new(since ?? from, Instant.Max(since ?? from, fact.At)));
                since = null;
            }
        }

        return this with { Moves = moves.ToImmutable(), Sessions = sessions.ToImmutable(), Signs = signs.ToImmutable(), ConnectedSince = since };
    }

    /// <summary>The points of [start, end): one a period that has a sample.</summary>
    /// <param name="start">A whole multiple of the period.</param>
    /// <param name="now">Five minutes that are not over have no sample.</param>
    public IEnumerable<MetricPoint> Points(FleetMetric metric, Instant start, Instant end, Duration period, Instant now)
    {
        MetricPoint? point = null;
        foreach (var (at, sample) in Samples(metric, start, Instant.Min(end, now - Step + Duration.Epsilon)))
        {
            var begin = Floor(at, period);
            if (point is { } open && open.At == begin)
            {
                point = open.With(sample);
                continue;
            }

            if (point is { } done)
                yield return done;
            point = MetricPoint.First(begin, sample);
        }

        if (point is { } last)
            yield return last;
    }

    /// <summary>The begin of the period, as multiples of it since 1970.</summary>
    public static Instant Floor(Instant at, Duration period)
    {
        var (ticks, length) = (at.ToUnixTimeTicks(), period.BclCompatibleTicks);
        return Instant.FromUnixTimeTicks(ticks - (((ticks % length) + length) % length));
    }

    private static void Move(ImmutableList<MetricFact>.Builder moves, MetricFact fact, Instant from)
    {
        if (moves.Count == 0 && fact.From != Lifecycle.None)
            moves.Add(new(from, MetricFactKind.Moved, fact.From, fact.From));
        // A stop may count from before it was noticed, but not from before what came before it.
        moves.Add(moves.Count > 0 && fact.At < moves[^1].At ? fact with { At = moves[^1].At } : fact);
    }

    private IEnumerable<(Instant At, double Sample)> Samples(FleetMetric metric, Instant start, Instant end) => metric switch
    {
        FleetMetric.Available => States(Lifecycle.Available, start, end),
        FleetMetric.Unhealthy => States(Lifecycle.Unhealthy, start, end),
        FleetMetric.Stopped => States(Lifecycle.Stopped, start, end),
        FleetMetric.Maintenance => States(Lifecycle.Maintenance, start, end),
        FleetMetric.UserConnected => Connected(start, end),
        FleetMetric.ConnectionAttempt => Counts(MetricFactKind.Attempted, start, end),
        FleetMetric.ConnectionSuccess => Counts(MetricFactKind.Opened, start, end),
        FleetMetric.ConnectionFailure => Counts(MetricFactKind.Failed, start, end),
        FleetMetric.SessionDisconnect => Counts(MetricFactKind.Closed, start, end),
        _ => [],
    };

    private IEnumerable<(Instant At, double Sample)> States(Lifecycle wanted, Instant start, Instant end) =>
        Standing(start, end).Select(sample => (sample.At, sample.State == wanted ? 1.0 : 0.0));

    /// <summary>The state at each whole five minutes at which there is a WorkSpace.</summary>
    private IEnumerable<(Instant At, Lifecycle State)> Standing(Instant start, Instant end)
    {
        using var moves = Moves.GetEnumerator();
        var (state, next) = (Lifecycle.None, moves.MoveNext());
        for (var at = Ceiling(start); at < end; at += Step)
        {
            for (; next && moves.Current.At <= at; next = moves.MoveNext())
                state = moves.Current.To;
            if (state is not (Lifecycle.None or Lifecycle.Terminated))
                yield return (at, state);
            else if (!next)
                yield break;
        }
    }

    private IEnumerable<(Instant At, double Sample)> Connected(Instant start, Instant end)
    {
        using var sessions = AllSessions().GetEnumerator();
        var next = sessions.MoveNext();
        foreach (var (at, _) in Standing(start, end))
        {
            while (next && sessions.Current.HasEnd && sessions.Current.End <= at && sessions.Current.Start < at)
                next = sessions.MoveNext();
            yield return (at, next && sessions.Current.Start < at + Step ? 1.0 : 0.0);
        }
    }

    private IEnumerable<Interval> AllSessions() => ConnectedSince is { } since ? Sessions.Append(new(since, null)) : Sessions;

    private IEnumerable<(Instant At, double Sample)> Counts(MetricFactKind kind, Instant start, Instant end) =>
        from sign in Signs
        where sign.Kind == kind && sign.At >= start && sign.At < end
        group sign by Floor(sign.At, Step) into step
        select (step.Key, (double)step.Count());

    private static Instant Ceiling(Instant at) => Floor(at, Step) is var floor && floor == at ? at : floor + Step;
}
