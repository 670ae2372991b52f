using DeskFleet.Simulator.Scenarios.Yaml;
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

    /// <summary>As few digits as tell the truth: which side of the limit, and whether it is nothing.</summary>
    [Theory]
    [InlineData("placement.failureRate: <= 0.1 %", "0.100400", "0.1004 %")]
    [InlineData("placement.failureRate: <= 0.1 %", "0.046512", "0.05 %")]
    [InlineData("placement.failureRate: <= 0.1 %", "0.0012", "0.001 %")]
    [InlineData("zone.skew.max: <= 5 %", "0", "0 %")]
    [InlineData("hours.running: <= 800 d", "17053.053", "17,053.05 h")]
    [InlineData("cost.total: <= 40000 USD", "5651.28", "5,651.28 USD")]
    public void Show_Measured_HasNoMoreDigitsThanItNeeds(string written, string measured, string shown)
    {
        var threshold = Assert.Single(ScenarioText.Sound($"{ScenarioText.Valid}\nthresholds: {{ {written} }}").Thresholds);

        Assert.Equal(shown, threshold.Show(decimal.Parse(measured, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Read_OfAGroup_IsMeasuredInThatGroupAlone()
    {
        var scenario = ScenarioText.Sound(ScenarioText.With("mode: AlwaysOn", "mode: AlwaysOn\n    thresholds: { resume.wait.p99: <= 90 s, cost.total: <= 100 USD }"));
        var group = scenario.Groups.Single(known => !known.Thresholds.IsEmpty);

        Assert.Equal([$"cost.total of {group.Name}", $"resume.wait.p99 of {group.Name}"], scenario.Demands.Select(demand => demand.Name));
        Assert.Equal(scenario.Demands, ScenarioText.Sound(ScenarioYaml.Write(scenario)).Demands);
    }

    [Theory]
    [InlineData("connected.max: <= 5", "connected.max", "is no key of this part")]
    [InlineData("cost.total: <= 5", "cost.total", "has no unit")]
    public void Read_OfAGroupAndWrong_NamesPathAndMend(string written, string key, string message)
    {
        var fault = Assert.Single(ScenarioText.Read(ScenarioText.With("mode: AlwaysOn", $"mode: AlwaysOn\n    thresholds: {{ {written} }}")).Faults);

        Assert.EndsWith($".thresholds.{key}", fault.Path, StringComparison.Ordinal);
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_Names_AreUniqueAndInOrder() =>
        Assert.Equal(ThresholdMetric.All.Select(metric => metric.Name).Distinct().Order(StringComparer.Ordinal), ThresholdMetric.All.Select(metric => metric.Name));
}
