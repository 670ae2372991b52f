using DeskFleet.Core.Commitment;
using DeskFleet.Core.Kernel;
using DeskFleet.Simulator.Scenarios;
using DeskFleet.Simulator.Tests.Scenarios;
using DeskFleet.Testing.Engines;
using NodaTime;

namespace DeskFleet.Simulator.Tests.Runs;

/// <summary>Own licences with times and terms, here of the second of two fleets; the first says nothing of them.</summary>
public sealed class EnrolmentScenarioTests
{
    private const string Text = """
        start: "2026-03-02"
        horizon: 24 h
        fleets:
          - region: eu-central-1
            hosts:
              - { zone: eu-central-1a, type: general, count: 1 }
              - { zone: eu-central-1b, type: general, count: 1 }
            directories: [{ name: berlin, zones: [eu-central-1a, eu-central-1b], dedicated: true }]
            groups:
              - { name: early, users: 2, directory: berlin, bundle: Standard }
          - region: us-east-1
            hosts:
              - { zone: us-east-1a, type: general, count: 1 }
              - { zone: us-east-1b, type: general, count: 1 }
            directories: [{ name: boston, zones: [us-east-1a, us-east-1b], dedicated: true }]
            groups:
              - { name: late, users: 3, directory: boston, bundle: Standard }
            enrolment:
              begins: 2026-03-01T17:00
              activates: 2026-03-01T18:00
              expires: 2026-03-02T08:00
              seats: 12
              count: PeakLive
        """;

    private static readonly Scenario Enrolled = ScenarioText.Sound(Text);

    [Fact]
    public void Read_EnrolmentOfAFleet_IsInItsLocalTimeAndItsAlone()
    {
        Assert.Equal(EnrolmentSpec.For(Scenario.DefaultQuota), Enrolled.Fleets[0].Enrolment);
        Assert.Equal(
            new EnrolmentSpec(Instant.FromUtc(2026, 3, 1, 22, 0), Instant.FromUtc(2026, 3, 1, 23, 0), Instant.FromUtc(2026, 3, 2, 13, 0), true, new(12, SeatCount.PeakLive)),
            Enrolled.Fleets[1].Enrolment);
    }

    /// <summary>Launches are at 21:00 UTC: those of the first fleet succeed, those of the second find no enrolment yet.</summary>
    [Fact]
    public async Task Run_EnrolmentOnDates_MovesThenAndLaunchesBeforeAreRefused()
    {
        var (_, events) = await PlayedRun.Of(Enrolled, EngineKind.Core);

        var moves = events.Where(line => line.Event is EnrolmentChanged && line.Entity.ToString().Contains("us-east-1", StringComparison.Ordinal));
        Assert.Equal(
            [
                (Instant.FromUtc(2026, 3, 1, 22, 0), EnrolmentStage.Onboarding),
                (Instant.FromUtc(2026, 3, 1, 23, 0), EnrolmentStage.Active),
                (Instant.FromUtc(2026, 3, 2, 13, 0), EnrolmentStage.Lapsed),
            ],
            moves.Select(line => (line.At, ((EnrolmentChanged)line.Event).To)));
        Assert.Equal(3, events.Count(line => line.Event is OperationRefused { Operation: "launch", Code: RefusalCode.CapacityNotAllocated }));
    }

    [Fact]
    public async Task Run_OnBothEngines_WritesTheSame()
    {
        var (core, _) = await PlayedRun.Of(Enrolled, EngineKind.Core);
        var (grains, _) = await PlayedRun.Of(Enrolled, EngineKind.Grains);

        Assert.Equal(core, grains);
    }

    [Theory]
    [InlineData("seats: 12", "seats: 21", "fleets[1].enrolment.seats", "The quota of 20 can not hold 21 committed seats")]
    [InlineData("count: PeakLive", "count: Heads", "fleets[1].enrolment.count", "\"Heads\" is not allowed here")]
    [InlineData("activates: 2026-03-01T18:00", "activates: 2026-03-01T16:30", "fleets[1].enrolment.activates", "before onboarding begins")]
    [InlineData("expires: 2026-03-02T08:00", "expires: 2026-03-01T18:00", "fleets[1].enrolment.expires", "before launches open")]
    [InlineData("begins: 2026-03-01T17:00", "begins: 2026-03-01T12:00", "fleets[1].enrolment.begins", "outside the run")]
    [InlineData("seats: 12", "saets: 12", "fleets[1].enrolment.saets", "Did you mean \"seats\"?")]
    public void Read_OneThingBroken_IsToldWithItsPathAndLine(string sound, string broken, string path, string message)
    {
        Assert.Contains(sound, Text, StringComparison.Ordinal);

        var fault = Assert.Single(ScenarioText.Read(Text.Replace(sound, broken, StringComparison.Ordinal)).Faults);

        Assert.Equal((path, ScenarioText.LineOf(Text, sound)), (fault.Path, fault.Line));
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_EnrolmentWithoutADedicatedDirectory_IsReported()
    {
        var yaml = Text.Replace("us-east-1b], dedicated: true", "us-east-1b]", StringComparison.Ordinal);

        var fault = ScenarioText.Read(yaml).Faults.Single(fault => fault.Path == "fleets[1].enrolment");

        Assert.Equal(ScenarioText.LineOf(yaml, "enrolment:"), fault.Line);
        Assert.Contains("none is dedicated here", fault.Message, StringComparison.Ordinal);
    }
}
