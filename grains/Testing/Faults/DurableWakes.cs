using System.Collections.Immutable;
using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Ports;
using NodaTime;

namespace DeskFleet.Testing.Faults;

/// <summary>
/// The durable half of wake-ups: whoever is due by his stored record is woken by a scan, however often the sharp half is lost. It is told of each
/// write, so it looks at nobody who is not due.
/// </summary>
public sealed class DurableWakes(ChaosTime time, Func<IEntityRouter> router, TimerStops stops) : IStoreWatcher
{
    /// <summary>How long after its time a record is found due at most.</summary>
    public static readonly Duration Period = Duration.FromSeconds(20);

    private readonly Lock _gate = new();
    private readonly Dictionary<Entity, Instant> _due = [];
    private readonly Dictionary<Entity, Instant> _next = [];

    public void Stored(Instant at, Entity entity, IEntityRecord record, ImmutableArray<LoggedEvent> lines)
    {
        lock (_gate)
        {
            if (record.WakeAt is not { } wakeAt)
            {
                _due.Remove(entity);
                return;
            }

            _due[entity] = wakeAt;
            if (!_next.TryGetValue(entity, out var next) || wakeAt + Period < next)
                Scan(entity, wakeAt);
        }
    }

    private void Scan(Entity entity, Instant wakeAt)
    {
        var at = stops.After(Instant.Max(wakeAt, time.Now) + Period);
        _next[entity] = at;
        time.At(at, $"scan finds {entity}", () => Look(entity, at));
    }

    private async ValueTask Look(Entity entity, Instant at)
    {
        Instant wakeAt;
        lock (_gate)
        {
            if (_next.GetValueOrDefault(entity) != at)
                return;
            _next.Remove(entity);
            if (!_due.TryGetValue(entity, out wakeAt))
                return;
            Scan(entity, wakeAt);
            if (wakeAt > time.Now || stops.After(time.Now) > time.Now)
                return;
        }

        await router().Send(entity, new Wake { StoredWakeAt = wakeAt });
    }
}
