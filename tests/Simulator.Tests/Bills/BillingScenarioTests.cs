using System.Text;
using DeskFleet.Simulator.Bills;
using DeskFleet.Simulator.Populations;
using DeskFleet.Simulator.Runs;
using DeskFleet.Simulator.Scenarios;
using DeskFleet.Simulator.Tests.Scenarios;
using DeskFleet.Testing.Engines;

namespace DeskFleet.Simulator.Tests.Bills;

/// <summary>Prices and switches of the bill in a scenario of two regions, one with a price list of its own.</summary>
public sealed class BillingScenarioTests
{
    private const string Text = """
        start: "2026-03-02"
        horizon: 24 h
        fleets:
          - region: us-east-1
            directories: [{ name: boston, zones: [us-east-1a, us-east-1b] }]
            groups:
              - { name: steady, users: 1, directory: boston, bundle: Standard, mode: AlwaysOn }
          - region: eu-central-1
            directories: [{ name: berlin, zones: [eu-central-1a, eu-central-1b] }]
            groups:
              - { name: more, users: 1, directory: berlin, bundle: Standard, mode: AlwaysOn }
        billing:
          proration: Hour
          prices:
            - from: 2026-01-01
              hardware: [{ name: Standard, alwaysOnMonth: 744, autoStopMonth: 1, autoStopHour: 1 }]
            - from: 2026-02-01
              region: eu-central-1
              hardware: [{ name: Standard, alwaysOnMonth: 1488, autoStopMonth: 1, autoStopHour: 1 }]
        """;

    private static readonly Scenario Priced = ScenarioText.Sound(Text);

    /// <summary>The run starts at 05:00 UTC of the 2nd, when both desktops are there: 715 of March's 744 hours remain.</summary>
    [Fact]
    public async Task Run_OwnPricesByTheHour_AreOnTheBillAndTheSameOnBothEngines()
    {
        var (total, core) = await Play(EngineKind.Core);
        var (again, grains) = await Play(EngineKind.Grains);

        Assert.Equal(715m + 1430m, total);
        Assert.Equal(total, again);
        Assert.Equal(core, grains);
    }

    [Theory]
    [InlineData("proration: Hour", "proration: Week", "billing.proration", "\"Week\" is not allowed here; write one of Day, Hour.")]
    [InlineData("alwaysOnMonth: 1488", "alwaysOnMonth: -1", "billing.prices[1].hardware[0].alwaysOnMonth", "")]
    [InlineData("{ name: Standard, alwaysOnMonth: 744, autoStopMonth: 1, autoStopHour: 1 }", "{ name: Standard, autoStopMonth: 1 }", "billing.prices[0].hardware[0].autoStopHour", "\"autoStopHour\" is missing")]
    [InlineData("hardware: [{ name: Standard, alwaysOnMonth: 744,", "hardwear: [{ name: Standard, alwaysOnMonth: 744,", "billing.prices[0].hardwear", "Did you mean \"hardware\"?")]
    public void Read_OneThingBroken_IsToldWithItsPathAndLine(string sound, string broken, string path, string message)
    {
        Assert.Contains(sound, Text, StringComparison.Ordinal);

        var fault = Assert.Single(ScenarioText.Read(Text.Replace(sound, broken, StringComparison.Ordinal)).Faults);

        Assert.Equal((path, ScenarioText.LineOf(Text, sound)), (fault.Path, fault.Line));
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("from: 2026-01-01", "from: 2026-03-03", "No price list is in force in us-east-1")]
    [InlineData("autoStopMonth: 1, autoStopHour: 1 }]\n    - from", "autoStopMonth: 1, autoStopHour: 0 }]\n    - from", "has a price below 0")]
    public void Read_PricesThatCanNotBeUsed_AreReportedAtTheirLine(string sound, string broken, string message)
    {
        Assert.Contains(sound, Text, StringComparison.Ordinal);

        var fault = Assert.Single(ScenarioText.Read(Text.Replace(sound, broken, StringComparison.Ordinal)).Faults);

        Assert.Equal(("billing.prices", ScenarioText.LineOf(Text, "prices:")), (fault.Path, fault.Line));
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    private static async Task<(decimal Total, string Log)> Play(EngineKind engine)
    {
        using var file = new MemoryStream();
        var book = new UsageBook(Priced.Start);
        var simulation = new Simulation(Priced, Population.Create(Priced, null), new(engine, Checks: true));
        var result = await simulation.Run(file, null, TestContext.Current.CancellationToken, book);
        var bill = new RunBill(book, Priced.Billing, result.ReachedAt).Summary([("all", [.. simulation.Roster.Select(member => member.Key)])]);
        return (bill.Total!.Value, Encoding.UTF8.GetString(file.ToArray()));
    }
}
