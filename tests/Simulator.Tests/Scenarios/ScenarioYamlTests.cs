using DeskFleet.Core.Billing;
using DeskFleet.Simulator.Scenarios;
using DeskFleet.Simulator.Scenarios.Yaml;

namespace DeskFleet.Simulator.Tests.Scenarios;

/// <summary>What is shown is the scenario itself: it reads back as the same.</summary>
public sealed class ScenarioYamlTests
{
    [Fact]
    public void Write_EveryPartGiven_ReadsBackTheSame() => AssertReadsBack(ScenarioText.Sound(FullScenario.Text));

    [Fact]
    public void Write_EveryShiftAndWeekday_ReadsBackTheSame() => AssertReadsBack(ScenarioText.Sound(ShiftScenario.Text));

    [Theory]
    [InlineData(Runs.SessionUseScenarioTests.Text)]
    [InlineData(Runs.SessionUseScenarioTests.InFleets)]
    public void Write_ScenarioWithUse_ReadsBackTheSame(string text) => AssertReadsBack(ScenarioText.Sound(text));

    [Theory]
    [InlineData("ordinary-company.yaml")]
    [InlineData("ten-thousand.yaml")]
    [InlineData("two-regions.yaml")]
    [InlineData("zone-lost.yaml")]
    public void Write_ShippedScenario_ReadsBackTheSame(string file) => AssertReadsBack(ScenarioFile.Read(Repository.Scenario(file)).Scenario!);

    private static void AssertReadsBack(Scenario scenario)
    {
        var yaml = ScenarioYaml.Write(scenario);
        var again = ScenarioText.Sound(yaml);

        Assert.Equal(scenario.Billing.Options, again.Billing.Options);
        Assert.Equal(scenario.Billing.Prices.Lists.AsEnumerable(), again.Billing.Prices.Lists.AsEnumerable());
        Assert.Equivalent(scenario with { Billing = BillingTerms.Default }, again with { Billing = BillingTerms.Default }, strict: true);
        Assert.Equal(yaml, ScenarioYaml.Write(again));
    }
}
