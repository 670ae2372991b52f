using System.Globalization;
using DeskFleet.Simulator.Bills;
using DeskFleet.Simulator.Series;

namespace DeskFleet.Simulator.Reports.Page;

/// <summary><c>report.html</c> over the runs of a series: the same questions, answered with their spread over the seeds.</summary>
public static class SeriesPage
{
    /// <summary>Beyond this many seeds bars by seed say nothing that the table does not.</summary>
    private const int MostSeedsDrawn = 40;

    /// <param name="json">The series' summary as it is written.</param>
    public static string Render(SeriesData data, SeriesSummary series, string json)
    {
        var first = data.First!;
        var page = new PageShell(first.Summary.Inputs.Scenario, first.Period, OutcomeOf(series), Verdict(series), json);
        return page
            .Add("What was demanded", Thresholds(series))
            .Add("Load and capacity", page.Draw(data.Load()))
            .Add("Spread over the seeds", Spread(series), series.Runs.Length > MostSeedsDrawn ? "" : page.Draw(SeriesData.BySeed(series)))
            .Add("The runs", Runs(series))
            .Add("What was assumed", Assumptions.OfSeries(first, series))
            .Render();
    }

    private static PageOutcome OutcomeOf(SeriesSummary series) => series.IsPartial ? PageOutcome.Interrupted : Holds(series) ? PageOutcome.Holds : PageOutcome.Misses;

    private static bool Holds(SeriesSummary series) => series.Thresholds.IsEmpty
        ? series.Runs.All(Page.Verdict.Holds)
        : series.Thresholds.All(threshold => threshold.Passed);

    private static string Verdict(SeriesSummary series)
    {
        var runs = series.Runs.Length;
        var missed = series.Runs.Count(run => !Page.Verdict.Holds(run));
        var demands = series.Thresholds.Where(threshold => !threshold.Passed).Select(threshold => Words($"{threshold.Metric} {threshold.Demand} in {threshold.Missed} of {threshold.Runs}")).ToList();
        var outcome = demands.Count > 0 ? $"It does not hold: missed {string.Join(", ", demands)} runs."
            : missed == 0 ? Words($"{Met(series)}.")
            : series.Thresholds.IsEmpty ? Words($"It does not hold under {missed} of {runs} seeds: requests were refused.")
            : Words($"{Met(series)}; under {missed} of them some requests were refused.");
        var waits = series.Spread.FirstOrDefault(figure => figure.Figure == "resume.wait.p99");
        var tightest = series.Runs.Where(run => run.Headroom is not null).MinBy(run => run.Headroom!.LeastPercent);
        return (series.IsPartial ? Words($"Interrupted: {runs} of {series.RunsAsked} seeds were run to their end. ") : "") + outcome
            + (waits is null ? "" : Words($" 99 of 100 who met a stopped desktop were in within {waits.Min:0} to {waits.Max:0} s."))
            + (tightest is null ? "" : Words($" It is tightest under seed {tightest.Inputs.Seed}, with {tightest.Headroom!.LeastPercent:0.##} % of the {tightest.Headroom.Binding} in {tightest.Headroom.Zone} free."))
            + Costs([.. series.Runs.Select(run => run.Cost).OfType<CostSummary>().Select(cost => cost.Total)]);
    }

    private static string Met(SeriesSummary series) => series.IsPartial ? "Under these nothing was missed" : Words($"It holds under all {series.Runs.Length} seeds");

    private static string Costs(List<decimal> totals) => totals.Count == 0 ? "" : Words($" It costs {totals.Min():#,0} to {totals.Max():#,0} {CostSummary.UsDollar}.");

    private static string Thresholds(SeriesSummary series) => series.Thresholds.IsEmpty ? "" : Html.Table(
        ["demanded of every run", "limit", "least", "median", "most", ""],
        series.Thresholds.Select((threshold, i) =>
        {
            var place = series.Spread.ToList().FindIndex(figure => figure.Figure == threshold.Metric);
            return (IEnumerable<string>)
            [
                Tables.Metric(threshold.Metric),
                Html.Text(threshold.Demand),
                .. Values(series, place),
                threshold.Passed ? Passed(series, threshold) : $"<span class=\"missed\">missed in {Html.Figure($"thresholds[{i}].missed", threshold.Missed)} of {Html.Figure($"thresholds[{i}].runs", threshold.Runs)}</span>",
            ];
        }));

    private static string Passed(SeriesSummary series, SeriesThreshold threshold) => series.IsPartial
        ? Words($"passed in {threshold.Runs} of {series.RunsAsked}")
        : "<span class=\"passed\">passed</span>";

    private static string Spread(SeriesSummary series) => Html.Table(
        ["figure", "least", "median", "most"],
        series.Spread.Select((figure, i) => (IEnumerable<string>)[Tables.Metric(figure.Figure), .. Values(series, i)]));

    private static IEnumerable<string> Values(SeriesSummary series, int place)
    {
        if (place < 0)
            return ["–", "–", "–"];
        var figure = series.Spread[place];
        return new[] { ("min", figure.Min), ("median", figure.Median), ("max", figure.Max) }
            .Select(value => $"{Html.Figure($"spread[{place}].{value.Item1}", (double)value.Item2)} {figure.Unit}");
    }

    private static string Runs(SeriesSummary series) => Html.Table(
        ["seed", "sessions opened", "refused", "resume wait p99", "least headroom", $"cost, {CostSummary.UsDollar}"],
        series.Runs.Select((run, i) => (IEnumerable<string>)
        [
            $"<a href=\"seed-{run.Inputs.Seed}/report.html\">{run.Inputs.Seed}</a>",
            Html.Figure($"runs[{i}].sessionsOpened", run.SessionsOpened),
            Html.Number(run.Refusals.Values.Sum()),
            run.ResumeWait.P99Seconds is { } p99 ? $"{Html.Figure($"runs[{i}].resumeWait.p99Seconds", p99)} s" : "–",
            run.Headroom is { } headroom ? $"{Html.Figure($"runs[{i}].headroom.leastPercent", headroom.LeastPercent)} %" : "endless",
            Html.Figure($"runs[{i}].cost.total", (double?)run.Cost?.Total, "#,0"),
        ]));

    private static string Words(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
