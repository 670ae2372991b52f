using NodaTime;

namespace DeskFleet.Simulator.Reports.Figures;

/// <summary>What a pool of hosts holds over time and what is taken of it, in desktops at the population's mix of bundles.</summary>
public sealed class PoolTracks(Instant start, Instant end)
{
    public Track Taken { get; } = new(start, end);

    public Track Holds { get; } = new(start, end);

    /// <summary>With its largest host lost (N+1).</summary>
    public Track HoldsWithoutLargest { get; } = new(start, end);

    public void Set(Instant at, int taken, int holds, int holdsWithoutLargest)
    {
        Taken.Set(at, taken);
        Holds.Set(at, holds);
        HoldsWithoutLargest.Set(at, holdsWithoutLargest);
    }

    public void Advance(Instant now)
    {
        Taken.Advance(now);
        Holds.Advance(now);
        HoldsWithoutLargest.Advance(now);
    }
}
