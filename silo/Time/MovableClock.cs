using DeskFleet.Grains.Ports;
using NodaTime;

namespace DeskFleet.Silo.Time;

/// <summary>
/// The fleet's clock when it is not the machine's: runs faster by a factor, and can be moved forward. Never back, and never past
/// <see cref="Latest"/>: there it stands. Thread-safe.
/// </summary>
public sealed class MovableClock(TimeProvider time, double scale, Duration ahead) : IFleetClock
{
    /// <summary>How far ahead a clock may start; more could not be added up.</summary>
    public static readonly Duration FarthestAhead = Duration.FromDays(365 * 7000);

    private readonly Instant _startedAt = Instant.FromDateTimeOffset(time.GetUtcNow());
    private readonly long _started = time.GetTimestamp();
    private readonly Lock _moving = new();
    private long _aheadTicks = ahead.BclCompatibleTicks;

    public event Action? Moved;

    /// <summary>Calendars end with the year 9999, and deadlines lie years ahead.</summary>
    public static Instant Latest { get; } = Instant.FromUtc(9000, 1, 1, 0, 0);

    public Instant Now => Instant.FromUnixTimeTicks(Math.Min(
        Latest.ToUnixTimeTicks(),
        _startedAt.ToUnixTimeTicks() + Interlocked.Read(ref _aheadTicks) + (long)(time.GetElapsedTime(_started).Ticks * scale)));

    public TimeSpan RealTimeUntil(Instant at) => (at - Now).ToTimeSpan() / scale;

    /// <summary>Moves the clock forward; whatever falls due on the way is done now.</summary>
    /// <param name="by">More than zero.</param>
    /// <returns>False: it would go past <see cref="Latest"/>, and stays where it is.</returns>
    public bool TryAdvance(Duration by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(by, Duration.Zero);
        lock (_moving)
        {
            if (by > Latest - Now)
                return false;
            Interlocked.Add(ref _aheadTicks, by.BclCompatibleTicks);
        }

        Moved?.Invoke();
        return true;
    }
}
