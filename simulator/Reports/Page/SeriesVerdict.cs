using System.Globalization;
using DeskFleet.Simulator.Bills;
using DeskFleet.Simulator.Series;

namespace DeskFleet.Simulator.Reports.Page;

/// <summary>The first sentences of a page over several runs: does it hold, who was refused, who waits, when is it tightest, what does it cost?</summary>
internal static class SeriesVerdict
{
    public static PageOutcome OutcomeOf(SeriesSummary series) => series.IsPartial ? PageOutcome.Interrupted
        : !Holds(series) ? PageOutcome.Misses
        : series.Runs.All(run => run.Refusals.IsEmpty) ? PageOutcome.Holds
        : PageOutcome.Warns;

    public static string Of(SeriesData data, SeriesSummary series) =>
        $"{(series.IsPartial ? Phrases($"Interrupted: {series.Runs.Length} of {series.RunsAsked} seeds were run to their end. ") : "")}{Outcome(series)} {Refused(series)}{Waits(series)}{Losses(data, series)}{Tightest(data, series)}{Costs(series)}";

    private static bool Holds(SeriesSummary series) => series.Thresholds.IsEmpty
        ? series.Runs.All(Verdict.Holds)
        : series.Thresholds.All(threshold => threshold.Passed);

    private static string Outcome(SeriesSummary series)
    {
        var missed = series.Thresholds.Where(threshold => !threshold.Passed).Select(threshold => Phrases($"{threshold.Name} {threshold.Demand} in {threshold.Missed} of {threshold.Runs}")).ToList();
        if (missed.Count > 0)
            return $"It does not hold: missed {string.Join(", ", missed)} runs.";
        var tooFew = series.Runs.Count(run => !Verdict.Holds(run));
        return tooFew > 0 ? Phrases($"It does not hold under {tooFew} of {series.Runs.Length} seeds.")
            : series.IsPartial ? "Under these nothing was missed."
            : Phrases($"{(series.Runs.All(run => run.Refusals.IsEmpty) ? "It holds" : "What was demanded holds")} under all {series.Runs.Length} seeds.");
    }

    /// <summary>Whatever the reason: thresholds may be about want of room alone.</summary>
    private static string Refused(SeriesSummary series)
    {
        var refused = series.Runs.Select(run => run.Refusals.Values.Sum()).ToList();
        if (refused.Max() == 0)
            return "Nobody was refused.";
        var (reason, count) = series.Runs.SelectMany(run => run.Refusals).GroupBy(known => known.Key, known => known.Value)
            .Select(known => (known.Key, Count: known.Sum())).OrderByDescending(known => known.Count).ThenBy(known => known.Key, StringComparer.Ordinal).First();
        return Phrases($"{Range(refused.Min(), refused.Max(), "#,0")} requests a run were refused, {(count == refused.Sum() ? "all" : "most")} of them {reason}.");
    }

    private static string Waits(SeriesSummary series)
    {
        var waits = series.Runs.Select(run => run.ResumeWait.P99Seconds).OfType<long>().ToList();
        return waits.Count == 0 ? "" : $" 99 of 100 who met a stopped desktop were in within {Range(waits.Min(), waits.Max(), "0")} s.";
    }

    /// <summary>The time line is the same under every seed.</summary>
    private static string Losses(SeriesData data, SeriesSummary series) => series.Runs[0].Losses.Where(loss => loss.Hosts > 0).ToList() is { Count: > 0 } happened
        ? " " + string.Concat(happened.Select(loss => LossSentence.Of([.. series.Runs.SelectMany(run => run.Losses).Where(same => same.At == loss.At)], data.First!.Local(loss.At)))).TrimEnd()
        : "";

    private static string Tightest(SeriesData data, SeriesSummary series)
    {
        if (series.Runs.Where(run => run.Headroom is not null).MinBy(run => run.Headroom!.LeastPercent) is not { Headroom: { } headroom } tightest)
            return "";
        var enough = series.Runs.Count(run => run.Headroom is { SurvivesOneHost: true });
        return Phrases($" It is tightest on {data.First!.Local(headroom.At)} under seed {tightest.Inputs.Seed}, with {headroom.LeastPercent:0.##} % of the {headroom.Binding} in {headroom.Zone} free; {(enough == series.Runs.Length ? "under every seed that is" : enough == 0 ? "under no seed is there always" : $"under {enough} of {series.Runs.Length} seeds there is always")} enough to lose any one host of a zone.");
    }

    private static string Costs(SeriesSummary series)
    {
        var costs = series.Runs.Select(run => run.Cost).OfType<CostSummary>().ToList();
        return costs.Count == 0 ? "" : costs.Exists(cost => cost.Total is null) ? " What a run costs is not priced." : $" A run costs {Range((double)costs.Min(cost => cost.Total)!.Value, (double)costs.Max(cost => cost.Total)!.Value, "#,0")} {CostSummary.UsDollar} ({CostCharts.Months(costs[0])}).";
    }

    private static string Range(double least, double most, string format) =>
        Html.Number(least, format) is var from && Html.Number(most, format) is var to && from == to ? from : $"{from} to {to}";

    private static string Phrases(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
