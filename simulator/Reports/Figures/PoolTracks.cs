using NodaTime;

namespace DeskFleet.Simulator.Reports.Figures;

/// <summary>When a pool was fullest: so many desktops taken of so many that it held.</summary>
public sealed record FullestMoment(Instant At, int Taken, int Holds);

/// <summary>What a pool of hosts holds over time and what is taken of it, in desktops at the population's mix of bundles.</summary>
public sealed class PoolTracks(Instant start, Instant end)
{
    private (int Taken, int Holds) _now;

    public Track Taken { get; } = new(start, end);

    public Track Holds { get; } = new(start, end);

    /// <summary>With its largest host lost (N+1).</summary>
    public Track HoldsWithoutLargest { get; } = new(start, end);

    /// <summary>First, where there were several; null: there never was a host.</summary>
    public FullestMoment? Fullest { get; private set; }

    public void Set(Instant at, int taken, int holds, int holdsWithoutLargest)
    {
        if (at > start)
            JudgeStart();
        _now = (taken, holds);
        if (at >= start && at < end)
            Judge(at);
        Taken.Set(at, taken);
        Holds.Set(at, holds);
        HoldsWithoutLargest.Set(at, holdsWithoutLargest);
    }

    public void Advance(Instant now)
    {
        JudgeStart();
        Taken.Advance(now);
        Holds.Advance(now);
        HoldsWithoutLargest.Advance(now);
    }

    private void JudgeStart()
    {
        if (Fullest is null)
            Judge(start);
    }

    private void Judge(Instant at)
    {
        if (_now.Holds > 0 && (Fullest is null || (long)_now.Taken * Fullest.Holds > (long)Fullest.Taken * _now.Holds))
            Fullest = new(at, _now.Taken, _now.Holds);
    }
}
