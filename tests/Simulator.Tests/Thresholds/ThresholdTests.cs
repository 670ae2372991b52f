using DeskFleet.Simulator.Tests.Scenarios;
using DeskFleet.Simulator.Thresholds;

namespace DeskFleet.Simulator.Tests.Thresholds;

public sealed class ThresholdTests
{
    [Theory]
    [InlineData("<= 120 s", "<= 120 s", 120, true)]
    [InlineData("<= 2 min", "<= 120 s", 121, false)]
    [InlineData("< 120 s", "< 120 s", 120, false)]
    [InlineData("< 120 s", "< 120 s", 119, true)]
    [InlineData("\">= 1 min\"", ">= 60 s", 60, true)]
    [InlineData("\"> 1 min\"", "> 60 s", 60, false)]
    public void Holds_Bound_IsTakenExactly(string written, string demand, int measured, bool holds)
    {
        var threshold = Assert.Single(ScenarioText.Sound($"{ScenarioText.Valid}\nthresholds: {{ resume.wait.p99: {written} }}").Thresholds);

        Assert.Equal((demand, holds), (threshold.Demand, threshold.Holds(measured)));
        Assert.True(threshold.Holds(null));
    }

    [Theory]
    [InlineData("resume.wait.p98: <= 120 s", "resume.wait.p98", "Did you mean \"resume.wait.p9")]
    [InlineData("resume.wait.p99: 120 s", "resume.wait.p99", "does not begin with <=")]
    [InlineData("resume.wait.p99: <= 120", "resume.wait.p99", "has no unit")]
    [InlineData("resume.wait.p99: <= -1 s", "resume.wait.p99", "below zero")]
    [InlineData("refusals: <= 10 %", "refusals", "is no whole number")]
    [InlineData("zone.skew.max: <= 5", "zone.skew.max", "has no unit")]
    [InlineData("zone.skew.max: <= 101 %", "zone.skew.max", "from 0 % to 100 %")]
    public void Read_OneThingWrong_NamesPathAndMend(string written, string key, string message)
    {
        var fault = Assert.Single(ScenarioText.Read($"{ScenarioText.Valid}\nthresholds:\n  {written}\n").Faults);

        Assert.Equal($"thresholds.{key}", fault.Path);
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_Names_AreUniqueAndInOrder() =>
        Assert.Equal(ThresholdMetric.All.Select(metric => metric.Name).Distinct().Order(StringComparer.Ordinal), ThresholdMetric.All.Select(metric => metric.Name));
}
