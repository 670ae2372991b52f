using System.Globalization;
using OxyPlot;

namespace DeskFleet.Simulator.Reports.Page;

/// <summary>Charts over time of a series: bands from the seed with the least to the seed with the most.</summary>
internal static class SeriesCharts
{
    private const string Reach = "the band reaches from the seed with the least to the seed with the most";

    public static IEnumerable<ChartFigure> Load(SeriesData series)
    {
        var first = series.First!;
        var buckets = first.Buckets(first.Span);
        var chart = new TimeSeriesChart(buckets, "desktops").Band("running", "running", series.Running).Band("connected", "connected", series.Connected);
        if (first.Summary.Headroom is not null)
        {
            var headroom = first.Figures.Capacity.Headroom;
            chart.Line("hosts hold", "capacity", buckets.Least(headroom.Capacity))
                .Line("hosts hold with one lost per zone (N+1)", "spare", buckets.Least(headroom.CapacityWithoutLargest), LineStyle.Dash);
        }

        yield return chart.Figure("load", "Connected and running over time, from the least to the most of all seeds", "desktops") with
        {
            Height = 340,
            Note = $"Each point is the greatest number within {buckets.Length} of a run; {Reach}.",
        };
        foreach (var (number, pool) in ZoneCharts.Limited(first).Index())
        {
            yield return ZoneCharts.Finish(first, pool, number, new TimeSeriesChart(buckets, "desktops").Band("taken", "running", series.Taken(number))) with
            {
                Note = $"What is scarcest, vCPU, memory or GPU, is counted; the gap up to the line is the headroom; {Reach}.",
            };
        }
    }

    public static IEnumerable<ChartFigure> Headroom(SeriesData series)
    {
        var first = series.First!;
        if (first.Summary.Headroom is not null)
        {
            var buckets = first.Buckets(first.Span);
            yield return new TimeSeriesChart(buckets, "%", maximum: 100).Band("free", "connected", series.Free)
                .Figure("headroom-time", "Headroom over time, from the least to the most of all seeds", "% of the tightest zone's hosts free") with
            {
                Height = 240,
                Note = $"Each point is the least within {buckets.Length} of a run; {Reach}. \"The runs\" says when each seed is tightest.",
            };
        }

        yield return HeadroomMap.OfCells(first, series.Cells) with
        {
            Note = "The least of each hour over the whole run and over all seeds.",
        };
    }

    public static IEnumerable<ChartFigure> Recovery(SeriesData series, IReadOnlyList<RunSummary> runs) =>
        series.First!.Summary.Losses.Select((loss, number) =>
        {
            var (connected, wanted, waiting) = series.Recovery(number);
            var chart = new TimeSeriesChart(RecoveryCharts.Buckets(series.First, number), "people")
                .Band("connected", "connected", connected).Band("want a desktop", "longest", wanted).Band("wait for theirs", "spare", waiting);
            return chart.Figure(FormattableString.Invariant($"recovery-{number + 1}"), $"{series.First.Local(loss.At)}: {loss.What} lost", "people") with
            {
                Height = 280,
                Note = $"By the minute; {Reach}. {Recovered([.. runs.Select(run => run.Losses[number])])}",
            };
        });

    public static IEnumerable<ChartFigure> Waits(SeriesData series)
    {
        var all = new WaitTimes();
        foreach (var hour in series.WaitsByHour)
            all.Add(hour);
        yield return WaitCharts.OverTime(series.First!, series.WaitsByHour, "Waits for a start over time, all seeds together");
        yield return WaitCharts.Distribution(all, "How long people waited, all seeds together") with
        {
            Note = all.Count == 0 ? WaitCharts.Nobody : "From the first click to the open session.",
        };
    }

    private static string Recovered(IReadOnlyList<LossSummary> losses)
    {
        var back = losses.Where(loss => loss.RecoveredAt is not null).Select(loss => (loss.RecoveredAt!.Value - loss.At).TotalMinutes).Order().ToList();
        var cutOff = string.Create(CultureInfo.InvariantCulture, $"{losses.Min(loss => loss.CutOff):N0} to {losses.Max(loss => loss.CutOff):N0} people were cut off");
        var recovered = back.Count == 0 ? "under no seed" : string.Create(CultureInfo.InvariantCulture, $"{back[0]:0} to {back[^1]:0} minutes after the loss under {back.Count} of {losses.Count} seeds");
        return $"{cutOff}; 99 % of those who wanted a desktop were connected again {recovered}.";
    }
}
