using System.Text;
using DeskFleet.Simulator.Bills;

namespace DeskFleet.Simulator.Reports.Page;

/// <summary>The tiles under the sentence.</summary>
internal static class KeyFigures
{
    public static string Of(ReportData data)
    {
        var run = data.Summary;
        var tiles = new StringBuilder();
        Tile(tiles, "Desktops", Html.Figure("workSpaces", run.WorkSpaces), run.ByolSeats.Peak > 0 ? $"{Html.Figure("byolSeats.live", run.ByolSeats.Live)} own licences, {Html.Number(run.ByolSeats.Commitment)} committed at least" : "launched and kept");
        Tile(tiles, "Peak connected", Html.Figure("connected.count", run.Connected.Count), data.Local(run.Connected.At));
        Tile(tiles, "Peak running", Html.Figure("running.count", run.Running.Count), data.Local(run.Running.At));
        if (run.Headroom is { } headroom)
            Tile(tiles, "Least headroom", Html.Figure("headroom.leastPercent", headroom.LeastPercent) + Unit("%"), $"{Html.Text(headroom.Binding)} in {Html.Text(headroom.Zone)}, {data.Local(headroom.At)}");
        Tile(tiles, "Sessions", Html.Figure("sessionsOpened", run.SessionsOpened), $"of {Html.Figure("sessionsAsked", run.SessionsAsked)} asked; {Html.Figure("gaveUp", run.GaveUp)} gave up waiting");
        Tile(tiles, "Refused", Html.Number(run.Refusals.Values.Sum()), $"{Html.Figure("waitsForCapacity", run.WaitsForCapacity)} waits for room");
        Tile(tiles, "Resume wait, p99", run.ResumeWait.P99Seconds is { } p99 ? Html.Figure("resumeWait.p99Seconds", p99) + Unit("s") : "–", Waits(run.ResumeWait));
        Tile(tiles, "Resumes", Html.Figure("resumes", run.Resumes), $"{Html.Figure("startsQueued", run.StartsQueued)} queued for a start slot; {Html.Figure("autoStops", run.AutoStops)} AutoStops");
        if (run.Maintenance is { } updates)
            Tile(tiles, "Updates", Html.Figure("maintenance.done", updates.Done), $"installed; {Html.Figure("maintenance.pending", updates.Pending)} pending, {Html.Figure("maintenance.missed", updates.Missed)} of them missed a window");
        Tile(tiles, "Metered hours", Html.Figure("meteredHours", run.MeteredHours), $"started hours of runs that ended; {Html.Figure("runningHours", run.RunningHours, "#,0")} h running");
        Tile(tiles, "Connected hours", Html.Figure("connectedHours", run.ConnectedHours, "#,0"), $"{Html.Number(100 * run.ConnectedHours / Math.Max(1, run.RunningHours), "0")} % of the running hours");
        if (run.Cost is { } cost)
            Tile(tiles, "Cost", cost.Total is { } total ? Html.Figure("cost.total", (double)total, "#,0") + Unit(cost.Currency) : CostSummary.NotPriced, CostCharts.Months(cost));
        return tiles.ToString();
    }

    public static string Unit(string unit) => $" <small>{unit}</small>";

    private static string Waits(WaitFigures waits) => waits.Count == 0
        ? "nobody met a stopped desktop"
        : $"half within {Html.Figure("resumeWait.p50Seconds", waits.P50Seconds)} s, 95 % within {Html.Figure("resumeWait.p95Seconds", waits.P95Seconds)} s, longest {Html.Figure("resumeWait.maxSeconds", waits.MaxSeconds)} s";

    public static void Tile(StringBuilder tiles, string name, string value, string note) =>
        tiles.Append("<div class=\"tile\"><dt>").Append(name).Append("</dt><dd>").Append(value).Append("</dd><p>").Append(note).Append("</p></div>\n");
}
