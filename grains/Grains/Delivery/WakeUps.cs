using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Hosting;
using DeskFleet.Grains.Ports;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NodaTime;

namespace DeskFleet.Grains.Delivery;

/// <summary>
/// Wakes entities on time: one queue and one timer, however many are armed. A wake that fails is repeated. Thread-safe. It forgets
/// when the process ends; what must not be forgotten is stored with the entity.
/// </summary>
public sealed class WakeUps : IWakeUps, ICanPause, IDisposable
{
    private static readonly Wake Wake = new();

    private readonly Timetable<Entity> _timetable;

    public WakeUps(IEntityRouter router, IFleetClock clock, TimeProvider time, IOptions<FleetOptions> options, ILogger<WakeUps> logger) =>
        _timetable = new(
            new("wake-ups", options.Value.WakesAtOnce, options.Value.Retry),
            clock,
            time,
            entity => router.Send(entity, Wake).AsTask(),
            logger);

    /// <summary>Entities that are armed or being woken.</summary>
    public int Armed => _timetable.Count;

    public void Set(Entity entity, Instant? at)
    {
        if (at is { } time)
            _timetable.Set(entity, time);
        else
            _timetable.Clear(entity);
    }

    public void Start() => _timetable.Start();

    /// <summary>Wakes nobody any more and waits for the calls under way.</summary>
    public Task Stop(CancellationToken limit) => _timetable.Stop(limit);

    public Task Pause(CancellationToken limit) => _timetable.Pause(limit);

    public void Resume() => _timetable.Resume();

    public void Dispose() => _timetable.Dispose();
}
