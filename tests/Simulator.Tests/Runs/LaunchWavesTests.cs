using DeskFleet.Simulator.Populations;
using DeskFleet.Simulator.Runs;
using DeskFleet.Simulator.Scenarios;
using DeskFleet.Simulator.Tests.Scenarios;
using NodaTime;

namespace DeskFleet.Simulator.Tests.Runs;

/// <summary>Who is launched when: all at once where there is room, in waves where there is none.</summary>
public sealed class LaunchWavesTests
{
    /// <summary>Provisioning 25 min at most, an AutoStop period of 60 min, a stop of 40 s at most, and 15 min of slack.</summary>
    private static readonly Duration Distance = Duration.FromMinutes(100) + Duration.FromSeconds(40);

    [Theory]
    [InlineData(80, 1)]
    [InlineData(81, 2)]
    [InlineData(160, 2)]
    [InlineData(161, 3)]
    public void Count_TwoHostsOfFortyDesktops_IsAsManyAsTheHostsNeed(int users, int waves)
    {
        var (scenario, population) = Of(users, "AutoStop", "dedicated: true");

        var launches = new LaunchWaves(scenario, population);

        Assert.Equal(waves, launches.Count);
        Assert.Equal(scenario.LaunchAt - ((waves - 1) * Distance), launches.First);
        var times = population.Users.Select(launches.Of).Distinct().Order().ToList();
        Assert.Equal(Enumerable.Range(0, waves).Select(wave => launches.First + (wave * Distance)), times);
        Assert.Equal(scenario.LaunchAt, times[^1]);
    }

    [Fact]
    public void Count_NoWaveIsLargerThanTheRoom()
    {
        var (scenario, population) = Of(200, "AutoStop", "dedicated: true");
        var launches = new LaunchWaves(scenario, population);

        Assert.All(population.Users.GroupBy(launches.Of), wave => Assert.InRange(wave.Count(), 1, 80));
    }

    [Fact]
    public void Count_DesktopsThatNeverStop_WaitForNoSecondWave() => Assert.Equal(1, new LaunchWaves(Of(200, "AlwaysOn", "dedicated: true").Scenario, Of(200, "AlwaysOn", "dedicated: true").Population).Count);

    [Fact]
    public void Count_EndlessSharedPool_IsOneWave()
    {
        var (scenario, population) = Of(5000, "AutoStop", "dedicated: false");

        Assert.Equal(1, new LaunchWaves(scenario, population).Count);
    }

    private static (Scenario Scenario, Population Population) Of(int users, string mode, string dedicated)
    {
        var hosts = dedicated == "dedicated: true" ? "hosts: [{ zone: eu-central-1a, type: general, count: 1 }, { zone: eu-central-1b, type: general, count: 1 }]" : "";
        var scenario = ScenarioText.Sound($$"""
            region: eu-central-1
            start: 2026-03-02
            horizon: 1 d
            quota: 10000
            directories: [{ name: staff, zones: [eu-central-1a, eu-central-1b], {{dedicated}} }]
            {{hosts}}
            groups: [{ name: office, users: {{users}}, directory: staff, bundle: Standard, mode: {{mode}} }]
            """);
        return (scenario, Population.Create(scenario, null));
    }
}
