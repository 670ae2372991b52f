using System.Globalization;
using DeskFleet.Simulator.Reports;
using DeskFleet.Simulator.Thresholds;
using Spectre.Console;

namespace DeskFleet.Simulator.Series;

/// <summary>Prints thresholds, and what a series of runs has in common.</summary>
public static class SeriesTable
{
    public static void Print(IAnsiConsole console, RunSummary run)
    {
        if (run.Thresholds is not { IsEmpty: false } results)
            return;
        var table = new Table().Border(TableBorder.Simple).AddColumns("threshold", "demanded", "measured", "");
        foreach (var result in results)
            table.AddRow(Cells(result.Name, result.Demand, result.Measured ?? result.Unmeasured ?? "", run.IsPartial ? result.SoFar : result.Passed ? "passed" : "MISSED"));
        console.Write(table);
    }

    public static void Print(IAnsiConsole console, SeriesSummary series, string folder)
    {
        console.WriteLine();
        console.WriteLine(Heading(series));
        if (series.Runs.IsEmpty)
        {
            console.WriteLine($"written to {folder}: summary.json");
            return;
        }

        console.Write(Spread(series));
        if (!series.Thresholds.IsEmpty)
            console.Write(Thresholds(series));
        console.WriteLine($"written to {folder}: report.html and summary.json over all runs; each run's own in seed-{series.Seeds[0]} to seed-{series.Seeds[^1]}");
    }

    private static string Heading(SeriesSummary series)
    {
        var seeds = series.Seeds.IsEmpty ? "" : string.Create(CultureInfo.InvariantCulture, $", seeds {series.Seeds[0]} to {series.Seeds[^1]}");
        return string.Create(CultureInfo.InvariantCulture, $"{(series.IsPartial ? $"PARTIAL: interrupted after {series.Runs.Length} of {series.RunsAsked}" : $"{series.Runs.Length}")} runs{seeds}");
    }

    private static Table Thresholds(SeriesSummary series)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("threshold", "demanded", "over all runs");
        foreach (var threshold in series.Thresholds)
            table.AddRow(Cells(threshold.Name, threshold.Demand, threshold.Passed ? (series.IsPartial ? $"passed in {threshold.Runs} of {series.RunsAsked}" : "passed") : $"MISSED in {threshold.Missed} of {threshold.Runs}"));
        return table;
    }

    private static Table Spread(SeriesSummary series)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("figure", "least", "median", "most");
        foreach (var column in table.Columns.Skip(1))
            column.RightAligned();
        foreach (var figure in series.Spread)
            table.AddRow(Cells(ThresholdSpec.NameOf(figure.Figure, figure.Group), Show(figure.Min, figure), Show(figure.Median, figure), Show(figure.Max, figure)));
        return table;
    }

    private static string Show(decimal value, FigureSpread figure) =>
        $"{value.ToString(ThresholdMetric.Of(figure.Figure).NumberFormat, CultureInfo.InvariantCulture)} {figure.Unit}".TrimEnd();

    private static Text[] Cells(params string[] cells) => [.. cells.Select(cell => new Text(cell))];
}
