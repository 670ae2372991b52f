using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using DeskFleet.Simulator.Reports;
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

        Assert.Matches("id=\"verdict\">It holds: 1,821 of 1,821 sessions on 240 desktops were served, nobody was refused", html);
        Assert.Contains("It is tightest on Tuesday 3 March 10:38, when 39.38 % of the vCPU in eu-central-1b is free: enough to lose any one host of a zone.", html, StringComparison.Ordinal);
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
        Assert.True(report.At("losses[0].cutOff") > 10 && report.At("losses[0].connectedAfter") <= report.At("losses[0].connectedBefore") - report.At("losses[0].cutOff"));
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
        Assert.Contains("It does not hold: missed refusals &lt;= 1 in 3 of 3, resume.wait.p99 &lt;= 600 s in 3 of 3 runs.", report.Html, StringComparison.Ordinal);
        Assert.All(new[] { 2026, 2027, 2028 }, seed => Assert.Contains($"<a href=\"seed-{seed}/report.html\">", report.Html, StringComparison.Ordinal));
        Assert.DoesNotMatch("(src|action|data|poster)\\s*=\\s*[\"']?(https?:|//)", report.Html);
    }

    /// <summary>Does it hold, who was refused, who waits, when is it tightest, what does it cost: each with its spread, from the summary.</summary>
    [Fact]
    public void SeriesVerdict_AnswersEveryQuestionWithItsSpread()
    {
        var report = new ReportFile(runs.Series);
        var seeds = report.Summary.GetProperty("runs").EnumerateArray().ToList();
        decimal[] Of(Func<JsonElement, decimal> value) => [.. seeds.Select(value)];
        var refused = Of(run => run.GetProperty("refusals").EnumerateObject().Sum(reason => reason.Value.GetDecimal()));
        var p99 = Of(run => run.GetProperty("resumeWait").GetProperty("p99Seconds").GetDecimal());
        var cost = Of(run => run.GetProperty("cost").GetProperty("total").GetDecimal());
        var least = seeds.MinBy(run => run.GetProperty("headroom").GetProperty("leastPercent").GetDecimal());

        Assert.Contains(FormattableString.Invariant($"{refused.Min():0} to {refused.Max():0} requests a run were refused, "), report.Html, StringComparison.Ordinal);
        Assert.Contains(FormattableString.Invariant($"in within {p99.Min()} to {p99.Max()} s."), report.Html, StringComparison.Ordinal);
        Assert.Contains(FormattableString.Invariant($"A run costs {cost.Min():#,0} to {cost.Max():#,0} USD (2026-03, so far)."), report.Html, StringComparison.Ordinal);
        Assert.Contains($"It is tightest on Monday 2 March ", report.Html, StringComparison.Ordinal);
        Assert.Contains($" under seed {least.GetProperty("inputs").GetProperty("seed")}, with ", report.Html, StringComparison.Ordinal);
    }

    /// <summary>What was lost stands in the verdict, before what is said of an ordinary day: of one run, and of several with their spread.</summary>
    [Fact]
    public void Verdicts_AfterLosses_NameEachOfThem()
    {
        var (one, series) = (new ReportFile(runs.Lossy), new ReportFile(runs.Series));
        string Range(string figure)
        {
            var values = series.Summary.GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("losses")[0].GetProperty(figure).GetInt64()).ToList();
            return values.Min() == values.Max() ? $"{values.Min()}" : $"{values.Min()} to {values.Max()}";
        }

        Assert.Contains(
            $"On Monday 2 March 09:05 eu-central-1a was lost (4 hosts): {one.At("losses[0].cutOff")} of {one.At("losses[0].connectedBefore")} connected people were cut off, and {one.At("losses[0].cameBack")} of them came back. On Monday 2 March 14:00 ",
            one.Html,
            StringComparison.Ordinal);
        Assert.Contains(
            $"On Monday 2 March 09:05 eu-central-1a was lost (4 hosts): {Range("cutOff")} of {Range("connectedBefore")} connected people were cut off, and {Range("cameBack")} of them came back. On Monday 2 March 14:00 ",
            series.Html,
            StringComparison.Ordinal);
    }

    [Fact]
    public void SeriesPage_EveryChart_HasItsUnitAndItsSpreadOrSeeds()
    {
        var charts = new ReportFile(runs.Series).Figure;

        Assert.All(charts.Values, figure => Assert.Matches("data-unit=\"[^\"]+\"", figure));
        Assert.All(charts, chart => Assert.Matches("from the seed with the least to the seed with the most|all seeds|of the seeds|by seed", chart.Value));
        Assert.Contains("people were cut off; 99 % of those who wanted a desktop were connected again ", charts["recovery-1"], StringComparison.Ordinal);
    }

    /// <summary>Thresholds are about what they are about; a refusal for another reason is told all the same, and colours the page.</summary>
    [Fact]
    public void Verdict_DemandsMetButSomebodyRefused_SaysBoth()
    {
        var run = RefusedOne with { Thresholds = [new("resume.wait.p99", "<= 120 s", "90 s", 90, true)] };

        Assert.Equal(PageOutcome.Warns, Verdict.OutcomeOf(run));
        Assert.Equal(PageOutcome.Misses, Verdict.OutcomeOf(run with { Thresholds = null }));
        Assert.Equal(PageOutcome.Holds, Verdict.OutcomeOf(run with { Refusals = ImmutableSortedDictionary<string, long>.Empty }));
    }

    [Fact]
    public void ZoneCharts_SetEachZoneAgainstItsOwnHosts()
    {
        var chart = Report(isAmple: true).Figure["zone-use-1"];

        Assert.Contains("eu-central-1a against its own hosts", chart, StringComparison.Ordinal);
        Assert.Contains("<li class=\"line\" style=\"--c:var(--spare)\">with one lost (N+1)</li>", chart, StringComparison.Ordinal);
        Assert.Contains("Fullest on Thursday 5 March 10:45: ", chart, StringComparison.Ordinal);
        Assert.DoesNotMatch("of 0 taken", new ReportFile(runs.Lossy).Figure["zone-use-1"]);
    }

    [Fact]
    public void HostMap_MarksHostsThatWereLost()
    {
        Assert.Contains("var(--lost)\">lost</li>", new ReportFile(runs.Lossy).Figure["hosts"], StringComparison.Ordinal);
        Assert.Matches("<rect[^>]*var\\(--lost\\)", new ReportFile(runs.Lossy).Figure["hosts"]);
        Assert.DoesNotContain("--lost", Report(isAmple: true).Figure["hosts"], StringComparison.Ordinal);
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
    [InlineData(true, "desktops launched 3 h before<")]
    [InlineData(false, "desktops launched in waves from FIRST on, the last 3 h before<")]
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

    private static RunSummary RefusedOne => new(
        new("one", "", null, 1, ""), false, default, default, 1, new(0, default), new(0, default), new(0, default), [], 0, 1, 1, 0, new(0, null, null, null, null, 1), 0, 0, 0,
        ImmutableSortedDictionary<string, long>.Empty.Add("launch: LimitExceeded", 1), 0, 0, 0, 0, new(0, 0, 0), 0, "");

    private ReportFile Report(bool isAmple) => new(isAmple ? runs.Ample : runs.Tight);

    [GeneratedRegex(@"var\(--([a-z0-9-]+)\)")]
    private static partial Regex Variable();

    [GeneratedRegex(" id=\"[^\"]*\"")]
    private static partial Regex Id();
}
