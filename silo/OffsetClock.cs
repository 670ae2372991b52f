using DeskFleet.Grains.Ports;
using NodaTime;

namespace DeskFleet.Silo;

/// <summary>A clock that is ahead of another: lets a test restart a silo hours later without waiting for them.</summary>
public sealed class OffsetClock(IFleetClock clock, Duration ahead) : IFleetClock
{
    public Instant Now => clock.Now + ahead;
}
