using DeskFleet.Grains.Ports;
using NodaTime;

namespace DeskFleet.Silo.Time;

/// <summary>
/// The fleet's clock when it is not the machine's: runs faster by a factor, and can be moved forward. Never back, but with a fleet that begins anew, and
/// never past <see cref="Latest"/>: there it stands. Thread-safe.
/// </summary>
public sealed class MovableClock(TimeProvider time, double scale, Duration ahead) : IFleetClock, IStartsAnew
{
    /// <summary>How far ahead a clock may start; more could not be added up.</summary>
    public static readonly Duration FarthestAhead = Duration.FromDays(365 * 7000);

    private readonly Lock _moving = new();
    private volatile Start _start = Start.At(time, ahead.BclCompatibleTicks);

    public event Action? Moved;

    /// <summary>Calendars end with the year 9999, and deadlines lie years ahead.</summary>
    public static Instant Latest { get; } = Instant.FromUtc(9000, 1, 1, 0, 0);

    public Instant Now
    {
        get
        {
            var start = _start;
            return Instant.FromUnixTimeTicks(Math.Min(Latest.ToUnixTimeTicks(), start.Ticks + (long)(time.GetElapsedTime(start.Timestamp).Ticks * scale)));
        }
    }

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
            _start = _start with { Ticks = _start.Ticks + by.BclCompatibleTicks };
        }

        Moved?.Invoke();
        return true;
    }

    /// <summary>Goes on from the machine's time, and as far ahead of it as at the start.</summary>
    public void StartAnew()
    {
        lock (_moving)
            _start = Start.At(time, ahead.BclCompatibleTicks);
        Moved?.Invoke();
    }

    /// <param name="Ticks">What it showed at the timestamp, and what it was moved since.</param>
    private sealed record Start(long Ticks, long Timestamp)
    {
        public static Start At(TimeProvider time, long ahead) =>
            new(Instant.FromDateTimeOffset(time.GetUtcNow()).ToUnixTimeTicks() + ahead, time.GetTimestamp());
    }
}
