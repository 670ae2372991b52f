using DeskFleet.Core.WorkSpaces;
using DeskFleet.Simulator.Planning;
using DeskFleet.Simulator.Populations;
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
