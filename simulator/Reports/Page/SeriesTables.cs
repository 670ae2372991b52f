using System.Globalization;
using DeskFleet.Simulator.Bills;
using DeskFleet.Simulator.Series;
using DeskFleet.Simulator.Thresholds;

namespace DeskFleet.Simulator.Reports.Page;

/// <summary>Tables of a series. Where a cell has a spread it says the median, and in brackets the least and the most.</summary>
internal static class SeriesTables
{
    public static string Thresholds(SeriesSummary series) => series.Thresholds.IsEmpty ? "" : Html.Table(
        ["demanded of every run", "limit", "least", "median", "most", ""],
        series.Thresholds.Select((threshold, i) => (IEnumerable<string>)
        [
            Tables.Metric(threshold.Metric, threshold.Group),
            Html.Text(threshold.Demand),
            .. Values(series, series.Spread.ToList().FindIndex(figure => (figure.Figure, figure.Group) == (threshold.Metric, threshold.Group))),
            threshold.Passed ? Passed(series, threshold) : $"<span class=\"missed\">missed in {Html.Figure($"thresholds[{i}].missed", threshold.Missed)} of {Html.Figure($"thresholds[{i}].runs", threshold.Runs)}</span>",
        ]));

    public static string Spread(SeriesSummary series) => Html.Table(
        ["figure", "least", "median", "most"],
        series.Spread.Select((figure, i) => (IEnumerable<string>)[Tables.Metric(figure.Figure, figure.Group), .. Values(series, i)]));

    public static string Runs(SeriesData data, SeriesSummary series) => Html.Table(
        ["seed", "sessions opened", "refused", "gave up", "resume wait p99", "least headroom", "tightest on", $"cost, {CostSummary.UsDollar}"],
        series.Runs.Select((run, i) => (IEnumerable<string>)
        [
            $"<a href=\"seed-{run.Inputs.Seed}/report.html\">{run.Inputs.Seed}</a>",
            Html.Figure($"runs[{i}].sessionsOpened", run.SessionsOpened),
            Html.Number(run.Refusals.Values.Sum()),
            Html.Figure($"runs[{i}].gaveUp", run.GaveUp),
            run.ResumeWait.P99Seconds is { } p99 ? $"{Html.Figure($"runs[{i}].resumeWait.p99Seconds", p99)} s" : "–",
            run.Headroom is { } headroom ? $"{Html.Figure($"runs[{i}].headroom.leastPercent", headroom.LeastPercent)} %" : "endless",
            run.Headroom is { } tightest ? $"{Html.Text(data.First!.Local(tightest.At))}, {Html.Text(tightest.Binding)} in {Html.Text(tightest.Zone)}" : "–",
            Html.Figure($"runs[{i}].cost.total", (double?)run.Cost?.Total, "#,0"),
        ]));

    public static string Groups(SeriesSummary series) => Html.Table(
        ["group", "desktops", "sessions", "wait p50, s", "wait p99, s", "longest wait, s", "refused", "gave up", "metered h", "running h"],
        series.Runs[0].Groups.Select((group, i) =>
        {
            string Cell(Func<GroupSummary, double?> value, string format = "#,0.##") => Told(series.Runs.Select(run => value(run.Groups[i])), format);
            return (IEnumerable<string>)
            [
                Html.Text(group.Group),
                Cell(g => g.WorkSpaces),
                Cell(g => g.SessionsOpened),
                Cell(g => g.ResumeWait.P50Seconds),
                Cell(g => g.ResumeWait.P99Seconds),
                Cell(g => g.ResumeWait.MaxSeconds),
                Cell(g => g.Refusals),
                Cell(g => g.GaveUp),
                Cell(g => g.MeteredHours),
                Cell(g => g.RunningHours, "#,0"),
            ];
        }));

    /// <summary>Nothing where a run has no bill.</summary>
    public static string Costs(SeriesSummary series) => series.Runs.Any(run => run.Cost is null) ? "" : Html.Table(
        ["group", "mode", "billed h", $"cost, {CostSummary.UsDollar} a run", CostCharts.In("AutoStop", series.Runs[0].Cost!), CostCharts.In("AlwaysOn", series.Runs[0].Cost!)],
        series.Runs[0].Cost!.Groups.Select((group, i) =>
        {
            string Cell(Func<GroupCost, double?> value, string format) => Told(series.Runs.Select(run => value(run.Cost!.Groups[i])), format);
            return (IEnumerable<string>)
            [
                Html.Text(group.Group),
                Html.Text(group.Mode),
                Cell(g => g.BilledHours, "#,0"),
                Cell(g => (double?)g.Total, "#,0"),
                Cell(g => (double?)g.AsAutoStop, "#,0"),
                Cell(g => (double?)g.AsAlwaysOn, "#,0"),
            ];
        }));

    /// <summary>Of the spread at a place of the summary; none: a place below 0.</summary>
    public static IEnumerable<string> Values(SeriesSummary series, int place)
    {
        if (place < 0)
            return ["–", "–", "–"];
        var figure = series.Spread[place];
        var format = ThresholdMetric.Of(figure.Figure).NumberFormat;
        return new[] { ("min", figure.Min), ("median", figure.Median), ("max", figure.Max) }
            .Select(value => $"{Html.Figure($"spread[{place}].{value.Item1}", (double)value.Item2, format)} {figure.Unit}");
    }

    private static string Told(IEnumerable<double?> values, string format) => SeedSpread.Of(values.OfType<double>())?.Told(format) ?? "–";

    private static string Passed(SeriesSummary series, SeriesThreshold threshold) => series.IsPartial
        ? string.Create(CultureInfo.InvariantCulture, $"passed in {threshold.Runs} of {series.RunsAsked}")
        : "<span class=\"passed\">passed</span>";
}
