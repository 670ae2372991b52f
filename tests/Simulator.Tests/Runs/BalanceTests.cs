using DeskFleet.Core.Identity;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Simulator.Scenarios;
using DeskFleet.Testing.Engines;

namespace DeskFleet.Simulator.Tests.Runs;

/// <summary>What only some hosts can take is divided over the zones as well as everything is.</summary>
public sealed class BalanceTests
{
    private const string Scenario = """
        name: twelve-graphics
        region: eu-central-1
        start: 2026-03-02
        horizon: 1 d
        seed: SEED
        quota: 112
        directories:
          - { name: staff, zones: [eu-central-1a, eu-central-1b], dedicated: true }
        hostTypes:
          - { name: plain, vCpu: 80, memory: 320 GiB }
          - { name: gpu, vCpu: 64, memory: 244 GiB, gpus: 8 }
        hosts:
          - { zone: eu-central-1a, type: plain, count: 3 }
          - { zone: eu-central-1b, type: plain, count: 3 }
          - { zone: eu-central-1a, type: gpu, count: 1 }
          - { zone: eu-central-1b, type: gpu, count: 1 }
        groups:
          - { name: designers, users: 12, directory: staff, bundle: Graphics, mode: AutoStop }
          - { name: office, users: 100, directory: staff, bundle: Standard, mode: AutoStop }
        """;

    [Theory]
    [Trait("Rule", "PLC-02")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Run_TwelveGraphicsInADirectoryOf112_HalfOfThemInEachZone(int seed)
    {
        using var folder = new TempFolder();
        var scenario = ScenarioFile.Read(folder.Write("g.yaml", Scenario.Replace("SEED", $"{seed}", StringComparison.Ordinal))).Scenario!;

        var (_, events) = await PlayedRun.Of(scenario, EngineKind.Core);

        var launched = events.Select(happened => happened.Event).OfType<StateChanged>().Select(move => move.Terms?.Identity).OfType<WorkSpaceIdentity>().ToList();
        Assert.Equal(112, launched.Count);
        foreach (var kind in launched.GroupBy(desktop => desktop.Bundle.Name))
            Assert.Equal(kind.Count() / 2, kind.Count(desktop => desktop.Zone == new ZoneId("eu-central-1a")));
    }
}
