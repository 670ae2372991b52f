using NodaTime;

namespace DeskFleet.Simulator.Reports.Figures;

/// <summary>The free share of the tightest pool over time. Endless pools are never tight and do not count.</summary>
public sealed class HeadroomFigures(Instant start, Instant end)
{
    /// <summary>Shares are kept in hundredths of a percent.</summary>
    public const int Whole = 10_000;

    private EndOfInstant? _end;
    private IEnumerable<PoolFigures> _pools = [];
    private HeadroomSummary? _current;
    private Instant _shortSince = Instant.MaxValue;
    private Duration _short;

    /// <summary>Free share of the tightest pool, in hundredths of a percent.</summary>
    public Track Free { get; } = new(start, end);

    /// <summary>Desktops that the hosts hold at the population's mix.</summary>
    public Track Capacity { get; } = new(start, end);

    /// <summary>The same with the largest host of each zone lost.</summary>
    public Track CapacityWithoutLargest { get; } = new(start, end);

    /// <summary>The tightest moment of the run; null where no pool is finite.</summary>
    public HeadroomSummary? Least { get; private set; }

    private bool IsShort => _shortSince != Instant.MaxValue;

    /// <summary>The pools are about to change.</summary>
    public void Changing(Instant at, IEnumerable<PoolFigures> pools)
    {
        (_end ??= new(Note)).Changing(at);
        _pools = pools;
        if (at > start && Least is null)
            Judge(start);
    }

    private void Note(Instant at)
    {
        var finite = _pools.Where(pool => !pool.IsEndless).ToList();
        if (finite.Count == 0)
            return;
        Free.Set(at, (int)Math.Round(finite.Min(pool => pool.Headroom.Share) * Whole));
        Capacity.Set(at, finite.Sum(pool => pool.Holds));
        CapacityWithoutLargest.Set(at, finite.Sum(pool => pool.HoldsWithoutLargest));
        CountShort(at, !finite.TrueForAll(pool => pool.SurvivesOneHost));
        _current = Of(finite);
        if (at >= start && at < end)
            Judge(at);
    }

    public void Advance(Instant now)
    {
        _end?.Close();
        if (_current is null)
            return;
        if (Least is null)
            Judge(start);
        foreach (var track in new[] { Free, Capacity, CapacityWithoutLargest })
            track.Advance(now);
        CountShort(now, IsShort);
        Least = Least! with { SurvivesOneHost = _short == Duration.Zero, ShortOfOneHostHours = Math.Round(_short.TotalHours, 3) };
    }

    private static HeadroomSummary Of(List<PoolFigures> pools)
    {
        var tightest = pools.MinBy(pool => pool.Headroom.Share)!;
        var (share, binding) = tightest.Headroom;
        return new(Math.Round(100 * share, 2), Instant.MinValue, tightest.Id.Zone.Value, binding, pools.Sum(pool => pool.Holds), false, 0);
    }

    private void Judge(Instant at)
    {
        if (_current is not null && (Least is null || _current.LeastPercent < Least.LeastPercent))
            Least = _current with { At = at };
    }

    private void CountShort(Instant at, bool isShort)
    {
        if (IsShort)
            _short += Duration.Max(Duration.Zero, Instant.Min(at, end) - Instant.Max(_shortSince, start));
        _shortSince = isShort ? at : Instant.MaxValue;
    }
}
