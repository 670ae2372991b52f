using DeskFleet.Simulator.Series;

namespace DeskFleet.Simulator.Reports.Page;

/// <summary>Bars of a series by name, such as by group: the least, the median and the most of its seeds.</summary>
internal static class SpreadBars
{
    private const double BarHeight = 60;

    /// <param name="names">From top to bottom; those without anything to measure are left out.</param>
    /// <param name="value">Of a run and the place of a name; null: nothing to measure.</param>
    public static ChartFigure Of(string id, string title, string unit, SeriesSummary series, IReadOnlyList<string> names, Func<RunSummary, int, double?> value)
    {
        var spreads = names.Select((name, place) => (Name: name, Of: SeedSpread.Of(series.Runs.Select(run => value(run, place)).OfType<double>()))).Where(spread => spread.Of is not null).ToList();
        IReadOnlyList<double> Bars(Func<SeedSpread, double> part) => [.. spreads.Select(spread => part(spread.Of!))];
        return new(id, title, unit)
        {
            Width = Charts.HalfWidth,
            Height = 90 + (BarHeight * spreads.Count),
            Model = BarChart.Of([.. spreads.Select(spread => spread.Name)], unit, ("connected", Bars(spread => spread.Least)), ("bar", Bars(spread => spread.Median)), ("longest", Bars(spread => spread.Most))),
            Legend = [new("least of the seeds", "connected"), new("median", "bar"), new("most", "longest")],
        };
    }
}

/// <summary>One figure over the runs of a series.</summary>
/// <param name="Median">Of an even number: the lower of the two in the middle, so that it was measured.</param>
internal sealed record SeedSpread(double Least, double Median, double Most)
{
    /// <summary>Null without any.</summary>
    public static SeedSpread? Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? null : new(sorted[0], sorted[(sorted.Count - 1) / 2], sorted[^1]);
    }

    /// <summary>The median, and behind it from where to where; alone where all are the same.</summary>
    public string Told(string format = "#,0.##") => Least.Equals(Most)
        ? Html.Number(Median, format)
        : $"{Html.Number(Median, format)} <small>({Html.Number(Least, format)} to {Html.Number(Most, format)})</small>";
}
