using System.Text.Json;
using DeskFleet.Simulator.Planning;
using DeskFleet.Simulator.Populations;
using DeskFleet.Simulator.Runs;
using DeskFleet.Simulator.Scenarios;
using DeskFleet.Simulator.Tests.Scenarios;
using DeskFleet.Testing.Engines;
using NodaTime;

namespace DeskFleet.Simulator.Tests.Planning;

/// <summary>On instances small enough every number of hosts is run to its end, and judged by the run's own summary figures.</summary>
public sealed class BruteForceTests
{
    private const int MaxHosts = 14;

    [Theory]
    [InlineData(1, 40, "vCpu: 12, memory: 32 GiB", "Standard")]
    [InlineData(2, 60, "vCpu: 16, memory: 36 GiB", "Performance")]
    [InlineData(3, 80, "vCpu: 16, memory: 64 GiB, startSlots: 1", "Standard")]
    [InlineData(4, 25, "vCpu: 4, memory: 16 GiB", "Standard")]
    public async Task Run_SmallInstance_FindsTheOptimumOfExhaustiveSearch(int seed, int users, string host, string bundle)
    {
        var request = new PlanRequest(
            ScenarioText.Sound(Yaml(seed, users, host, bundle)), null, [new RefusalTarget(0), new WaitTarget(Duration.FromSeconds(120))], Seeds: 3, FreshSeeds: 0, MaxHosts: MaxHosts);

        var plan = await Plans.Run(request);

        var holds = await Exhaustive(request);
        Assert.True(holds.ContainsValue(true) && holds.ContainsValue(false), "The instance decides nothing.");
        Assert.Equal(holds.First(n => n.Value && holds.GetValueOrDefault(n.Key + 1, true)).Key, plan.Hosts);
        Assert.True(plan.LowerBound.Hosts <= holds.First(n => n.Value).Key, $"The bound {plan.LowerBound.Hosts} is above a number that holds.");
        Assert.True(plan is { NextHolds: true, OneFewerFails: true });
    }

    /// <summary>People with and without GPUs on hosts of both kinds: the one kind is counted, the other stays as it is listed.</summary>
    [Theory]
    [InlineData("gpu")]
    [InlineData("box")]
    public async Task Run_MixedHardware_FindsTheOptimumWithTheRestHeld(string type)
    {
        var yaml = Yaml(6, 60, "vCpu: 12, memory: 32 GiB", "Standard")
            .Replace("count: 9 }]", "count: 9 }, { zone: eu-central-1a, type: gpu, count: 2 }, { zone: eu-central-1b, type: gpu, count: 2 }]", StringComparison.Ordinal)
            + "\n  - { name: design, users: 14, directory: staff, bundle: Graphics }\n";
        var request = new PlanRequest(ScenarioText.Sound(yaml), null, [new RefusalTarget(0), new WaitTarget(Duration.FromSeconds(120))], Seeds: 3, FreshSeeds: 0, MaxHosts: MaxHosts) { HostType = type };

        var plan = await Plans.Run(request);

        var holds = await Exhaustive(request);
        Assert.True(holds.ContainsValue(true) && holds.ContainsValue(false), "The instance decides nothing.");
        Assert.Equal(holds.First(n => n.Value && holds.GetValueOrDefault(n.Key + 1, true)).Key, plan.Hosts);
        Assert.True(plan.LowerBound.Hosts <= plan.Hosts && plan is { NextHolds: true, OneFewerFails: true });
        Assert.Equal((type, 2), (plan.HostTypes["eu-central-1a"], plan.Listed.Length));
    }

    /// <summary>One account of two is planned as if it had a file of its own.</summary>
    [Fact]
    public async Task Run_FleetOfTwo_IsThePlanOfThatFleetAlone()
    {
        var alone = Yaml(7, 40, "vCpu: 12, memory: 32 GiB", "Standard");
        var (common, own) = (alone[..alone.IndexOf("region:", StringComparison.Ordinal)], alone[alone.IndexOf("quota:", StringComparison.Ordinal)..]);
        var types = own.Split('\n').First(line => line.StartsWith("hostTypes", StringComparison.Ordinal));
        var fleet = own.Replace(types + "\n", "", StringComparison.Ordinal);
        var both = $"{common}start: 2026-03-02\nhorizon: 2 d\nseed: 7\n{types}\nfleets:\n  - account: other\n    region: eu-central-1\n{Indented(fleet.Replace("staff", "others", StringComparison.Ordinal).Replace("office", "elsewhere", StringComparison.Ordinal))}\n  - region: eu-central-1\n{Indented(fleet)}\n"
            + "timeline: [{ at: 2026-03-02T10:00, loseHost: { zone: eu-central-1a, account: company } }, { at: 2026-03-02T11:00, loseHost: { zone: eu-central-1a, account: other, count: 9 } }]\n";
        var only = alone + "\ntimeline: [{ at: 2026-03-02T10:00, loseHost: { zone: eu-central-1a } }]\n";

        var (scope, faults) = PlanScope.Of(ScenarioText.Sound(both), "company", null);
        Assert.Empty(faults);
        var part = await Plans.Run(Request(scope!.Scenario) with { Fleet = scope.Fleet });
        var whole = await Plans.Run(Request(ScenarioText.Sound(only)));

        Assert.Equal("company in eu-central-1", part.Fleet);
        Assert.Equal(JsonSerializer.Serialize(whole, PlanJson.Pages), JsonSerializer.Serialize(part with { Fleet = null }, PlanJson.Pages));

        static string Indented(string text) => string.Join('\n', text.TrimEnd().Split('\n').Select(line => $"    {line}"));
        static PlanRequest Request(Scenario scenario) => new(scenario, null, [new RefusalTarget(0), new WaitTarget(Duration.FromSeconds(120))], Seeds: 2, FreshSeeds: 0);
    }

    [Fact]
    public async Task Run_TwoWorkers_GiveTheSameBytesAsOne()
    {
        var request = new PlanRequest(
            ScenarioText.Sound(Yaml(5, 60, "vCpu: 12, memory: 32 GiB", "Standard")), null, [new RefusalTarget(0), new WaitTarget(Duration.FromSeconds(120))], Seeds: 5, FreshSeeds: 0);

        var one = await Plans.Run(request with { Workers = 1 });
        var two = await Plans.Run(request with { Workers = 2 });

        Assert.NotNull(one.Hosts);
        Assert.Equal(JsonSerializer.Serialize(one, PlanJson.Pages), JsonSerializer.Serialize(two, PlanJson.Pages));
    }

    private static async Task<SortedDictionary<int, bool>> Exhaustive(PlanRequest request)
    {
        var holds = new SortedDictionary<int, bool>();
        for (var hosts = 1; hosts <= MaxHosts; hosts++)
        {
            holds[hosts] = true;
            for (var seed = 0UL; seed < 3; seed++)
                holds[hosts] &= await Holds(request, request.Scenario.Seed + seed, hosts);
        }

        return holds;
    }

    private static async Task<bool> Holds(PlanRequest request, ulong seed, int hosts)
    {
        var scenario = request.With(seed, hosts);
        var run = await new Simulation(scenario, Population.Create(scenario, null), new(EngineKind.Core)).Run(null, null, CancellationToken.None);
        var refused = run.Fleet.RefusalsByReason.Where(reason => reason.Key.EndsWith("InsufficientCapacity", StringComparison.Ordinal)).Sum(reason => reason.Value);
        return refused == 0 && run.Fleet.ResumeWaits.Percentile(0.99) <= 120;
    }

    private static string Yaml(int seed, int users, string host, string bundle) => $$"""
        name: small
        region: eu-central-1
        start: 2026-03-02
        horizon: 2 d
        seed: {{seed}}
        quota: 100
        hostTypes: [{ name: box, {{host}} }]
        hosts: [{ zone: eu-central-1a, type: box, count: 9 }, { zone: eu-central-1b, type: box, count: 9 }]
        directories: [{ name: staff, zones: [eu-central-1a, eu-central-1b], dedicated: true }]
        groups:
          - name: office
            users: {{users}}
            directory: staff
            bundle: {{bundle}}
            sessions:
              attendance: 80 %
              firstLogin: { mean: "08:45", deviation: 10 min }
              perDay: 1.5
              length: { median: 2 h, p90: 4 h }
              gap: { median: 2 h, p90: 4 h }
        """;
}
