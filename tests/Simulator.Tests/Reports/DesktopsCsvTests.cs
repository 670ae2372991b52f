using System.Globalization;

namespace DeskFleet.Simulator.Tests.Reports;

public sealed class DesktopsCsvTests(FinishedRuns runs) : IClassFixture<FinishedRuns>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Columns_Summed_EqualTheSummary(bool isAmple)
    {
        var lines = Lines(isAmple);
        var report = new ReportFile(isAmple ? runs.Ample : runs.Tight);

        Assert.Equal(240, lines.Count);
        foreach (var (column, figure) in new[] { ("sessions", "sessionsOpened"), ("resumes", "resumes"), ("autoStops", "autoStops"), ("meteredHours", "meteredHours"), ("gaveUp", "gaveUp") })
            Assert.Equal(report.At(figure), Sum(lines, column));
        Assert.Equal(report.Summary.GetProperty("refusals").EnumerateObject().Sum(reason => reason.Value.GetInt64()), Sum(lines, "refusals"));
        Assert.Equal((double)report.At("runningHours"), (double)Sum(lines, "runningHours"), 0.5);
        Assert.Equal((double)report.At("connectedHours"), (double)Sum(lines, "connectedHours"), 0.5);
    }

    [Fact]
    public void Waits_Longest_IsTheSummarysLongest() =>
        Assert.Equal(new ReportFile(runs.Ample).At("resumeWait.maxSeconds"), Lines(isAmple: true).Max(line => Number(line["waitMaxSeconds"])));

    [Fact]
    public void RefusedLaunch_HasItsUserButNoZone()
    {
        var refused = Lines(isAmple: false).Where(line => line["launched"].Length == 0).ToList();

        Assert.All(refused, line => Assert.Equal(("", "0"), (line["zone"], line["sessions"])));
        Assert.All(refused, line => Assert.True(Number(line["refusals"]) > 0));
    }

    private List<Dictionary<string, string>> Lines(bool isAmple)
    {
        var lines = File.ReadAllLines(Path.Combine(isAmple ? runs.Ample : runs.Tight, "desktops.csv"));
        var columns = lines[0].Split(',');
        return [.. lines.Skip(1).Select(line => columns.Zip(line.Split(',')).ToDictionary(cell => cell.First, cell => cell.Second))];
    }

    private static decimal Sum(IEnumerable<Dictionary<string, string>> lines, string column) => lines.Sum(line => Number(line[column]));

    private static decimal Number(string text) => text.Length == 0 ? 0 : decimal.Parse(text, CultureInfo.InvariantCulture);
}
