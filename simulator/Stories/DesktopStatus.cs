using DeskFleet.Core.Kernel;
using DeskFleet.Core.Views;
using DeskFleet.Core.WorkSpaces;
using NodaTime;

namespace DeskFleet.Simulator.Stories;

/// <summary>How a desktop stands after some of its events, as its own machine says.</summary>
/// <param name="Since">When it came into its state.</param>
/// <param name="Queued">How it joined the queue that it waits in.</param>
/// <param name="Why">The last event that moved it.</param>
public sealed record DesktopStatus(WorkSpaceRow Row, Instant? Since, CapacityAwaited? Queued, LoggedEvent? Why)
{
    public static DesktopStatus Unlaunched { get; } = new(WorkSpaceRow.Unlaunched(default), null, null, null);

    private WorkSpaceState State => Row.State;

    /// <summary>How it stood at an instant; what happened at that instant has happened.</summary>
    public static DesktopStatus At(Instant at, IEnumerable<LoggedEvent> events) =>
        events.TakeWhile(happened => happened.At <= at).Aggregate(Unlaunched, (standing, happened) => standing.After(happened));

    public IEnumerable<string> Narrate()
    {
        yield return Since is { } since ? $"{State.Lifecycle.ToWire()} since {Narrator.Format(since)}" : "not launched";
        yield return State.Slot is { } slot ? $"holds a slot on {slot.Host}" : "holds no slot on any host";
        if (State.Session is { } session)
            yield return $"session {session.Id} is open";
        if (State.Awaited is { } awaited)
            yield return $"sign-in {awaited.Id} waits since {Narrator.Format(awaited.AskedAt)}";
        if (State.Wait is { } wait && Queued is { } queued)
            yield return $"waits for room, joined the zone's queue in place {queued.Position}, until {Narrator.Format(wait.Until)}";
        if (State.Job is { WaitsForStartSlot: true })
            yield return "waits in its host's start queue";
        foreach (var (i, line) in (Why is null ? [] : Narrator.Narrate(Why)).Index())
            yield return i == 0 ? $"because, at {Narrator.Format(Why!.At)}: {line}" : $"  {line}";
    }

    private DesktopStatus After(LoggedEvent happened)
    {
        var next = this with { Row = Row.After(happened) };
        return happened.Event switch
        {
            StateChanged e => next with { Since = e.From == e.To ? Since : happened.At, Why = happened },
            CapacityAwaited e => next with { Queued = e, Why = happened },
            CapacityFound or CapacityWaitEnded or StartOrdered => next with { Why = happened },
            OperationRefused when State.Lifecycle == Lifecycle.None => next with { Why = happened },
            _ => next,
        };
    }
}
