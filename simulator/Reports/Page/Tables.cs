using DeskFleet.Simulator.Thresholds;

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

    /// <summary>What was demanded and what came of it; nothing where nothing was demanded.</summary>
    public static string Thresholds(ReportData data) => data.Summary.Thresholds is not { IsEmpty: false } thresholds ? "" : Html.Table(
        ["demanded of the run", "limit", "measured", ""],
        thresholds.Select((threshold, i) => (IEnumerable<string>)
        [
            Metric(threshold.Metric, threshold.Group),
            Html.Text(threshold.Demand),
            threshold is { Measured: { } measured, Value: { } value } ? Html.Told($"thresholds[{i}].value", (double)value, measured) : "nothing to measure",
            data.Summary.IsPartial ? threshold.SoFar : threshold.Passed ? "<span class=\"passed\">passed</span>" : "<span class=\"missed\">missed</span>",
        ]));

    /// <summary>A metric's name, and under it what it means.</summary>
    public static string Metric(string name, string? group) =>
        $"{Html.Text(ThresholdSpec.NameOf(name, group))}<p class=\"note\">{Html.Text(ThresholdMetric.Of(name).Meaning)}</p>";

    /// <summary>Every sign-in comes to one of these ends.</summary>
    public static string SignIns(ReportData data)
    {
        var run = data.Summary;
        var atOnce = run.SessionsOpened - run.ResumeWait.Count;
        (string End, string Count, long Value)[] ends =
        [
            ("opened at once, the desktop was running", Html.Number(atOnce), atOnce),
            ("opened after a wait for the desktop to start", Html.Figure("resumeWait.count", run.ResumeWait.Count), run.ResumeWait.Count),
            ("refused", Html.Figure("signIns.refused", run.SignIns.Refused), run.SignIns.Refused),
            ("given up by the user while waiting", Html.Figure("gaveUp", run.GaveUp), run.GaveUp),
            ("still waiting when the run ended", Html.Figure("signIns.stillWaiting", run.SignIns.StillWaiting), run.SignIns.StillWaiting),
        ];
        return Html.Table(
            ["what became of every sign-in", "sign-ins", "share"],
            [
                .. ends.Select(end => (IEnumerable<string>)[end.End, end.Count, Share(end.Value, run.SignIns.All)]),
                [$"all: for {Html.Figure("sessionsAsked", run.SessionsAsked)} sessions ({Html.Figure("signIns.cutOff", run.SignIns.CutOff)} of them after having been cut off), {Html.Figure("signIns.retried", run.SignIns.Retried)} times again after a refusal", Html.Figure("signIns.all", run.SignIns.All), ""],
            ]);
    }

    private static string Share(long part, long whole) => whole == 0 ? "–" : $"{Html.Number(100.0 * part / whole)} %";

    private static string Seconds(string figure) => figure == "–" ? figure : $"{figure} s";
}
