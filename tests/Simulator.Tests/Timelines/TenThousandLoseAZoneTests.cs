using DeskFleet.Simulator.Populations;
using DeskFleet.Simulator.Reports;
using DeskFleet.Simulator.Runs;
using DeskFleet.Simulator.Scenarios;
using DeskFleet.Testing.Engines;
using NodaTime;

namespace DeskFleet.Simulator.Tests.Timelines;

/// <summary>Monday, 09:05, in the shipped scenario: a zone is lost under 10,000 people and comes back at 09:45.</summary>
public sealed class TenThousandLoseAZoneTests
{
    /// <summary>The invariants run after every event: no host lists a desktop that is not there, none holds two slots, none is over its capacity.</summary>
    [Fact]
    public async Task Run_TenThousandPeople_EachIsAccountedForAndNoSlotIsLostOrDoubled()
    {
        var scenario = ScenarioFile.Read(Repository.Scenario("zone-lost.yaml")).Scenario!;
        var options = new RunOptions(EngineKind.Core, Checks: true) { Logs = false, Serializes = false };

        var run = await new Simulation(scenario, Population.Create(scenario, null), options).Run(null, null, CancellationToken.None);

        var fleet = run.Fleet;
        var signIns = SignInFigures.Of(fleet);
        Assert.Equal(10_000, fleet.Desktops);
        Assert.True(signIns.CutOff > 2_000, $"Only {signIns.CutOff} people were cut off.");
        Assert.True(signIns.Retried > 1_000, "Nobody who was refused tried again.");
        Assert.Equal(signIns.All, fleet.SessionsOpened + signIns.Refused + fleet.GaveUp + signIns.StillWaiting);
        Assert.All(fleet.Zones.Values, zone => Assert.Equal(5_000, zone.WorkSpaces));
        var loss = Assert.Single(RunSummary.Of(new("zone-lost", "", null, scenario.Seed, ""), scenario, run).Losses);
        Assert.Equal((125, signIns.CutOff), (loss.Hosts, loss.CutOff));
        Assert.Equal(loss.ConnectedBefore - loss.CutOff, loss.ConnectedAfter);
        var returned = Instant.FromUtc(2026, 3, 2, 14, 45);
        Assert.InRange(loss.RecoveredAt!.Value, returned, returned + Duration.FromMinutes(30));
    }
}
