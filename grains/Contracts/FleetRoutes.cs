using System.Collections.Immutable;

namespace DeskFleet.Contracts;

/// <summary>
/// The ways into the fleet that a backend has, and which of them answer. A gateway that stands still, or is cut off from its peers, keeps its connection and swallows
/// calls. So a repetition goes by a route that this question has not taken, and nobody takes a suspected one until a single call has tried it. Thread-safe.
/// </summary>
/// <param name="any">What is there before <see cref="Add"/> has given two: a client that chooses gateways by itself.</param>
internal sealed class FleetRoutes(IGrainFactory any, TimeProvider time)
{
    /// <summary>How long a suspected route is left alone before one call tries it again: for that caller it may cost <see cref="RepeatOptions.HedgeAfter"/>.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    private readonly Lock _turn = new();
    private readonly Route _any = new(any);
    private ImmutableArray<Route> _known = [];
    private uint _turns;

    public void Add(Route route)
    {
        lock (_turn)
            _known = _known.Add(route);
    }

    /// <summary>The route for the next call of a question: one that is trusted before others, then one that the question has taken less often, then in turn.</summary>
    /// <param name="taken">Those that it has taken, each as often as it has.</param>
    public Route Next(IReadOnlyCollection<Route> taken)
    {
        lock (_turn)
        {
            // One alone is no choice, and knows no other gateway when its own is gone.
            if (_known.Length < 2)
                return _any;
            var (now, first) = (time.GetTimestamp(), (int)(_turns++ % (uint)_known.Length));
            var next = Enumerable.Range(first, _known.Length).Select(at => _known[at % _known.Length])
                .OrderBy(route => IsLeftAlone(route, now)).ThenBy(route => taken.Count(other => other == route)).First();
            // Whoever comes while this one is under way goes elsewhere.
            if (next.Suspicion is { } suspicion)
                next.Suspicion = suspicion with { NextTrial = now + Ticks(Rest) };
            return next;
        }
    }

    /// <summary>A call was overtaken by a later one, failed on its way, or was lost.</summary>
    public void Suspect(Route route)
    {
        lock (_turn)
        {
            var now = time.GetTimestamp();
            route.Suspicion = (route.Suspicion?.Since ?? now, now + Ticks(Rest));
        }
    }

    /// <summary>An answer came. That of a call from before the suspicion says nothing: it may have come just before the silo stood still.</summary>
    /// <param name="asked">When the call went out, as a time stamp of the clock.</param>
    public void Answered(Route route, long asked)
    {
        lock (_turn)
        {
            if (route.Suspicion is { } suspicion && asked >= suspicion.Since)
                route.Suspicion = null;
        }
    }

    private static bool IsLeftAlone(Route route, long now) => route.Suspicion is { } suspicion && now < suspicion.NextTrial;

    private long Ticks(TimeSpan length) => (long)(length.TotalSeconds * time.TimestampFrequency);
}
