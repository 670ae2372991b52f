using System.Text.RegularExpressions;
using DeskFleet.Observability.Tests.Support;

namespace DeskFleet.Observability.Tests.Weeks;

/// <summary>When the alerts would have fired in the week with incidents, as the simulator's command tells it.</summary>
public sealed partial class WeekAlertTests(SimulatedWeek week)
{
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
