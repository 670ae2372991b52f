using DeskFleet.Grains.Ports;
using NodaTime;

namespace DeskFleet.Grains.Hosting;

/// <summary>The machine's clock, in ticks of 100 ns: what is stored and sent is what was read. Thread-safe.</summary>
public sealed class SystemFleetClock(TimeProvider time) : IFleetClock
{
    public Instant Now => Instant.FromDateTimeOffset(time.GetUtcNow());
}
