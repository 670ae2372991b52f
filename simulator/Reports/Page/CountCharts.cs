namespace DeskFleet.Simulator.Reports.Page;

/// <summary>Refusals by reason, AutoStops and hours by group.</summary>
internal static class CountCharts
{
    private const double BarHeight = 34;

    public static ChartFigure Refusals(ReportData data)
    {
        var refusals = data.Summary.Refusals.OrderByDescending(reason => reason.Value).ThenBy(reason => reason.Key, StringComparer.Ordinal).ToList();
        var figure = new ChartFigure("refusals", "Refusals by reason", "requests");
        return refusals.Count == 0
            ? figure with { Note = "<strong>Nobody was refused.</strong>" }
            : figure with
            {
                Model = BarChart.Of([.. refusals.Select(reason => reason.Key)], "requests", ("bar-2", [.. refusals.Select(reason => (double)reason.Value)])),
                Height = 80 + (BarHeight * refusals.Count),
                Note = "Operation and code. The message to the user is in events.jsonl; <code>explain</code> tells one desktop's story.",
            };
    }

    public static ChartFigure AutoStops(ReportData data) => Groups(data, "autostops", "AutoStops by group", "stops", ("AutoStops", "bar", group => group.AutoStops)) with
    {
        Note = "A desktop in AutoStop mode stops when nobody has been connected for its period. AlwaysOn groups have none.",
    };

    public static ChartFigure Hours(ReportData data) =>
        Groups(
            data,
            "hours",
            "Hours by group",
            "hours",
            ("connected", "connected", group => group.ConnectedHours),
            ("running", "running", group => group.RunningHours),
            ("metered", "bar-2", group => group.MeteredHours)) with
        {
            Note = "Metered are started hours of running intervals that have ended; what still runs at the end of the run is in running hours only.",
        };

    private static ChartFigure Groups(
        ReportData data, string id, string title, string unit, params (string Name, string Ink, Func<GroupSummary, double> Value)[] series)
    {
        var groups = data.Summary.Groups;
        return new(id, title, unit)
        {
            Width = Charts.HalfWidth,
            Height = 90 + (BarHeight * groups.Length * Math.Max(1.2, series.Length * 0.8)),
            Model = BarChart.Of([.. groups.Select(group => group.Group)], unit, [.. series.Select(s => (s.Ink, (IReadOnlyList<double>)[.. groups.Select(s.Value)]))]),
            Legend = series.Length > 1 ? [.. series.Select(s => new LegendEntry(s.Name, s.Ink))] : [],
        };
    }
}
