using DeskFleet.Grains.Ports;
using NodaTime;

namespace DeskFleet.Grains.Hosting;

/// <summary>The machine's clock, in whole microseconds, the resolution that every store keeps: what is stored and sent is what was read. Thread-safe.</summary>
public sealed class SystemFleetClock(TimeProvider time) : IFleetClock
{
    public Instant Now
    {
        get
        {
            var ticks = time.GetUtcNow().UtcTicks;
            return Instant.FromDateTimeUtc(new(ticks - (ticks % TimeSpan.TicksPerMicrosecond), DateTimeKind.Utc));
        }
    }
}
