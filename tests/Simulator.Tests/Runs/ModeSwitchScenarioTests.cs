using DeskFleet.Core.WorkSpaces;
using DeskFleet.Simulator.Planning;
using DeskFleet.Simulator.Populations;
using DeskFleet.Simulator.Reports;
using DeskFleet.Simulator.Reports.Figures;
using DeskFleet.Simulator.Runs;
using DeskFleet.Simulator.Scenarios;
using DeskFleet.Simulator.Tests.Scenarios;
using DeskFleet.Testing.Engines;
using NodaTime;

namespace DeskFleet.Simulator.Tests.Runs;

/// <summary>Scenarios that switch the running mode of a group, here in the second of two fleets.</summary>
public sealed class ModeSwitchScenarioTests
{
    private const string Text = """
        start: "2026-03-02"
        horizon: 24 h
        fleets:
          - region: eu-central-1
            directories: [{ name: berlin, zones: [eu-central-1a, eu-central-1b] }]
            groups:
              - { name: steady, users: 2, directory: berlin, bundle: Standard, mode: AlwaysOn }
          - region: us-east-1
            hosts:
              - { zone: us-east-1a, type: general, count: 1 }
              - { zone: us-east-1b, type: general, count: 1 }
            directories: [{ name: boston, zones: [us-east-1a, us-east-1b], dedicated: true }]
            groups:
              - { name: night, users: 3, directory: boston, bundle: Standard, mode: AlwaysOn, sessions: { attendance: 0 % } }
        timeline:
          - { after: 6 h, switchMode: { group: night, to: AutoStop } }
          - { after: 12 h, switchMode: { group: night, to: AlwaysOn } }
        """;

    private static readonly Scenario Switched = ScenarioText.Sound(Text);

    private static Instant First => Switched.Start + Duration.FromHours(6);

    private static Instant Second => Switched.Start + Duration.FromHours(12);

    [Fact]
    public async Task Run_GroupSwitchedThereAndBack_ItsDesktopsStopAndStartAgain()
    {
        var (_, events) = await PlayedRun.Of(Switched, EngineKind.Core);

        Assert.Equal(
            Enumerable.Repeat((First, RunningMode.AutoStop), 3).Concat(Enumerable.Repeat((Second, RunningMode.AlwaysOn), 3)),
            events.Where(line => line.Event is ModeChanged).Select(line => (line.At, ((ModeChanged)line.Event).Mode)));
        var moved = events.Where(line => line.Event is StateChanged && line.At >= First).Select(line => (line.At, ((StateChanged)line.Event).To)).ToList();
        Assert.Equal(3, moved.Count(step => step == (First + Duration.FromHours(1), Lifecycle.Stopping)));
        Assert.Equal(3, moved.Count(step => step == (Second, Lifecycle.Starting)));
        Assert.DoesNotContain(moved, step => step.At > Second && step.To == Lifecycle.Stopping);
    }

    /// <summary>Counted with the switches: of the three sessions a day only those find their desktop stopped that come while it is AutoStop.</summary>
    [Fact]
    public async Task Size_GroupSwitched_ResumesAreThoseOfTheRun()
    {
        var text = Text.Replace("attendance: 0 %", "attendance: 100 %, perDay: 3, length: { median: 30 min, p90: 40 min }, gap: { median: 90 min, p90: 2 h }", StringComparison.Ordinal)
            .Replace("users: 3", "users: 20", StringComparison.Ordinal).Replace("after: 12 h", "after: 20 h", StringComparison.Ordinal);
        var scenario = ScenarioText.Sound(text);
        var population = Population.Create(scenario, null);
        var simulation = new Simulation(scenario, population, new(EngineKind.Core));
        var figures = new RunFigures(scenario, simulation);

        var run = await simulation.Run(null, null, TestContext.Current.CancellationToken, figures);

        var size = ScenarioSize.Of(scenario, population);
        Assert.InRange(run.Fleet.ResumeWaits.Count, 10, 90);
        Assert.InRange(size.Resumes, run.Fleet.ResumeWaits.Count * 0.9, run.Fleet.ResumeWaits.Count * 1.1);
        Assert.InRange(size.Events, run.Events * 0.75, run.Events * 1.25);
        Assert.True(ScenarioSize.Of(scenario with { Timeline = [] }, population).Resumes == 0, "AlwaysOn all the time, nobody would wait.");
    }

    /// <summary>What desktops.csv says is what the desktop is in by the end.</summary>
    [Theory]
    [InlineData(24, RunningMode.AlwaysOn)]
    [InlineData(10, RunningMode.AutoStop)]
    public async Task Desktops_GroupSwitched_HaveTheModeOfTheEnd(int hours, RunningMode mode)
    {
        var scenario = ScenarioText.Sound(Text.Replace("horizon: 24 h", "horizon: 13 h", StringComparison.Ordinal)) with { Horizon = Duration.FromHours(hours) };
        var simulation = new Simulation(scenario, Population.Create(scenario, null), new(EngineKind.Core));
        var figures = new RunFigures(scenario, simulation);

        await simulation.Run(null, null, TestContext.Current.CancellationToken, figures);

        Assert.Equal([.. Enumerable.Repeat(mode, 3)], figures.Desktops.Where(desktop => desktop.User.Group.Name == "night").Select(desktop => desktop.Mode));
        Assert.Equal(mode.ToString(), DesktopLine.Of(figures.Desktops.Last(), []).Mode);
    }

    [Fact]
    public async Task Run_OnBothEngines_WritesTheSame()
    {
        var (core, _) = await PlayedRun.Of(Switched, EngineKind.Core);
        var (grains, _) = await PlayedRun.Of(Switched, EngineKind.Grains);

        Assert.Equal(core, grains);
    }

    /// <summary>A lower bound of hosts must not count what a switched group no longer holds.</summary>
    [Fact]
    public void Demand_AlwaysOnGroupSwitched_EndsWithTheSwitch()
    {
        var demand = new Demand(Switched, Population.Create(Switched, null));

        Assert.Equal([.. Enumerable.Repeat((Switched.Start, First), 3)], demand.Needs.Select(need => (need.From, need.Until)));
    }

    [Theory]
    [InlineData("switchMode: { group: night, to: AutoStop }", "switchMode: { group: nigth, to: AutoStop }", "timeline[0].switchMode.group", "There is no group \"nigth\"; write one of steady, night.")]
    [InlineData("to: AutoStop", "to: Manual", "timeline[0].switchMode.to", "\"Manual\" is not allowed here; write one of AlwaysOn, AutoStop.")]
    [InlineData("night, to: AutoStop }", "night }", "timeline[0].switchMode.to", "missing")]
    [InlineData("night, to: AutoStop }", "night, to: AutoStop, period: 60 min }", "timeline[0].switchMode.period", "is no key of this part")]
    public void Read_OneThingBroken_IsToldWithItsPathAndLine(string sound, string broken, string path, string message)
    {
        Assert.Contains(sound, Text, StringComparison.Ordinal);

        var fault = Assert.Single(ScenarioText.Read(Text.Replace(sound, broken, StringComparison.Ordinal)).Faults);

        Assert.Equal((path, ScenarioText.LineOf(Text, "after: 6 h")), (fault.Path, fault.Line));
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }
}
