using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using NodaTime;

namespace DeskFleet.Simulator.Stories;

/// <summary>How a desktop stands after some of its events.</summary>
/// <param name="Why">The last event that moved it.</param>
public sealed record Standing(
    Lifecycle State, Instant? Since, HostId? Host, SessionId? Session, AwaitedSession? Awaited, CapacityAwaited? Queued, bool QueuesForStart, LoggedEvent? Why)
{
    public static Standing Unlaunched { get; } = new(Lifecycle.None, null, null, null, null, null, false, null);

    /// <summary>How it stood at an instant; what happened at that instant has happened.</summary>
    public static Standing At(Instant at, IEnumerable<LoggedEvent> events) =>
        events.TakeWhile(happened => happened.At <= at).Aggregate(Unlaunched, (standing, happened) => standing.After(happened));

    public IEnumerable<string> Narrate()
    {
        yield return Since is { } since ? $"{State.ToWire()} since {Narrator.Format(since)}" : "not launched";
        yield return Host is { } host ? $"holds a slot on {host}" : "holds no slot on any host";
        if (Session is { } session)
            yield return $"session {session} is open";
        if (Awaited is { } awaited)
            yield return $"sign-in {awaited.Id} waits since {Narrator.Format(awaited.AskedAt)}";
        if (Queued is { } queued)
            yield return $"waits for room, joined the zone's queue in place {queued.Position}, until {Narrator.Format(queued.Wait.Until)}";
        if (QueuesForStart)
            yield return "waits in its host's start queue";
        foreach (var (i, line) in (Why is null ? [] : Narrator.Narrate(Why)).Index())
            yield return i == 0 ? $"because, at {Narrator.Format(Why!.At)}: {line}" : $"  {line}";
    }

    private Standing After(LoggedEvent happened) => happened.Event switch
    {
        StateChanged e => Changed(happened, e),
        CapacityAwaited e => this with { Queued = e, Awaited = e.Awaited ?? Awaited, Why = happened },
        CapacityFound e => this with { Queued = null, Host = e.Slot.Host, QueuesForStart = e.Job.WaitsForStartSlot, Why = happened },
        CapacityWaitEnded => this with { Queued = null, Why = happened },
        StartOrdered => this with { QueuesForStart = false, Why = happened },
        SessionAwaited e => this with { Awaited = e.Awaited },
        SessionOpened e => this with { Session = e.Session, Awaited = null },
        SessionClosed => this with { Session = null },
        SessionAbandoned => this with { Awaited = null },
        OperationRefused when State == Lifecycle.None => this with { Why = happened },
        _ => this,
    };

    private Standing Changed(LoggedEvent happened, StateChanged e) => this with
    {
        State = e.To,
        Since = e.From == e.To ? Since : happened.At,
        Host = e.Slot?.Host ?? (!e.To.MayHoldSlot() || e.On == Trigger.HostLost ? null : Host),
        Awaited = e.Opened is null ? e.Awaited ?? Awaited : null,
        Session = e.Opened ?? Session,
        Queued = null,
        QueuesForStart = e.Job?.WaitsForStartSlot ?? false,
        Why = happened,
    };
}
