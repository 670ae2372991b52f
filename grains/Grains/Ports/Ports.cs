using System.Collections.Immutable;
using DeskFleet.Core.Kernel;
using NodaTime;

namespace DeskFleet.Grains.Ports;

/// <summary>The only clock that grains know.</summary>
public interface IFleetClock
{
    /// <summary>Somebody has moved the clock forward: who sleeps until an instant looks again.</summary>
    event Action? Moved
    {
        add { }
        remove { }
    }

    Instant Now { get; }

    /// <summary>How long the machine's timers run until the fleet's clock is there; negative when that has passed.</summary>
    TimeSpan RealTimeUntil(Instant at) => (at - Now).ToTimeSpan();
}

/// <summary>
/// Wakes entities. This is the sharp, forgetful half: the durable one is <see cref="EntityRecord{TState}.WakeAt"/>, which is stored
/// with the state.
/// </summary>
public interface IWakeUps
{
    /// <summary>Wakes the entity at or soon after <paramref name="at"/>; replaces what was set before; null: not at all.</summary>
    void Set(Entity entity, Instant? at);
}

/// <summary>Delivers owed effects outside the sender's turn, in their order, at least once.</summary>
public interface ICourier
{
    void Take(Outbox outbox, ImmutableArray<OwedEffect> effects);
}

/// <summary>Keeps the event log. Duplicates (same entity, same sequence) are ignored.</summary>
public interface IJournal
{
    void Append(ImmutableArray<LoggedEvent> events);
}

/// <summary>Brings commands to entities and answers back: grains, or the driver.</summary>
public interface IEntityRouter
{
    ValueTask<Reply> Send(Entity entity, Command command);
}

/// <summary>
/// Which of one activation's effects have been delivered. The courier marks, the activation reads at its next write. Dies with the
/// activation: what it has not trimmed by then is delivered again, by whoever is handed it next and by nobody else.
/// </summary>
public sealed class Outbox(Entity owner)
{
    private long _deliveredUpTo;
    private volatile bool _isClosed;

    /// <summary>The activation is gone. Its successor may be on another silo, so what is left here is that one's to deliver.</summary>
    public bool IsClosed => _isClosed;

    public Entity Owner { get; } = owner;

    /// <summary>The number of the newest effect delivered, with all before it.</summary>
    public long DeliveredUpTo => Volatile.Read(ref _deliveredUpTo);

    public void Close() => _isClosed = true;

    public void MarkDelivered(long number) => Volatile.Write(ref _deliveredUpTo, number);
}
