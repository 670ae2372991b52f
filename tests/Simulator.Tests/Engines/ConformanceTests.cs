using DeskFleet.Core.WorkSpaces;
using DeskFleet.Grains.Drivers;
using DeskFleet.Testing.Engines;

namespace DeskFleet.Simulator.Tests.Engines;

/// <summary>Both engines write the identical log for whatever happens: random scripts on small fleets that break in every way.</summary>
public sealed class ConformanceTests
{
    [Theory]
    [InlineData(1, 0, 0, 0)]
    [InlineData(2, 0.15, 0, 0)]
    [InlineData(3, 0, 0.15, 0)]
    [InlineData(4, 0, 0, 0.5)]
    [InlineData(5, 0.1, 0.1, 0.3)]
    public async Task Engines_RandomScript_WriteTheSameLog(int seed, double fail, double stall, double twice)
    {
        var fleet = RandomScripts.FleetFor(seed, new(fail, stall, twice));
        var script = RandomScripts.Of(fleet, seed);

        var core = await fleet.Play(EngineKind.Core, script);
        var grains = await fleet.Play(EngineKind.Grains, script);

        Assert.Equal(core.Log, grains.Log);
        Assert.Equal(core.Replies, grains.Replies);
        Assert.Equal(core.Calls, grains.Calls);
        Assert.True(core.Events.Length > 150, $"The script of seed {seed} is too tame: {core.Events.Length} events.");
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public async Task Deliveries_EachEffectAndWakeUpTwice_ChangeNothing(int seed)
    {
        var once = RandomScripts.FleetFor(seed, DriverFaults.None);
        var twice = RandomScripts.FleetFor(seed, DriverFaults.None, repeats: 2);
        var script = RandomScripts.Of(once, seed);

        var calm = await once.Play(EngineKind.Core, script);
        var noisy = await twice.Play(EngineKind.Core, script);

        Assert.Equal(calm.Log, noisy.Log);
        Assert.True(noisy.Calls > calm.Calls);
    }

    [Fact]
    public async Task Scripts_ManySeeds_ReachEveryStateAndKeepEveryInvariant()
    {
        var reached = new HashSet<Lifecycle>();
        for (var seed = 100; seed < 160; seed++)
        {
            var fleet = RandomScripts.FleetFor(seed, new(0.1, 0.1, 0.2));
            var played = await fleet.Play(EngineKind.Core, RandomScripts.Of(fleet, seed));
            reached.UnionWith(played.Events.Select(e => e.Event).OfType<StateChanged>().Select(e => e.To));
        }

        Lifecycle[] notCommandedYet = [Lifecycle.None, Lifecycle.Updating];
        Assert.Equal(Enum.GetValues<Lifecycle>().Except(notCommandedYet), reached.Order());
    }
}
