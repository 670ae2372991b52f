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

    private static readonly long StepTicks = Step.BclCompatibleTicks;

    /// <summary>Nothing is known.</summary>
    public static DesktopSeries Empty { get; } = new();

    private ImmutableArray<MetricFact> Moves { get; init; } = [];

    private ImmutableArray<Interval> Sessions { get; init; } = [];

    private ImmutableArray<MetricFact> Signs { get; init; } = [];

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
    /// <remarks>A month of a thousand WorkSpaces is nine million samples: it counts in ticks, and makes nothing for a sample.</remarks>
    public IReadOnlyList<MetricPoint> Points(FleetMetric metric, Instant start, Instant end, Duration period, Instant now)
    {
        var points = new PointBuilder(period.BclCompatibleTicks);
        var (first, last) = (start.ToUnixTimeTicks(), Instant.Min(end, now - Step + Duration.FromTicks(1)).ToUnixTimeTicks());
        if (StateOf(metric) is { } state)
            AddStates(state, first, last, points);
        else if (metric == FleetMetric.UserConnected)
            AddConnected(first, last, points);
        else if (KindOf(metric) is { } kind)
            AddCounts(kind, first, last, points);
        return points.Done();
    }

    /// <summary>The begin of the period, as multiples of it since 1970.</summary>
    public static Instant Floor(Instant at, Duration period) => Instant.FromUnixTimeTicks(Floor(at.ToUnixTimeTicks(), period.BclCompatibleTicks));

    private static void Move(ImmutableArray<MetricFact>.Builder moves, MetricFact fact, Instant from)
    {
        if (moves.Count == 0 && fact.From != Lifecycle.None)
            moves.Add(new(from, MetricFactKind.Moved, fact.From, fact.From));
        // A stop may count from before it was noticed, but not from before what came before it.
        moves.Add(moves.Count > 0 && fact.At < moves[^1].At ? fact with { At = moves[^1].At } : fact);
    }

    private static Lifecycle? StateOf(FleetMetric metric) => metric switch
    {
        FleetMetric.Available => Lifecycle.Available,
        FleetMetric.Unhealthy => Lifecycle.Unhealthy,
        FleetMetric.Stopped => Lifecycle.Stopped,
        FleetMetric.Maintenance => Lifecycle.Maintenance,
        _ => null,
    };

    private static MetricFactKind? KindOf(FleetMetric metric) => metric switch
    {
        FleetMetric.ConnectionAttempt => MetricFactKind.Attempted,
        FleetMetric.ConnectionSuccess => MetricFactKind.Opened,
        FleetMetric.ConnectionFailure => MetricFactKind.Failed,
        FleetMetric.SessionDisconnect => MetricFactKind.Closed,
        _ => null,
    };

    private void AddStates(Lifecycle wanted, long start, long end, PointBuilder points)
    {
        var standing = new Standings(Moves, Ceiling(start), end);
        while (standing.Next())
            points.Add(standing.At, standing.State == wanted ? 1 : 0);
    }

    private void AddConnected(long start, long end, PointBuilder points)
    {
        var (standing, sessions, next) = (new Standings(Moves, Ceiling(start), end), AllSessions(), 0);
        while (standing.Next())
        {
            while (next < sessions.Length && sessions[next].End <= standing.At && sessions[next].Start < standing.At)
                next++;
            points.Add(standing.At, next < sessions.Length && sessions[next].Start < standing.At + StepTicks ? 1 : 0);
        }
    }

    /// <summary>In ticks; one that is open has no end.</summary>
    private (long Start, long End)[] AllSessions()
    {
        var sessions = new (long, long)[Sessions.Length + (ConnectedSince is null ? 0 : 1)];
        for (var i = 0; i < Sessions.Length; i++)
            sessions[i] = (Sessions[i].Start.ToUnixTimeTicks(), Sessions[i].End.ToUnixTimeTicks());
        if (ConnectedSince is { } since)
            sessions[^1] = (since.ToUnixTimeTicks(), long.MaxValue);
        return sessions;
    }

    private void AddCounts(MetricFactKind kind, long start, long end, PointBuilder points)
    {
        var counts = new SortedDictionary<long, int>();
        foreach (var sign in Signs)
        {
            var at = sign.At.ToUnixTimeTicks();
            if (sign.Kind == kind && at >= start && at < end)
                counts[Floor(at, StepTicks)] = counts.GetValueOrDefault(Floor(at, StepTicks)) + 1;
        }

        foreach (var (at, count) in counts)
            points.Add(at, count);
    }

    private static long Floor(long ticks, long length) => ticks - (((ticks % length) + length) % length);

    private static long Ceiling(long ticks) => Floor(ticks, StepTicks) is var floor && floor == ticks ? ticks : floor + StepTicks;

    /// <summary>The state at each whole five minutes at which there is a WorkSpace.</summary>
    private struct Standings(ImmutableArray<MetricFact> moves, long start, long end)
    {
        private int _next;
        private long _nextAt = moves.IsEmpty ? long.MaxValue : moves[0].At.ToUnixTimeTicks();
        private long _upcoming = start;

        public long At { get; private set; }

        public Lifecycle State { get; private set; } = Lifecycle.None;

        public bool Next()
        {
            while (_upcoming < end)
            {
                At = _upcoming;
                _upcoming += StepTicks;
                while (_nextAt <= At)
                    Move();
                if (State is not (Lifecycle.None or Lifecycle.Terminated))
                    return true;
                if (_nextAt == long.MaxValue)
                    return false;
            }

            return false;
        }

        private void Move()
        {
            State = moves[_next++].To;
            _nextAt = _next < moves.Length ? moves[_next].At.ToUnixTimeTicks() : long.MaxValue;
        }
    }

    /// <summary>Puts samples together, which come in the order of time.</summary>
    private sealed class PointBuilder(long period)
    {
        private readonly List<MetricPoint> _points = [];
        private long _begin;
        private int _count;
        private double _sum;
        private double _least;
        private double _most;

        public void Add(long at, double sample)
        {
            if (_count > 0 && at >= _begin + period)
                Close();
            if (_count == 0)
                (_begin, _sum, _least, _most) = (Floor(at, period), 0, sample, sample);
            _count++;
            _sum += sample;
            _least = Math.Min(_least, sample);
            _most = Math.Max(_most, sample);
        }

        public List<MetricPoint> Done()
        {
            if (_count > 0)
                Close();
            return _points;
        }

        private void Close()
        {
            _points.Add(new(Instant.FromUnixTimeTicks(_begin), _count, _sum, _least, _most));
            _count = 0;
        }
    }
}
