using OxyPlot;

namespace DeskFleet.Simulator.Reports.Page;

/// <summary>Who waits for a desktop to start, how long, and when.</summary>
internal static class WaitCharts
{
    public const string Nobody = "Nobody waited for a desktop to start.";
    private const int Bars = 30;

    public static IEnumerable<ChartFigure> Of(ReportData data) =>
    [
        OverTime(data, data.Figures.WaitsByHour, "Waits for a start over time"),
        Distribution(data.Fleet.ResumeWaits, "How long people waited for a start") with
        {
            Note = data.Fleet.ResumeWaits.Count == 0 ? Nobody : $"{Html.Figure("resumeWait.count", data.Summary.ResumeWait.Count)} sign-ins met a stopped desktop; " +
                $"{Html.Figure("resumeWait.within90s", data.Summary.ResumeWait.Within90s, "0.0 %")} of them were in within 90 s. From the first click to the open session.",
        },
        Groups(data),
    ];

    public static ChartFigure Distribution(WaitTimes waits, string title)
    {
        var figure = new ChartFigure("wait-distribution", title, "sign-ins per bar, over seconds") { Width = Charts.HalfWidth };
        if (waits.Count == 0)
            return figure with { Note = Nobody };
        var (first, last) = (waits.Counts.First().Key, waits.Percentile(1)!.Value);
        var width = (long)Math.Ceiling((last - first + 1) / (double)Bars);
        var counts = new double[((last - first) / width) + 1];
        foreach (var (seconds, count) in waits.Counts)
            counts[(seconds - first) / width] += count;
        return figure with
        {
            Model = BarChart.Histogram(first, width, counts, "wait, seconds"),
            Pointer = new(
                [.. counts.Select((_, i) => width == 1 ? $"{first + i} s" : $"{first + (i * width)}–{first + ((i + 1) * width) - 1} s")],
                [new("waited", "sign-ins", [.. counts.Select(count => (double?)count)])]),
        };
    }

    /// <param name="hours">Waits by the hour in which they ended.</param>
    public static ChartFigure OverTime(ReportData data, IReadOnlyList<WaitTimes> hours, string title)
    {
        var figure = new ChartFigure("wait-time", title, "seconds");
        if (hours.All(hour => hour.Count == 0))
            return figure with { Note = Nobody };
        var buckets = new TimeBuckets(data.Span, data.Summary.Start, NodaTime.Duration.FromHours(1));
        var perPoint = (int)buckets.HoursPerPoint;
        double[] Of(double share) => [.. Enumerable.Range(0, buckets.Count).Select(i => hours.Skip(i * perPoint).Take(perPoint).Max(waits => waits.Percentile(share)) ?? double.NaN)];
        return new TimeSeriesChart(buckets, "seconds")
            .Area("longest", "longest", [.. Of(1).Select(wait => double.IsNaN(wait) ? 0 : wait)]).Line("95 % waited at most", "p95", Of(0.95), thickness: 1.6).Line("half waited at most", "p50", Of(0.5), LineStyle.Dot, 1.6)
            .Figure(figure.Id, figure.Title, figure.Unit) with
        {
            Height = 240,
            Note = $"By the {(perPoint == 1 ? "hour" : $"{perPoint} hours")} in which the wait ended; no line where nobody waited.",
        };
    }

    private static ChartFigure Groups(ReportData data)
    {
        var groups = data.Summary.Groups.Where(group => group.ResumeWait.Count > 0).ToList();
        var figure = new ChartFigure("wait-groups", "Waits for a start by group", "seconds") { Width = Charts.HalfWidth };
        if (groups.Count == 0)
            return figure with { Note = Nobody };
        IReadOnlyList<double> Of(Func<WaitFigures, long?> seconds) => [.. groups.Select(group => (double)seconds(group.ResumeWait)!.Value)];
        return figure with
        {
            Model = BarChart.Of([.. groups.Select(group => group.Group)], "seconds", ("p50", Of(w => w.P50Seconds)), ("p95", Of(w => w.P99Seconds)), ("longest", Of(w => w.MaxSeconds))),
            Height = 300,
            Legend = [new("half at most", "p50"), new("99 % at most", "p95"), new("longest", "longest")],
            Note = "Groups whose people never met a stopped desktop are left out.",
        };
    }
}
