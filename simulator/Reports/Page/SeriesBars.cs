using DeskFleet.Simulator.Series;

namespace DeskFleet.Simulator.Reports.Page;

/// <summary>Charts of a series that have no time: by group, by reason, by seed.</summary>
internal static class SeriesBars
{
    public static ChartFigure WaitsByGroup(SeriesSummary series)
    {
        var names = series.Runs[0].Groups.Select(group => group.Group).ToList();
        return series.Runs.All(run => run.ResumeWait.Count == 0)
            ? new ChartFigure("wait-groups", "Waits for a start by group", "seconds") { Width = Charts.HalfWidth, Note = WaitCharts.Nobody }
            : SpreadBars.Of("wait-groups", "99 % of each group's waits are at most", "seconds", series, names, (run, group) => run.Groups[group].ResumeWait.P99Seconds) with
            {
                Note = "Groups whose people never met a stopped desktop are left out.",
            };
    }

    public static ChartFigure Refusals(SeriesSummary series)
    {
        var reasons = series.Runs.SelectMany(run => run.Refusals.Keys).Distinct().Order(StringComparer.Ordinal).ToList();
        return reasons.Count == 0
            ? new ChartFigure("refusals", "Refusals by reason", "requests a run") { Note = "<strong>Nobody was refused under any seed.</strong>" }
            : SpreadBars.Of("refusals", "Refusals by reason", "requests a run", series, reasons, (run, reason) => run.Refusals.GetValueOrDefault(reasons[reason])) with
            {
                Width = Charts.WideWidth,
                Note = "Operation and code. The message to the user is in each seed's events.jsonl.",
            };
    }

    public static IEnumerable<ChartFigure> Costs(SeriesSummary series)
    {
        if (series.Runs.Any(run => run.Cost is null))
            yield break;
        var cost = series.Runs[0].Cost!;
        yield return SpreadBars.Of("cost", "Cost by group", CostCharts.Unit(cost), series, [.. cost.Groups.Select(group => group.Group)], (run, group) => (double)(run.Cost!.Groups[group].Total ?? 0)) with
        {
            Width = Charts.WideWidth,
            Note = $"Of one run. {CostCharts.WholeFees}",
        };
    }

    public static IEnumerable<ChartFigure> BySeed(SeriesSummary series)
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
        if (runs.All(run => run.Cost?.Total is not null))
            yield return Bars("seed-cost", "Cost, by seed", CostCharts.Unit(runs[0].Cost!), ("running", Of(run => (double)(run.Cost!.Total ?? 0))));
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
