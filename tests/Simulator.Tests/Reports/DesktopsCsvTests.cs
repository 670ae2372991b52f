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

    /// <summary>Told by the planned sessions: about as the group's shares say, and nothing where a group says nothing.</summary>
    [Fact]
    public void Clients_GroupWithAMix_AreThoseOfItsSessions()
    {
        var lines = Lines(runs.Lossy);
        var told = lines.Where(line => line["group"] == "office").SelectMany(line => line["clients"].Split("; ", StringSplitOptions.RemoveEmptyEntries)).Select(client => client.Split(' ')).ToList();
        var web = told.Where(client => client[0] == "web").Sum(client => Number(client[1]));
        var all = told.Sum(client => Number(client[1]));

        Assert.True(all > 100, $"{all} sessions.");
        Assert.InRange(web / all, 0.25m, 0.55m);
        Assert.All(lines.Where(line => line["group"] != "office"), line => Assert.Equal("", line["clients"]));
    }

    private List<Dictionary<string, string>> Lines(bool isAmple) => Lines(isAmple ? runs.Ample : runs.Tight);

    private static List<Dictionary<string, string>> Lines(string run)
    {
        var lines = File.ReadAllLines(Path.Combine(run, "desktops.csv"));
        var columns = lines[0].Split(',');
        return [.. lines.Skip(1).Select(line => columns.Zip(line.Split(',')).ToDictionary(cell => cell.First, cell => cell.Second))];
    }

    private static decimal Sum(IEnumerable<Dictionary<string, string>> lines, string column) => lines.Sum(line => Number(line[column]));

    private static decimal Number(string text) => text.Length == 0 ? 0 : decimal.Parse(text, CultureInfo.InvariantCulture);
}
