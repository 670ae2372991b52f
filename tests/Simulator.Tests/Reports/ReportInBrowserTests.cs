using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace DeskFleet.Simulator.Tests.Reports;

/// <summary>The page as people meet it. Its own policy forbids all loads, and the console tells of each that is tried.</summary>
public sealed partial class ReportInBrowserTests(FinishedRuns runs) : IClassFixture<FinishedRuns>
{
    private const string Probe = """
        <script>
        addEventListener('load', () => {
          const seen = { loads: performance.getEntriesByType('resource').map(entry => entry.name), page: getComputedStyle(document.body).backgroundColor, charts: {} };
          for (const figure of document.querySelectorAll('figure')) {
            const svg = figure.querySelector('svg');
            const plot = figure.querySelector('.plot');
            const box = svg?.getBoundingClientRect();
            if (box) plot.dispatchEvent(new PointerEvent('pointermove', { clientX: box.left + box.width * .5, clientY: box.top + box.height * .5, bubbles: true }));
            const marks = svg ? [...svg.querySelectorAll('rect, polygon, polyline')].filter(mark => !mark.closest('defs')) : [];
            seen.charts[figure.dataset.chart] = {
              width: box?.width ?? 0, height: box?.height ?? 0, right: figure.getBoundingClientRect().right, text: svg?.querySelectorAll('text').length ?? 0,
              inks: [...new Set(marks.map(mark => getComputedStyle(mark).fill + ' ' + getComputedStyle(mark).stroke))].length,
              clipped: svg ? [...svg.querySelectorAll('text')].filter(text => text.getBoundingClientRect().left < box.left - 1 || text.getBoundingClientRect().right > box.right + 1).map(text => text.textContent) : [],
              hint: document.getElementById('hint').hidden ? '' : document.getElementById('hint').textContent,
            };
          }
          document.body.append(Object.assign(document.createElement('script'), { type: 'application/json', id: 'probe', textContent: JSON.stringify(seen) }));
        });
        </script>
        """;

    private const string Headings = """
        <script>
        addEventListener('load', () => {
          const heads = [...document.querySelectorAll('h2')].sort((one, other) => one.getBoundingClientRect().top - other.getBoundingClientRect().top);
          document.body.append(Object.assign(document.createElement('script'), { type: 'application/json', id: 'probe', textContent: heads[0].textContent }));
        });
        </script>
        """;

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public async Task Report_Opened_ShowsEveryChartAndSaysNothingToTheConsole(bool isAmple, bool isDark)
    {
        var (console, seen) = await Open(isAmple ? runs.Ample : runs.Tight, isDark);

        Assert.Empty(console);
        Assert.Equal(0, seen.GetProperty("loads").GetArrayLength());
        Assert.Equal(isDark ? "rgb(17, 21, 26)" : "rgb(246, 247, 249)", seen.GetProperty("page").GetString());
        Assert.All(["load", "headroom", "hosts", "wait-distribution"], chart => Assert.NotEqual("", seen.GetProperty("charts").GetProperty(chart).GetProperty("hint").GetString()));
        Assert.All(ReportFile.Charts.Where(chart => chart != "refusals" || !isAmple), chart => Drawn(chart, seen.GetProperty("charts").GetProperty(chart)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Report_OfSeveralSeedsAndOfALoss_ShowsEveryChartAndSaysNothingToTheConsole(bool isDark)
    {
        foreach (var (run, charts) in new[] { (runs.Series, ReportFile.SeriesCharts), (runs.Lossy, [.. ReportFile.Charts, "recovery-1", "recovery-2"]) })
        {
            var (console, seen) = await Open(run, isDark);

            Assert.Empty(console);
            Assert.Equal(0, seen.GetProperty("loads").GetArrayLength());
            Assert.All(charts, chart => Drawn(chart, seen.GetProperty("charts").GetProperty(chart)));
        }
    }

    /// <summary>Who takes it to a meeting prints it: few pages, and what it costs on the first.</summary>
    [Fact]
    public async Task Report_Printed_HasAtMostSixPagesAndTheCostFirst()
    {
        foreach (var run in new[] { runs.Ample, runs.Tight, runs.Lossy, runs.Series })
        {
            var report = new ReportFile(run);
            var paper = Encoding.Latin1.GetString(await Chromium.Print(report.Path));

            Assert.InRange(PageOfPaper().Count(paper), 2, 6);

            using var folder = new TempFolder();
            var html = report.Html.Replace("@media print", "@media screen", StringComparison.Ordinal).Replace("</head>", $"{Headings}</head>", StringComparison.Ordinal);
            var opened = await Chromium.Open(folder.Write("report.html", html), isDark: false);
            Assert.Equal("What it costs", ProbeElement().Match(opened.Dom).Groups[1].Value);
        }
    }

    [Fact]
    public async Task Chromium_PageThatLoadsSomething_IsFoundOut()
    {
        using var folder = new TempFolder();
        var page = folder.Write("bad.html", File.ReadAllText(new ReportFile(runs.Ample).Path).Replace("</body>", "<img src=\"https://example.org/x.png\"><script>nonsense()</script></body>", StringComparison.Ordinal));

        var opened = await Chromium.Open(page, isDark: false);

        Assert.Contains(opened.Console, line => line.Contains("example.org", StringComparison.Ordinal));
        Assert.Contains(opened.Console, line => line.Contains("nonsense", StringComparison.Ordinal));
    }

    private static void Drawn(string chart, JsonElement seen)
    {
        Assert.True(seen.GetProperty("width").GetDouble() > 400 && seen.GetProperty("height").GetDouble() > 80, $"{chart} is too small: {seen}");
        Assert.True(seen.GetProperty("right").GetDouble() <= 1200, $"{chart} leaves the page: {seen}");
        Assert.True(seen.GetProperty("text").GetInt32() > 2, $"{chart} has no labels: {seen}");
        Assert.True(seen.GetProperty("inks").GetInt32() > 1, $"{chart} has no marks: {seen}");
        Assert.True(seen.GetProperty("clipped").GetArrayLength() == 0, $"{chart} cuts labels off: {seen}");
    }

    private static async Task<(IReadOnlyList<string> Console, JsonElement Seen)> Open(string run, bool isDark)
    {
        using var folder = new TempFolder();
        var html = new ReportFile(run).Html;
        var opened = await Chromium.Open(folder.Write("report.html", html.Replace("</head>", $"{Probe}</head>", StringComparison.Ordinal)), isDark);
        var probe = ProbeElement().Match(opened.Dom).Groups[1].Value;
        Assert.NotEqual("", probe);
        return (opened.Console, JsonDocument.Parse(probe).RootElement);
    }

    [GeneratedRegex("/Type */Page[^s]")]
    private static partial Regex PageOfPaper();

    [GeneratedRegex("<script type=\"application/json\" id=\"probe\">(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex ProbeElement();
}
