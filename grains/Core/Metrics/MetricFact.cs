using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using NodaTime;

namespace DeskFleet.Core.Metrics;

/// <summary>What a metric can be made of.</summary>
public enum MetricFactKind
{
    /// <summary>It came into another state.</summary>
    Moved,

    /// <summary>Its user has signed in.</summary>
    Attempted,
    Opened,
    Closed,

    /// <summary>A sign-in that waited was refused.</summary>
    Failed,
}

/// <summary>Something of one WorkSpace that its metrics are made of (MON-01).</summary>
/// <param name="At">When it took effect.</param>
/// <param name="From">Of a move: the state before.</param>
/// <param name="To">Of a move: the state since.</param>
public readonly record struct MetricFact(Instant At, MetricFactKind Kind, Lifecycle From = Lifecycle.None, Lifecycle To = Lifecycle.None)
{
    /// <summary>What one event says; most say nothing.</summary>
    public static IEnumerable<MetricFact> Of(FleetEvent happened, Instant at) => happened switch
    {
        StateChanged e => Of(e, at),
        CapacityAwaited { Awaited: not null } or SessionAwaited => [new(at, MetricFactKind.Attempted)],
        SessionOpened => [new(at, MetricFactKind.Attempted), new(at, MetricFactKind.Opened)],
        SessionClosed => [new(at, MetricFactKind.Closed)],
        SessionAbandoned { Code: not null } => [new(at, MetricFactKind.Failed)],
        _ => [],
    };

    private static IEnumerable<MetricFact> Of(StateChanged e, Instant at)
    {
        yield return new(e.EffectiveAt ?? at, MetricFactKind.Moved, e.From, e.To);
        if (e.Awaited is not null)
            yield return new(at, MetricFactKind.Attempted);
        if (e.Opened is not null)
            yield return new(at, MetricFactKind.Opened);
    }
}
