using DeskFleet.Grains.Ports;
using NodaTime;

namespace DeskFleet.Silo.Time;

/// <summary>The fleet's clock when it is not the machine's: runs faster by a factor, and can be moved forward. Never back. Thread-safe.</summary>
public sealed class MovableClock(TimeProvider time, double scale, Duration ahead) : IFleetClock
{
    private readonly Instant _startedAt = Instant.FromDateTimeOffset(time.GetUtcNow());
    private readonly long _started = time.GetTimestamp();
    private long _aheadTicks = ahead.BclCompatibleTicks;

    public event Action? Moved;

    public Instant Now =>
        _startedAt.PlusTicks(Interlocked.Read(ref _aheadTicks) + (long)(time.GetElapsedTime(_started).Ticks * scale));

    public TimeSpan RealTimeUntil(Instant at) => (at - Now).ToTimeSpan() / scale;

    /// <summary>Moves the clock forward; whatever falls due on the way is done now.</summary>
    /// <param name="by">More than zero.</param>
    public void Advance(Duration by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(by, Duration.Zero);
        Interlocked.Add(ref _aheadTicks, by.BclCompatibleTicks);
        Moved?.Invoke();
    }
}
