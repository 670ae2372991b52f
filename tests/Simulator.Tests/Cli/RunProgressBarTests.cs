using DeskFleet.Simulator.Cli;
using DeskFleet.Simulator.Populations;
using DeskFleet.Simulator.Scenarios;
using NodaTime;

namespace DeskFleet.Simulator.Tests.Cli;

public sealed class RunProgressBarTests
{
    private static readonly Scenario Scenario = ScenarioFile.Read(Repository.Scenario("ordinary-company.yaml")).Scenario!;

    private static readonly ExpectedEvents Expected = ExpectedEvents.Of(Scenario, Population.Create(Scenario, null));

    [Fact]
    public void Line_HalfWay_SaysShareDateSpeedAndTimeLeft()
    {
        using var bar = new RunProgressBar(Scenario, Expected, TextWriter.Null);

        var line = bar.Line(Scenario.LaunchAt + ((Scenario.End - Scenario.LaunchAt) / 2), 20_000, 140, 3, TimeSpan.FromSeconds(10));

        Assert.Equal("████████████░░░░░░░░░░░░  50 %  Thu 5 Mar 09:30 UTC  2,000 events/s  140 running  3 refused  0:04 left", line);
    }

    [Fact]
    public void Line_OneOfASeries_NamesTheSeed()
    {
        using var bar = new RunProgressBar(Scenario with { Runs = 3, Seed = 2027 }, Expected, TextWriter.Null);

        Assert.StartsWith("seed 2027  ░", bar.Line(Scenario.LaunchAt, 0, 0, 0, TimeSpan.Zero), StringComparison.Ordinal);
    }

    [Fact]
    public void Line_AtTheStart_DividesByNothing()
    {
        using var bar = new RunProgressBar(Scenario, Expected, TextWriter.Null);

        Assert.Contains("░   0 %", bar.Line(Scenario.LaunchAt, 0, 0, 0, TimeSpan.Zero), StringComparison.Ordinal);
    }

    /// <summary>By Friday evening the working week is done, whatever the calendar says.</summary>
    [Fact]
    public void ShareAt_WorkingWeek_FollowsTheWorkAndNotTheDays()
    {
        var shares = Enumerable.Range(0, 9).Select(day => Expected.ShareAt(Scenario.Start + Duration.FromDays(day))).ToList();

        Assert.Equal(shares.Order(), shares);
        Assert.Equal(0, Expected.ShareAt(Scenario.LaunchAt));
        Assert.True(shares[5] > 0.9, $"{shares[5]}");
        Assert.Equal(1, shares[8]);
    }
}
