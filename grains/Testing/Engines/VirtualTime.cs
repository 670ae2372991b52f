using System.Collections.Immutable;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Drivers;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Drivers;
using DeskFleet.Grains.Importing;
using DeskFleet.Grains.Ports;
using NodaTime;

namespace DeskFleet.Testing.Engines;

/// <summary>What comes first within one instant.</summary>
public enum DeliveryClass : byte
{
    /// <summary>An owed effect: consequences before new causes.</summary>
    Effect,
    DriverReport,
    WakeUp,

    /// <summary>Something from outside: a person, an administrator, an incident.</summary>
    Arrival,
}

/// <summary>
/// The total order of a run: time, class, subject, the subject's own number. It never depends on the order in which things were
/// scheduled, so both engines deliver the same.
/// </summary>
public readonly record struct DeliveryKey(Instant At, DeliveryClass Class, string Subject, EntityKind Kind, long Number) : IComparable<DeliveryKey>
{
    public int CompareTo(DeliveryKey other)
    {
        var order = At.CompareTo(other.At);
        if (order == 0)
            order = (byte)Class - (byte)other.Class;
        if (order == 0)
            order = string.CompareOrdinal(Subject, other.Subject);
        if (order == 0)
            order = (int)Kind - (int)other.Kind;
        return order != 0 ? order : Number.CompareTo(other.Number);
    }
}

/// <summary>One entry of the queue.</summary>
public delegate ValueTask Delivery(IFleetEngine engine);

/// <summary>
/// Virtual time: one queue of everything that will happen, and the ports of the grains on top of it. Wake-ups, driver reports and
/// effects are entries like arrivals; each is delivered by one awaited call, so the fleet is at rest when the call returns. The ports are
/// thread-safe, since calls from outside may come at any time; <see cref="Step"/> is for one caller at a time.
/// </summary>
public sealed class VirtualTime(Instant start) : IFleetClock, IWakeUps, ICourier, IDriverSink, IDriverReports, IImportReports
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<Entry, DeliveryKey> _queue = new();
    private readonly Dictionary<Entity, Instant> _wakeUps = [];
    private Instant _now = start;

    public Instant Now
    {
        get
        {
            lock (_gate)
                return _now;
        }
    }

    /// <summary>Entries delivered so far.</summary>
    public long Delivered { get; private set; }

    /// <summary>How often each effect and wake-up is delivered: 2 shows that duplicates are harmless.</summary>
    public int Repeats { get; init; } = 1;

    /// <summary>When nobody is woken.</summary>
    public ImmutableArray<Interval> Stops { get; init; } = [];

    public void Set(Entity entity, Instant? at)
    {
        lock (_gate)
        {
            if (at is not { } time)
                _wakeUps.Remove(entity);
            else if (!_wakeUps.TryGetValue(entity, out var known) || known != time)
                Arm(entity, time);
        }
    }

    public void Take(Outbox outbox, ImmutableArray<OwedEffect> effects)
    {
        lock (_gate)
        {
            foreach (var effect in effects)
                Schedule(_now, DeliveryClass.Effect, outbox.Owner, effect.Number, new EffectEntry(outbox, effect));
        }
    }

    public void Schedule(Duration delay, WorkSpaceId workSpace, DriverReported report)
    {
        var target = Entity.Of(workSpace);
        lock (_gate)
            Schedule(_now + delay, DeliveryClass.DriverReport, target, report.Epoch, new ReportEntry(target, report));
    }

    public void Report(WorkSpaceId workSpace, DriverReported report) => Schedule(Duration.Zero, workSpace, report);

    public void ReportHealth(WorkSpaceId workSpace, HealthReported report)
    {
        var target = Entity.Of(workSpace);
        lock (_gate)
            Schedule(_now, DeliveryClass.DriverReport, target, report.Epoch, new ReportEntry(target, report));
    }

    public void Schedule(Duration delay, Entity image, ImportReported report)
    {
        lock (_gate)
            Schedule(_now + delay, DeliveryClass.DriverReport, image, 0, new ReportEntry(image, report));
    }

    public void Arrive(Instant at, string subject, long number, Delivery delivery)
    {
        lock (_gate)
            _queue.Enqueue(new ArrivalEntry(delivery), new(Instant.Max(at, _now), DeliveryClass.Arrival, subject, EntityKind.User, number));
    }

    /// <summary>The time of the next entry; null when nothing will ever happen again.</summary>
    public Instant? NextAt
    {
        get
        {
            lock (_gate)
                return _queue.TryPeek(out _, out var key) ? key.At : null;
        }
    }

    /// <summary>Delivers the next entry and moves the clock to it.</summary>
    public ValueTask Step(IFleetEngine engine)
    {
        Entry? next;
        lock (_gate)
        {
            _queue.TryDequeue(out next, out var key);
            _now = key.At;
        }

        Delivered++;
        return next!.Deliver(this, engine);
    }

    private void Arm(Entity entity, Instant time)
    {
        _wakeUps[entity] = time;
        Schedule(Stops.IsEmpty ? time : AfterStops(time), DeliveryClass.WakeUp, entity, 0, new WakeUpEntry(entity, time));
    }

    private void Schedule(Instant at, DeliveryClass kind, Entity subject, long number, Entry entry) =>
        _queue.Enqueue(entry, new(Instant.Max(at, _now), kind, subject.Key, subject.Kind, number));

    /// <summary>Stops that follow one another are one.</summary>
    private Instant AfterStops(Instant at)
    {
        foreach (var stop in Stops.OrderBy(stop => stop.Start))
            at = stop.Contains(at) ? stop.End : at;
        return at;
    }

    private async ValueTask WakeUp(IFleetEngine engine, Entity entity, Instant at)
    {
        lock (_gate)
        {
            if (!_wakeUps.TryGetValue(entity, out var wanted) || wanted != at)
                return;
            _wakeUps.Remove(entity);
        }

        for (var i = 0; i < Repeats; i++)
            await engine.Send(entity, Wake);
    }

    private async ValueTask Deliver(IFleetEngine engine, Outbox outbox, OwedEffect owed)
    {
        for (var i = 0; i < Repeats; i++)
        {
            var reply = await engine.Send(owed.Effect.Target, owed.Effect.Command);
            if (DriverReported.OfRefusal(owed.Effect.Command, reply) is { } refusal)
                await engine.Send(outbox.Owner, refusal);
            if (owed.Effect.WantsAnswer)
                await engine.Send(outbox.Owner, new Answered(owed.Effect.Target, owed.Effect.Command, reply, owed.Number));
        }

        outbox.MarkDelivered(owed.Number);
    }

    private static Wake Wake { get; } = new();

    /// <summary>What is in the queue: one object each, where a delegate would need a second one for what it captures.</summary>
    private abstract class Entry
    {
        public abstract ValueTask Deliver(VirtualTime time, IFleetEngine engine);
    }

    private sealed class EffectEntry(Outbox outbox, OwedEffect owed) : Entry
    {
        public override ValueTask Deliver(VirtualTime time, IFleetEngine engine) => time.Deliver(engine, outbox, owed);
    }

    private sealed class ReportEntry(Entity target, Command report) : Entry
    {
        public override async ValueTask Deliver(VirtualTime time, IFleetEngine engine) => await engine.Send(target, report);
    }

    private sealed class WakeUpEntry(Entity entity, Instant at) : Entry
    {
        public override ValueTask Deliver(VirtualTime time, IFleetEngine engine) => time.WakeUp(engine, entity, at);
    }

    private sealed class ArrivalEntry(Delivery delivery) : Entry
    {
        public override ValueTask Deliver(VirtualTime time, IFleetEngine engine) => delivery(engine);
    }
}
