using DeskFleet.Simulator.Planning;
using DeskFleet.Simulator.Scenarios;
using DeskFleet.Simulator.Tests.Cli;
using DeskFleet.Simulator.Thresholds;
using NodaTime;

namespace DeskFleet.Simulator.Tests.Planning;

/// <summary>A threshold on refusals is worth at least what none is, and where no hosts help the plan says so and stops.</summary>
public sealed class RefusalPlanTests
{
    private static readonly ThresholdSpec NoRefusals = new(ThresholdMetric.Of("refusals"), Bound.AtMost, 0);

    [Fact]
    public async Task Run_NoRefusalsDemanded_HasTheBoundAndTheAnswerOfNoThreshold()
    {
        var plain = PlantedPlanTests.TwoShifts.Request();
        var demanded = plain with { Targets = PlanTargets.Of(plain.Scenario with { Thresholds = [NoRefusals] }, null, null) };

        var (without, with) = (await Plans.Run(plain), await Plans.Run(demanded));

        Assert.Equal((3, 3), (without.LowerBound.Hosts, without.Hosts));
        Assert.Equal((3, 3), (with.LowerBound.Hosts, with.Hosts));
    }

    /// <summary>4 a zone, 2 to a host; people who stay in are cut off by the loss and are refused until their desktops are placed again.</summary>
    [Fact]
    public async Task Run_NoRefusalsDemandedAndAHostLost_DoesNotCountThoseWhomTheLossRefuses()
    {
        var request = PlantedPlanTests.AlwaysOn.Request(Survival.Host);

        var plan = await Plans.Run(request with { Targets = PlanTargets.Of(request.Scenario with { Thresholds = [NoRefusals] }, null, null) });

        Assert.Equal(3, plan.Hosts);
    }

    /// <summary>A resume takes 60 s; 20 s are demanded of 99 of 100, and no host makes it faster.</summary>
    [Fact]
    public async Task Run_DriverTooSlowForTheThreshold_StopsAndSaysThatNoHostsHelp()
    {
        var request = PlantedPlanTests.TwoShifts.Request() with { Targets = [new ThresholdTarget(new(ThresholdMetric.Of("resume.wait.max"), Bound.AtMost, 20))] };

        var plan = await Plans.Run(request);

        Assert.Null(plan.Hosts);
        Assert.InRange(plan.Runs, 1, 6);
        Assert.Contains("more hosts change nothing", PlanSentence.Of(plan), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(99, 0.99, true)]
    [InlineData(99, 0.995, false)]
    [InlineData(100, 1, false)]
    public void Doubt_OfADriverThatAloneIsNoBetterThanTheDemand_IsSaidBeforeTheSearch(int percent, double alone, bool isDoubted)
    {
        var request = PlantedPlanTests.TwoShifts.Request() with { Targets = [new ThresholdTarget(new(ThresholdMetric.Of("resume.wait.within90s"), Bound.AtLeast, percent))] };
        var (fast, slow) = (new LatencyRange(Duration.FromSeconds(60), Duration.FromSeconds(90), alone), new LatencyRange(Duration.FromSeconds(91), Duration.FromSeconds(95), 1 - alone));
        var scenario = request.Scenario with { Driver = request.Scenario.Driver with { Resume = VerbSpec.Flawless(alone < 1 ? [fast, slow] : [fast]) } };

        var doubt = DriverAlone.Doubt(request with { Scenario = scenario });

        Assert.Equal(isDoubted, doubt is not null);
        if (isDoubted)
            Assert.Contains("within 90 s in 99 % of its resumes", doubt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_OfALog_KnowsItsFormatAndSkipsBadLinesAsRunDoes()
    {
        using var folder = new TempFolder();
        var log = folder.Write("log.csv", "user,start,end\nann,2026-03-02T08:00:00,2026-03-02T09:00:00\nbob,2026-03-02T09:00:00,2026-03-02T08:00:00\n");
        var scenario = folder.Write("planted.yaml", PlantedPlanTests.TwoShifts.Yaml);

        var refused = await SimulatorHere.Run("plan", scenario, "--trace", log, "--seeds", "1", "--verify", "0", "-q");
        var planned = await SimulatorProcess.Run("plan", scenario, "--trace", log, "--skip-bad", "--trace-format", "sessions", "--seeds", "1", "--verify", "0", "-q");

        Assert.Equal(2, refused.ExitCode);
        Assert.Equal(0, planned.ExitCode);
        Assert.Contains("1 fault skipped", planned.Error, StringComparison.Ordinal);
    }

    /// <summary>What was understood is told before the search, and columns may be called as the log calls them.</summary>
    [Fact]
    public async Task Plan_OfALogWithOtherNames_KnowsTheColumnsAndTellsWhatItUnderstood()
    {
        using var folder = new TempFolder();
        var log = folder.Write("log.csv", "person,start,end\nann,2026-03-02T08:00:00,2026-03-02T09:00:00\nAnn,2026-03-02T10:00:00,2026-03-02T11:00:00\n");
        var scenario = folder.Write("planted.yaml", PlantedPlanTests.TwoShifts.Yaml);

        var planned = await SimulatorHere.Run("plan", scenario, "--trace", log, "--column", "user=person", "--seeds", "1", "--verify", "0");

        Assert.Equal(0, planned.ExitCode);
        Assert.Contains("merged \"ann\" = \"Ann\"", planned.Error, StringComparison.Ordinal);
        Assert.Contains("log: read as sessions, times of UTC: 3 lines, 1 people", planned.Error, StringComparison.Ordinal);
    }
}
