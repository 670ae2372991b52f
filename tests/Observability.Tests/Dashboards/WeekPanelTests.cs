using DeskFleet.Observability.Tests.Weeks;
using NodaTime;

namespace DeskFleet.Observability.Tests.Dashboards;

/// <summary>Every query of every dashboard, on the simulated week.</summary>
public sealed class WeekPanelTests(SimulatedWeek week)
{
    private const string WhyEmpty = "Empty in a simulation";

    /// <summary>What did not happen in this week, although it can in a simulation.</summary>
    private static readonly string[] NotInThisWeek = ["Wait for a start slot", "Operations that ended badly"];

    [Fact]
    public async Task Panels_SimulatedWeek_HaveData()
    {
        var prometheus = await week.Prometheus();
        var faults = new List<string>();
        foreach (var panel in Panel.All)
        {
            var series = panel.IsInstant
                ? await prometheus.Query(panel.Expression, SimulatedWeek.End)
                : await prometheus.Range(panel.Expression, SimulatedWeek.Start, SimulatedWeek.End, Duration.FromMinutes(15));
            var hasData = series.Any(one => one.Points.Any(point => !double.IsNaN(point.Value)));
            if (hasData == (panel.MayBeEmpty(WhyEmpty) || NotInThisWeek.Contains(panel.Title)))
                faults.Add(hasData ? $"{panel} has data and says that it has none" : $"{panel} is empty");
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }
}
