using DeskFleet.Simulator.Bills;
using DeskFleet.Simulator.Scenarios;
using DeskFleet.Simulator.Series;
using OxyPlot;

namespace DeskFleet.Simulator.Reports.Page;

/// <summary>What a page over several runs keeps of each: bands over time, never the runs themselves, however many there are.</summary>
public sealed class SeriesData(Scenario scenario)
{
    private Band? _running;
    private Band? _connected;

    public Scenario Scenario => scenario;

    /// <summary>The first run, for what is the same in all: hosts, zones, period.</summary>
    public ReportData? First { get; private set; }

    /// <summary>Adds a whole run. Interrupted ones are left out: they end too early to compare.</summary>
    public void Add(ReportData run)
    {
        if (run.Summary.IsPartial)
            return;
        First ??= run;
        var buckets = run.Buckets(run.Span);
        (_running ??= new(buckets.Count)).Add(buckets.Greatest(run.Fleet.Running.Track));
        (_connected ??= new(buckets.Count)).Add(buckets.Greatest(run.Fleet.Connected.Track));
    }

    internal ChartFigure Load()
    {
        var buckets = First!.Buckets(First.Span);
        var chart = new TimeSeriesChart(buckets, "desktops")
            .Band("running", "running", _running!.Least, _running.Most)
            .Band("connected", "connected", _connected!.Least, _connected.Most);
        if (First.Summary.Headroom is not null)
        {
            var headroom = First.Figures.Capacity.Headroom;
            chart.Line("hosts hold", "capacity", buckets.Least(headroom.Capacity))
                .Line("hosts hold with one lost per zone (N+1)", "spare", buckets.Least(headroom.CapacityWithoutLargest), LineStyle.Dash);
        }

        return chart.Figure("load", "Connected and running over time, from the least to the most of all seeds", "desktops") with
        {
            Height = 340,
            Note = $"Each point is the greatest number within {buckets.Length} of a run; the band reaches from the seed with the least to the seed with the most.",
        };
    }

    /// <summary>The least and the most of all runs, point by point.</summary>
    private sealed class Band(int points)
    {
        public double[] Least { get; } = [.. Enumerable.Repeat(double.PositiveInfinity, points)];

        public double[] Most { get; } = new double[points];

        public void Add(double[] values)
        {
            for (var i = 0; i < values.Length; i++)
                (Least[i], Most[i]) = (Math.Min(Least[i], values[i]), Math.Max(Most[i], values[i]));
        }
    }

    internal static IEnumerable<ChartFigure> BySeed(SeriesSummary series)
    {
        var runs = series.Runs;
        string[] seeds = [.. series.Seeds.Select(seed => $"{seed}")];
        IReadOnlyList<double> Of(Func<RunSummary, double> value) => [.. runs.Select(value)];
        var height = 90 + (26.0 * runs.Length);
        if (runs.Any(run => run.ResumeWait.Count > 0))
        {
            yield return new("seed-waits", "Wait for a start, by seed", "seconds")
            {
                Width = Charts.HalfWidth,
                Height = height,
                Model = BarChart.Of(seeds, "seconds", ("p50", Of(run => run.ResumeWait.P50Seconds ?? 0)), ("p95", Of(run => run.ResumeWait.P99Seconds ?? 0))),
                Legend = [new("half at most", "p50"), new("99 % at most", "p95")],
            };
        }

        if (runs.All(run => run.Headroom is not null))
            yield return Bars("seed-headroom", "Least headroom, by seed", "% of the tightest zone's hosts free", ("connected", Of(run => run.Headroom!.LeastPercent)));
        if (runs.All(run => run.Cost is not null))
            yield return Bars("seed-cost", "Cost, by seed", CostSummary.UsDollar, ("running", Of(run => (double)run.Cost!.Total)));
        if (runs.Any(run => !run.Refusals.IsEmpty))
            yield return Bars("seed-refusals", "Refusals, by seed", "requests", ("bar-2", Of(run => run.Refusals.Values.Sum())));

        ChartFigure Bars(string id, string title, string unit, (string Ink, IReadOnlyList<double> Values) bars) => new(id, title, unit)
        {
            Width = Charts.HalfWidth,
            Height = height,
            Model = BarChart.Of(seeds, unit, bars),
        };
    }
}
