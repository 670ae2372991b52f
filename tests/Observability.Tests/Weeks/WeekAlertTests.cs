using System.Text.RegularExpressions;
using DeskFleet.Observability.Tests.Support;

namespace DeskFleet.Observability.Tests.Weeks;

/// <summary>When the alerts would have fired in the week with incidents, as the simulator's command tells it.</summary>
public sealed partial class WeekAlertTests(SimulatedWeek week)
{
    /// <summary>
    /// The alert of Thursday afternoon is the slow burn of the stopped timers: four people found their desktop stopping from 11:17 to 11:37 and waited 93 to
    /// 122 s, a fifth waited 99 s at 15:44. Five of 64 resumes of six hours are 7.8 %, one of the last four is 25 %; both are above 6 %.
    /// </summary>
    [Fact]
    public async Task Alerts_WeekWithIncidents_FireAtThemAndAtNothingElse()
    {
        var prometheus = await week.Prometheus();

        var told = await Tool.Run(
            "dotnet", "exec", SimulatedWeek.Simulator, "alerts", SimulatedWeek.Rules("alerts"),
            "--prometheus", $"{prometheus.Address}", "--from", "2026-03-03T04:00Z", "--to", "2026-03-06T16:00Z");
        TestContext.Current.TestOutputHelper?.WriteLine(told);

        var expected = await File.ReadAllTextAsync(Path.Combine(Repository.PathOf("tests/Observability.Tests/Weeks"), "incidents.alerts.txt"), TestContext.Current.CancellationToken);
        Assert.Equal(expected, told);
    }

    [Theory]
    [InlineData("DeskFleetResumeSlow", "2026-03-03 07:")]
    [InlineData("DeskFleetHostLost", "2026-03-04 09:")]
    [InlineData("DeskFleetAutoStopOverdue", "2026-03-05 11:")]
    [InlineData("DeskFleetAutoStopLate", "2026-03-05 11:")]
    [InlineData("DeskFleetZoneLost", "2026-03-06 07:")]
    [InlineData("DeskFleetConnectFails", "2026-03-06 07:")]
    public void Golden_EachIncident_IsTold(string alert, string begins)
    {
        var told = File.ReadAllLines(Path.Combine(Repository.PathOf("tests/Observability.Tests/Weeks"), "incidents.alerts.txt"));

        Assert.Contains(told, line => line.StartsWith(begins, StringComparison.Ordinal) && Words().Matches(line).Any(word => word.Value == alert));
    }

    [GeneratedRegex(@"\w+")]
    private static partial Regex Words();
}
