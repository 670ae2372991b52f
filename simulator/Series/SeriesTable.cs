using System.Globalization;
using DeskFleet.Simulator.Thresholds;
using Spectre.Console;

namespace DeskFleet.Simulator.Series;

/// <summary>Prints thresholds, and what a series of runs has in common.</summary>
public static class SeriesTable
{
    public static void Print(IAnsiConsole console, IReadOnlyCollection<ThresholdResult> results)
    {
        if (results.Count == 0)
            return;
        var table = new Table().Border(TableBorder.Simple).AddColumns("threshold", "demanded", "measured", "");
        foreach (var result in results)
            table.AddRow(Cells(result.Metric, result.Demand, result.Measured ?? "nothing to measure", result.Passed ? "passed" : "MISSED"));
        console.Write(table);
    }

    public static void Print(IAnsiConsole console, SeriesSummary series, string folder)
    {
        console.WriteLine();
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{series.Runs.Length} runs, seeds {series.Seeds[0]} to {series.Seeds[^1]}{(series.IsPartial ? "  PARTIAL: interrupted before the last" : "")}"));
        console.Write(Spread(series));
        if (!series.Thresholds.IsEmpty)
            console.Write(Thresholds(series));
        console.WriteLine($"written to {folder}: report.html and summary.json over all runs; each run's own in seed-{series.Seeds[0]} to seed-{series.Seeds[^1]}");
    }

    private static Table Thresholds(SeriesSummary series)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("threshold", "demanded", "over all runs");
        foreach (var threshold in series.Thresholds)
            table.AddRow(Cells(threshold.Metric, threshold.Demand, threshold.Passed ? "passed" : $"MISSED in {threshold.Missed} of {threshold.Runs}"));
        return table;
    }

    private static Table Spread(SeriesSummary series)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("figure", "least", "median", "most");
        foreach (var column in table.Columns.Skip(1))
            column.RightAligned();
        foreach (var figure in series.Spread)
            table.AddRow(Cells(figure.Figure, Show(figure.Min, figure), Show(figure.Median, figure), Show(figure.Max, figure)));
        return table;
    }

    private static string Show(decimal value, FigureSpread figure) =>
        string.Create(CultureInfo.InvariantCulture, $"{value:#,0.####} {figure.Unit}").TrimEnd();

    private static Text[] Cells(params string[] cells) => [.. cells.Select(cell => new Text(cell))];
}
