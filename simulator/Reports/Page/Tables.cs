namespace DeskFleet.Simulator.Reports.Page;

/// <summary>Figures by group and by zone.</summary>
internal static class Tables
{
    public static string Groups(ReportData data) => Html.Table(
        ["group", "desktops", "sessions", "resumes", "wait p50", "wait p99", "AutoStops", "metered h", "running h", "refused", "gave up"],
        data.Summary.Groups.Select((group, i) => (IEnumerable<string>)
        [
            Html.Text(group.Group),
            Html.Figure($"groups[{i}].workSpaces", group.WorkSpaces),
            Html.Figure($"groups[{i}].sessionsOpened", group.SessionsOpened),
            Html.Figure($"groups[{i}].resumes", group.Resumes),
            Seconds(Html.Figure($"groups[{i}].resumeWait.p50Seconds", group.ResumeWait.P50Seconds)),
            Seconds(Html.Figure($"groups[{i}].resumeWait.p99Seconds", group.ResumeWait.P99Seconds)),
            Html.Figure($"groups[{i}].autoStops", group.AutoStops),
            Html.Figure($"groups[{i}].meteredHours", group.MeteredHours),
            Html.Figure($"groups[{i}].runningHours", group.RunningHours, "#,0"),
            Html.Figure($"groups[{i}].refusals", group.Refusals),
            Html.Figure($"groups[{i}].gaveUp", group.GaveUp),
        ]));

    public static string Zones(ReportData data) => Html.Table(
        ["availability zone", "desktops", "overflow launches", "peak running", "peak hosts in use", "running h"],
        data.Summary.Zones.Select((zone, i) => (IEnumerable<string>)
        [
            Html.Text(zone.Zone),
            Html.Figure($"zones[{i}].workSpaces", zone.WorkSpaces),
            Html.Figure($"zones[{i}].unbalancedLaunches", zone.UnbalancedLaunches),
            Html.Figure($"zones[{i}].peakRunning", zone.PeakRunning),
            Html.Figure($"zones[{i}].peakHostsInUse", zone.PeakHostsInUse),
            Html.Figure($"zones[{i}].runningHours", zone.RunningHours, "#,0"),
        ]));

    private static string Seconds(string figure) => figure == "–" ? figure : $"{figure} s";
}
