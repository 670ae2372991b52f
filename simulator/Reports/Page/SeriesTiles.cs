using System.Text;
using DeskFleet.Simulator.Series;
using DeskFleet.Simulator.Thresholds;

namespace DeskFleet.Simulator.Reports.Page;

/// <summary>The tiles of a page over several runs: medians, and from where to where.</summary>
internal static class SeriesTiles
{
    private static readonly (string Figure, string Name)[] Shown =
    [
        ("connected.max", "Peak connected"), ("running.max", "Peak running"), ("headroom.least", "Least headroom"), ("sessions.opened.rate", "Sessions served"),
        ("refusals", "Refused"), ("resume.wait.p99", "Resume wait, p99"), ("hours.metered", "Metered hours"), ("cost.total", "Cost"),
    ];

    public static string Of(SeriesSummary series)
    {
        var tiles = new StringBuilder();
        foreach (var (name, title) in Shown)
        {
            if (series.Spread.ToList().FindIndex(figure => figure.Figure == name && figure.Group is null) is >= 0 and var place)
                KeyFigures.Tile(tiles, title, Median(series, place), Range(series.Spread[place]));
        }

        return tiles.ToString();
    }

    private static string Median(SeriesSummary series, int place)
    {
        var figure = series.Spread[place];
        return Html.Figure($"spread[{place}].median", (double)figure.Median, Format(figure)) + (figure.Unit.Length == 0 ? "" : KeyFigures.Unit(figure.Unit));
    }

    private static string Range(FigureSpread figure)
    {
        var (least, most) = (Html.Number((double)figure.Min, Format(figure)), Html.Number((double)figure.Max, Format(figure)));
        return least == most ? "under every seed" : $"median; {least} to {most} over the seeds";
    }

    /// <summary>A tile has no room for cents.</summary>
    private static string Format(FigureSpread figure) => ThresholdMetric.Of(figure.Figure) is { Kind: MetricKind.Money } ? "#,0" : ThresholdMetric.Of(figure.Figure).NumberFormat;
}
