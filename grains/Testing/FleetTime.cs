using NodaTime;

namespace DeskFleet.Testing;

/// <summary>The fleet's clock as .NET knows clocks. Whoever sets a timer on it waits, so the clock moves there by itself.</summary>
internal sealed class FleetTime(TestFleet fleet) : TimeProvider
{
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => fleet.Now.ToDateTimeOffset();

    public override long GetTimestamp() => fleet.Now.ToUnixTimeTicks();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new FleetTimer(fleet, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class FleetTimer(TestFleet fleet, Action callback) : ITimer
    {
        private long _armed;

        /// <exception cref="NotSupportedException">A period: who repeats something for ever would move the clock for ever.</exception>
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (period != Timeout.InfiniteTimeSpan && period != TimeSpan.Zero)
                throw new NotSupportedException("The fleet's clock has no periodic timers; wait for one moment after the other.");
            var arming = Interlocked.Increment(ref _armed);
            if (dueTime == Timeout.InfiniteTimeSpan)
                return true;
            var at = fleet.Now + Duration.FromTimeSpan(dueTime);
            fleet.Mark(at, () => Fire(arming));
            _ = Task.Run(() => MoveTo(at));
            return true;
        }

        public void Dispose() => Interlocked.Increment(ref _armed);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        /// <summary>A fleet that fails on the way says so to whoever looks at the clock next, so nobody may wait for ever.</summary>
        private async Task MoveTo(Instant at)
        {
            try
            {
                await fleet.RunUntil(at);
            }
#pragma warning disable CA1031 // The fleet keeps it for those who wait.
            catch (Exception)
#pragma warning restore CA1031
            {
                callback();
            }
        }

        private void Fire(long arming)
        {
            if (Interlocked.Read(ref _armed) == arming)
                callback();
        }
    }
}
