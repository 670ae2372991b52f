using DeskFleet.Simulator.Chaos.Judges;
using DeskFleet.Simulator.Tests.Engines;
using DeskFleet.Testing.Engines;

namespace DeskFleet.Simulator.Tests.Chaos.Judges;

/// <summary>What the product does when nothing is broken passes every judge.</summary>
public sealed class GoodRunTests
{
    [Fact]
    public async Task RandomScripts_FailingDriversAndHosts_PassAllJudges()
    {
        var found = new List<string>();
        for (var seed = 100; seed < 160; seed++)
        {
            var fleet = RandomScripts.FleetFor(seed, new(0.1, 0.1, 0.2));
            var played = await fleet.Play(EngineKind.Core, RandomScripts.Of(fleet, seed));
            found.AddRange(Bench.Judge(Courtroom.EvidenceOf(fleet, played)).Select(violation => $"seed {seed}: {violation}"));
        }

        Assert.True(found.Count == 0, string.Join("\n", found));
    }
}
