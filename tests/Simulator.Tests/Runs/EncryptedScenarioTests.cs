using DeskFleet.Core.Catalog;
using DeskFleet.Core.Encryption;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Tags;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Simulator.Populations;
using DeskFleet.Simulator.Runs;
using DeskFleet.Simulator.Tests.Scenarios;
using DeskFleet.Testing.Engines;

namespace DeskFleet.Simulator.Tests.Runs;

/// <summary>Scenarios that encrypt, tag, disable keys and capture images.</summary>
public sealed class EncryptedScenarioTests
{
    private const string Text = """
        region: us-east-1
        start: "2026-03-02"
        horizon: 24 h
        directories: [{ name: staff, zones: [us-east-1a, us-east-1b] }]
        keys: [{ name: ours }]
        groups:
          - { name: office, users: 4, directory: staff, bundle: Standard, encryption: { key: ours }, tags: [{ key: dept, value: fin }] }
          - { name: plain, users: 2, directory: staff, bundle: Standard, mode: AlwaysOn }
        timeline:
          - { at: "2026-03-02T05:00", disableKey: ours }
          - { at: "2026-03-02T05:30", captureImages: { group: plain, count: 2 } }
          - { at: "2026-03-02T23:00", enableKey: ours }
        """;

    [Fact]
    [Trait("Rule", "ENC-13")]
    public async Task Run_KeyDisabledForTheDay_SignInsToStoppedDesktopsFailByName()
    {
        var events = await Run(EngineKind.Core);

        var refused = events.Select(line => line.Event).OfType<OperationRefused>().ToList();
        Assert.Contains(refused, no => no is { Operation: "connect", Code: RefusalCode.KmsKeyInvalid });
        Assert.DoesNotContain(
            events.Where(line => line.At > NodaTime.Instant.FromUtc(2026, 3, 2, 11, 0)).Select(line => line.Event).OfType<StateChanged>(),
            moved => moved.On == Trigger.StartAccepted);
        Assert.Equal(4, events.Count(line => line.Event is TagsChanged changed && changed.Tags["dept"] == "fin"));
        Assert.Equal(4, events.Select(line => line.Event).OfType<StateChanged>().Count(moved => moved.Terms?.Identity.Encryption is { User: true, Root: false }));
        Assert.Equal(2, events.Count(line => line.Event is ImageFinished));
        Assert.Equal(2, events.Count(line => line.Event is KeyStatusChanged { Status: KeyStatus.Disabled or KeyStatus.Enabled } && line.At > NodaTime.Instant.FromUtc(2026, 3, 2, 6, 0)));
    }

    [Fact]
    public async Task Run_OnBothEngines_WritesTheSame()
    {
        var (core, grains) = (await Run(EngineKind.Core), await Run(EngineKind.Grains));

        Assert.Equal(core.Select(line => $"{line.At} {line.Entity} {line.Sequence} {line.Event.GetType().Name}"), grains.Select(line => $"{line.At} {line.Entity} {line.Sequence} {line.Event.GetType().Name}"));
    }

    [Theory]
    [InlineData("key: ours }, tags", "key: other }, tags", "groups[0].encryption.key", "There is no key \"other\"")]
    [InlineData("disableKey: ours", "disableKey: other", "timeline[0]", "There is no key \"other\"")]
    [InlineData("[{ name: ours }]", "[{ name: ours, seats: 3 }]", "keys[0]", "has 3 seats and encrypts 4 desktops")]
    [InlineData("group: plain", "group: other", "timeline[1].captureImages.group", "There is no group \"other\"")]
    [InlineData("{ key: ours }", "{ key: ours, user: false }", "groups[0].encryption", "Neither volume")]
    [InlineData("key: dept", "key: aws:dept", "groups[0].tags", "reserved")]
    [Trait("RulePart", "ENC-04")]
    public void Read_WhatCanNotBe_IsReportedWhereItIs(string sound, string wrong, string path, string says)
    {
        var faults = ScenarioText.Read(Text.Replace(sound, wrong, StringComparison.Ordinal)).Faults;

        Assert.Contains(faults, fault => fault.Path == path && fault.Message.Contains(says, StringComparison.Ordinal));
    }

    private static async Task<List<LoggedEvent>> Run(EngineKind engine)
    {
        var scenario = ScenarioText.Sound(Text);
        var events = new Recorder();
        await new Simulation(scenario, Population.Create(scenario, null), new RunOptions(engine, Checks: true)).Run(null, null, TestContext.Current.CancellationToken, events);
        return events.Lines;
    }

    private sealed class Recorder : IEventReader
    {
        public List<LoggedEvent> Lines { get; } = [];

        public void Read(LoggedEvent happened) => Lines.Add(happened);
    }
}
