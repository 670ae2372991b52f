using System.Net;
using System.Text.RegularExpressions;
using DeskFleet.Simulator.Reports.Page;
using DeskFleet.Simulator.Tests.Scenarios;

namespace DeskFleet.Simulator.Tests.Reports;

public sealed partial class ReportPageTests(FinishedRuns runs) : IClassFixture<FinishedRuns>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Page_EveryFigure_EqualsTheSummary(bool isAmple)
    {
        var report = Report(isAmple);

        Assert.All(report.Figures, figure => Assert.All(figure, value => Assert.Equal(report.At(figure.Key), value)));
        foreach (var figure in new[] { "workSpaces", "connected.count", "running.count", "resumes", "resumeWait.p99Seconds", "autoStops", "meteredHours", "headroom.leastPercent", "groups[2].runningHours", "zones[1].peakRunning" })
            Assert.True(report.Figures.Contains(figure), $"The page does not show {figure}.");
    }

    [Fact]
    public void Page_EmbedsTheSummary_ToTheByte()
    {
        var report = Report(isAmple: true);

        Assert.Contains($"id=\"summary\">\n{report.SummaryText}</script>", report.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Page_EveryChart_IsThereOnceWithTitleAndUnit(bool isAmple)
    {
        var report = Report(isAmple);

        Assert.Equal(ReportFile.Charts.Order(StringComparer.Ordinal), report.Figure.Keys.Order(StringComparer.Ordinal));
        Assert.All(report.Figure.Values, figure => Assert.Matches("data-unit=\"[^\"]+\"(.|\n)*<h3>[^<]+</h3><span class=\"unit\">[^<]+</span>", figure));
        Assert.All(report.Figure.Where(figure => figure.Key != "refusals"), figure => Assert.Contains("<svg viewBox", figure.Value, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Page_AsksNothingOfTheNetwork(bool isAmple)
    {
        var html = Report(isAmple).Html;

        Assert.DoesNotMatch("(src|href|action|data|poster)\\s*=\\s*[\"']?(https?:|//)", html);
        Assert.DoesNotMatch("@import|url\\((?!#)|fetch\\(|XMLHttpRequest|WebSocket|<link (?!rel=\"icon\" href=\"data:,\")", html);
        Assert.Contains("default-src 'none'", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_ColoursComeFromTheStyleSheetAlone()
    {
        var report = Report(isAmple: true);

        Assert.All(report.Figure.Values, figure => Assert.DoesNotMatch("rgb\\(|(fill|stroke):black|\"black\"", figure));
        Assert.All(Variable().Matches(report.Html).Select(match => match.Groups[1].Value).Where(name => name != "c"), name => Assert.Contains($"--{name}: ", report.Html, StringComparison.Ordinal));
        Assert.Equal(report.Html.Split("id=\"").Length - 1, Id().Matches(report.Html).Select(match => match.Value).Distinct().Count());
    }

    [Fact]
    public void Verdict_WithRoomToSpare_HoldsAndNamesTheTightestMoment()
    {
        var html = Report(isAmple: true).Html;

        Assert.Matches("id=\"verdict\">It holds: 1,820 of 1,820 sessions on 240 desktops were served, nobody was refused", html);
        Assert.Contains("It is tightest on Tuesday 3 March 10:23, when 38.75 % of the vCPU in eu-central-1a is free: enough to lose any one host of a zone.", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Verdict_HalfTheHosts_DoesNotHoldAndSaysHowManyWereRefused()
    {
        var report = Report(isAmple: false);

        var refused = report.Summary.GetProperty("refusals").EnumerateObject().Sum(reason => reason.Value.GetInt64());
        Assert.True(refused > 0);
        Assert.Contains($"It does not hold: {refused} requests were refused", report.Html, StringComparison.Ordinal);
        Assert.Contains("too little to lose the largest host of a zone", report.Html, StringComparison.Ordinal);
    }

    /// <summary>Minutes, people and shares are those of the summary, and the sign-ins add up.</summary>
    [Fact]
    public void Page_OfALoss_DrawsItsRecoveryAndAccountsForEverySignIn()
    {
        var report = new ReportFile(runs.Lossy);

        Assert.Equal([.. ReportFile.Charts.Append("recovery-1").Append("recovery-2").Order(StringComparer.Ordinal)], report.Figure.Keys.Order(StringComparer.Ordinal));
        Assert.All(report.Figures, figure => Assert.All(figure, value => Assert.Equal(report.At(figure.Key), value)));
        Assert.Contains("Monday 2 March 09:05: eu-central-1a lost", report.Figure["recovery-1"], StringComparison.Ordinal);
        Assert.True(report.At("losses[0].cutOff") > 10 && report.At("losses[0].leastConnected") <= report.At("losses[0].connectedBefore") - report.At("losses[0].cutOff"));
        Assert.Equal(
            report.At("signIns.all"),
            report.At("sessionsOpened") + report.At("signIns.refused") + report.At("gaveUp") + report.At("signIns.stillWaiting"));
        Assert.Contains("still waiting when the run ended", report.Html, StringComparison.Ordinal);
        Assert.Matches("It does not hold: refusals is [0-9]+, demanded was &lt;= 1;", report.Html);
        Assert.Contains("<span class=\"missed\">missed</span>", report.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_OfSeveralSeeds_HasTheSpreadOfTheSummary()
    {
        var report = new ReportFile(runs.Series);

        Assert.Equal(ReportFile.SeriesCharts.Order(StringComparer.Ordinal), report.Figure.Keys.Order(StringComparer.Ordinal));
        Assert.All(report.Figures, figure => Assert.All(figure, value => Assert.Equal(report.At(figure.Key), value)));
        Assert.Contains($"id=\"summary\">\n{report.SummaryText}</script>", report.Html, StringComparison.Ordinal);
        Assert.Contains("It does not hold: missed refusals &lt;= 1 in 3 of 3 runs.", report.Html, StringComparison.Ordinal);
        Assert.All(new[] { 2026, 2027, 2028 }, seed => Assert.Contains($"<a href=\"seed-{seed}/report.html\">", report.Html, StringComparison.Ordinal));
        Assert.DoesNotMatch("(src|action|data|poster)\\s*=\\s*[\"']?(https?:|//)", report.Html);
    }

    [Fact]
    public void Assumptions_SayPeopleHostsLatenciesSeedAndHashes()
    {
        var report = Report(isAmple: true);

        var inputs = report.Summary.GetProperty("inputs");
        foreach (var said in new[] { "callcentre", "85 % come Monday to Friday", "AutoStop after 1 h", "80 vCPU, 320 GiB", "90 % 60–90 s", "<code>2026</code>", inputs.GetProperty("scenarioHash").GetString()!, report.Summary.GetProperty("eventLogHash").GetString()! })
            Assert.Contains(said, report.Html, StringComparison.Ordinal);
    }

    /// <summary>Half of the hosts have no room to boot all desktops at once.</summary>
    [Theory]
    [InlineData(true, "desktops launched 2 h before<")]
    [InlineData(false, "desktops launched in waves from FIRST on, the last 2 h before<")]
    public void Assumptions_Launches_BeginWithTheFirst(bool isAmple, string said)
    {
        var rows = File.ReadAllLines(Path.Combine(isAmple ? runs.Ample : runs.Tight, "desktops.csv")).Select(line => line.Split(',')).ToList();
        var first = rows.Skip(1).Select(row => row[Array.IndexOf(rows[0], "launched")]).Where(at => at.Length > 0).Min(StringComparer.Ordinal)!;

        Assert.Contains(said.Replace("FIRST", first, StringComparison.Ordinal), Report(isAmple).Html, StringComparison.Ordinal);
    }

    [Fact]
    public void Tiles_MoreOwnLicencesThanCommitted_ReadsAsAMinimum()
    {
        Assert.Contains("own licences, 200 committed at least<", Report(isAmple: true).Html, StringComparison.Ordinal);
    }

    [Fact]
    public void Assumptions_TellTheTimeLineAndThePrices()
    {
        var html = new ReportFile(runs.Lossy).Html;

        foreach (var said in new[] { "<td>Monday 2 March 09:05</td><td>eu-central-1a lost with everything on it</td>", "<td>eu-central-1a back</td>", "1 host of eu-central-1b lost", "AutoStop, USD a month" })
            Assert.Contains(said, html, StringComparison.Ordinal);
    }

    /// <summary>Every way to say when people come and how long they stay.</summary>
    [Theory]
    [InlineData("stages: [{ at: \"07:55\", within: 10 min, share: 60 % }]", "first login 60 % from 07:55 within 10 min, the others 08:45 ± 40 min Europe/Berlin;")]
    [InlineData("stages: [{ at: \"07:55\", within: 10 min, share: 100 % }]", "first login 100 % from 07:55 within 10 min Europe/Berlin;")]
    [InlineData("firstLogin: { uniform: { from: \"07:00\", to: \"09:30\" } }", "first login 07:00 to 09:30 Europe/Berlin;")]
    [InlineData("firstLogin: { logNormal: { earliest: \"07:00\", median: 20 min, p90: 40 min } }", "first login 07:00 and 20 min (p90 40 min) Europe/Berlin;")]
    [InlineData("workingDays: [Sun, Mon], holidays: [2026-03-06]", "85 % come Mon, Sun, 0 % on the other days and the holidays 6 Mar;")]
    [InlineData("length: { normal: { mean: 3 h, deviation: 30 min } }", "1.5 sessions a day of 3 h ± 30 min, breaks of 45 min (p90 2 h);")]
    [InlineData("gap: { empirical: [{ share: 20 %, from: 10 min, to: 20 min }, { share: 80 %, from: 1 h, to: 2 h }] }", "breaks of 20 % 10 min to 20 min, 80 % 1 h to 2 h;")]
    public void Assumptions_Pattern_IsToldAsItIsWritten(string sessions, string said)
    {
        var scenario = ScenarioText.Sound(ScenarioText.With("mode: AlwaysOn", $"mode: AlwaysOn\n    sessions: {{ {sessions} }}"));

        Assert.Contains(said, WebUtility.HtmlDecode(AssumedPeople.Of(scenario)), StringComparison.Ordinal);
    }

    private ReportFile Report(bool isAmple) => new(isAmple ? runs.Ample : runs.Tight);

    [GeneratedRegex(@"var\(--([a-z0-9-]+)\)")]
    private static partial Regex Variable();

    [GeneratedRegex(" id=\"[^\"]*\"")]
    private static partial Regex Id();
}
