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
    private readonly HashSet<Entity> _scanned = [];

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
            if (_scanned.Add(entity))
                Scan(entity, wakeAt);
        }
    }

    private void Scan(Entity entity, Instant wakeAt) =>
        time.At(stops.After(Instant.Max(wakeAt, time.Now) + Period), $"scan finds {entity}", () => Look(entity));

    private async ValueTask Look(Entity entity)
    {
        lock (_gate)
        {
            if (!_due.TryGetValue(entity, out var wakeAt))
            {
                _scanned.Remove(entity);
                return;
            }

            Scan(entity, wakeAt);
            if (wakeAt > time.Now || stops.After(time.Now) > time.Now)
                return;
        }

        await router().Send(entity, new Wake());
    }
}
