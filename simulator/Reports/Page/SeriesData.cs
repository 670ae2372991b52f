using DeskFleet.Simulator.Reports.Figures;
using DeskFleet.Simulator.Scenarios;

namespace DeskFleet.Simulator.Reports.Page;

/// <summary>
/// What a page over several runs keeps of each: bands over time and waits together, never the runs themselves, however many there are.
/// </summary>
public sealed class SeriesData(Scenario scenario)
{
    private readonly Dictionary<string, Band> _bands = new(StringComparer.Ordinal);
    private readonly List<WaitTimes> _waitsByHour = [];

    public Scenario Scenario => scenario;

    /// <summary>The first run, for what is the same in all: hosts, zones, period.</summary>
    public ReportData? First { get; private set; }

    /// <summary>Waits for a start in all runs, by the hour of the run in which they ended.</summary>
    public IReadOnlyList<WaitTimes> WaitsByHour => _waitsByHour;

    /// <summary>What was free by weekday and hour in the run in which it was least.</summary>
    internal double?[][] Cells { get; private set; } = [];

    internal Band Running => _bands["running"];

    internal Band Connected => _bands["connected"];

    /// <summary>The free share of the tightest zone's hosts in percent; only where hosts have an end.</summary>
    internal Band Free => _bands["free"];

    /// <param name="number">Of the zone among <see cref="ZoneCharts.Limited"/>.</param>
    internal Band Taken(int number) => _bands[$"taken {number}"];

    /// <param name="number">Of the loss among those of the run.</param>
    internal (Band Connected, Band Wanted, Band Waiting) Recovery(int number) => (_bands[$"connected {number}"], _bands[$"wanted {number}"], _bands[$"waiting {number}"]);

    /// <summary>Adds a whole run. Interrupted ones are left out: they end too early to compare.</summary>
    public void Add(ReportData run)
    {
        if (run.Summary.IsPartial)
            return;
        First ??= run;
        AddLoad(run, run.Buckets(run.Span));
        AddLosses(run);
        AddWaits(run.Figures.WaitsByHour);
        var cells = HeadroomMap.Cells(run);
        Cells = Cells.Length == 0 ? cells : [.. Cells.Zip(cells, (known, own) => known.Zip(own, Least).ToArray())];
    }

    private void AddLoad(ReportData run, TimeBuckets buckets)
    {
        Add("running", buckets.Greatest(run.Fleet.Running.Track));
        Add("connected", buckets.Greatest(run.Fleet.Connected.Track));
        if (run.Summary.Headroom is not null)
            Add("free", [.. buckets.Least(run.Figures.Capacity.Headroom.Free).Select(share => 100 * share / HeadroomFigures.Whole)]);
        foreach (var (number, pool) in ZoneCharts.Limited(run).Index())
            Add($"taken {number}", buckets.Greatest(pool.OverTime.Taken));
    }

    private void AddLosses(ReportData run)
    {
        for (var number = 0; number < run.Summary.Losses.Length; number++)
        {
            var buckets = RecoveryCharts.Buckets(run, number);
            Add($"connected {number}", buckets.Least(run.Fleet.Connected.Minutes[number]));
            Add($"wanted {number}", buckets.Greatest(run.Fleet.Wanted.Minutes[number]));
            Add($"waiting {number}", buckets.Greatest(run.Fleet.Waiting.Minutes[number]));
        }
    }

    private void AddWaits(IReadOnlyList<WaitTimes> hours)
    {
        foreach (var (hour, waits) in hours.Index())
        {
            if (hour == _waitsByHour.Count)
                _waitsByHour.Add(new());
            _waitsByHour[hour].Add(waits);
        }
    }

    private void Add(string name, double[] values)
    {
        if (!_bands.TryGetValue(name, out var band))
            _bands.Add(name, band = new());
        band.Add(values);
    }

    private static double? Least(double? a, double? b) => a is null || b is null ? a ?? b : Math.Min(a.Value, b.Value);
}
