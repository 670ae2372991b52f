using DeskFleet.Simulator.Cli;
using DeskFleet.Simulator.Scenarios;

namespace DeskFleet.Simulator.Tests.Cli;

public sealed class RunProgressBarTests
{
    private static readonly Scenario Scenario = ScenarioFile.Read(Repository.Scenario("ordinary-company.yaml")).Scenario!;

    [Fact]
    public void Line_HalfWay_SaysShareDateSpeedAndTimeLeft()
    {
        using var bar = new RunProgressBar(Scenario, TextWriter.Null);

        var line = bar.Line(Scenario.LaunchAt + ((Scenario.End - Scenario.LaunchAt) / 2), 20_000, 140, 3, TimeSpan.FromSeconds(10));

        Assert.Equal("████████████░░░░░░░░░░░░  50 %  Thu 5 Mar 10:00 UTC  2,000 events/s  140 running  3 refused  0:10 left", line);
    }

    [Fact]
    public void Line_AtTheStart_DividesByNothing()
    {
        using var bar = new RunProgressBar(Scenario, TextWriter.Null);

        Assert.Contains("░   0 %", bar.Line(Scenario.LaunchAt, 0, 0, 0, TimeSpan.Zero), StringComparison.Ordinal);
    }
}
