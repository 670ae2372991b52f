using NodaTime;

namespace DeskFleet.Simulator.Reports.Figures;

/// <summary>When a pool was fullest: so many desktops taken of so many that it held.</summary>
public sealed record FullestMoment(Instant At, int Taken, int Holds);

/// <summary>What a pool of hosts holds over time and what is taken of it, in desktops at the population's mix of bundles.</summary>
public sealed class PoolTracks(Instant start, Instant end)
{
    private EndOfInstant? _end;
    private (int Taken, int Holds) _now;

    public Track Taken { get; } = new(start, end);

    public Track Holds { get; } = new(start, end);

    /// <summary>With its largest host lost (N+1).</summary>
    public Track HoldsWithoutLargest { get; } = new(start, end);

    /// <summary>First, where there were several; null: there never was a host.</summary>
    public FullestMoment? Fullest { get; private set; }

    public void Set(Instant at, int taken, int holds, int holdsWithoutLargest)
    {
        (_end ??= new(Note)).Changing(at);
        if (at > start)
            JudgeStart();
        _now = (taken, holds);
        Taken.Set(at, taken);
        Holds.Set(at, holds);
        HoldsWithoutLargest.Set(at, holdsWithoutLargest);
    }

    public void Advance(Instant now)
    {
        _end?.Close();
        JudgeStart();
        Taken.Advance(now);
        Holds.Advance(now);
        HoldsWithoutLargest.Advance(now);
    }

    private void Note(Instant at)
    {
        if (at >= start && at < end)
            Judge(at);
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
