using NodaTime;

namespace DeskFleet.Testing;

/// <summary>The fleet's clock as .NET knows clocks. Whoever sets a timer on it waits, so the clock moves there by itself.</summary>
/// <param name="fleet">Asked for at each look: a driver gets the clock before its fleet is there.</param>
internal sealed class FleetTime(Func<TestFleet> fleet) : TimeProvider
{
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => fleet().Now.ToDateTimeOffset();

    public override long GetTimestamp() => fleet().Now.ToUnixTimeTicks();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new FleetTimer(fleet(), () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class FleetTimer(TestFleet fleet, Action callback) : ITimer
    {
        private ClockWait? _wait;

        /// <exception cref="NotSupportedException">A period: who repeats something for ever would move the clock for ever.</exception>
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (period != Timeout.InfiniteTimeSpan && period != TimeSpan.Zero)
                throw new NotSupportedException("The fleet's clock has no periodic timers; wait for one moment after the other.");
            var wait = dueTime == Timeout.InfiniteTimeSpan ? null : new ClockWait(callback);
            Interlocked.Exchange(ref _wait, wait)?.GiveUp();
            if (wait is null)
                return true;
            fleet.Mark(fleet.Now + Duration.FromTimeSpan(dueTime), wait.End);
            _ = Task.Run(() => Move(wait));
            return true;
        }

        public void Dispose() => Interlocked.Exchange(ref _wait, null)?.GiveUp();

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        /// <summary>A fleet that fails on the way says so to whoever looks at the clock next, so nobody may wait for ever.</summary>
        private async Task Move(ClockWait wait)
        {
            try
            {
                await fleet.Move(wait);
            }
#pragma warning disable CA1031 // The fleet keeps it for those who wait.
            catch (Exception)
#pragma warning restore CA1031
            {
                wait.End();
            }
        }
    }
}
