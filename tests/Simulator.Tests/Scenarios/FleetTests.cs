using System.Text;
using DeskFleet.Simulator.Populations;
using DeskFleet.Simulator.Reports;
using DeskFleet.Simulator.Runs;
using DeskFleet.Simulator.Scenarios;
using DeskFleet.Testing.Engines;

namespace DeskFleet.Simulator.Tests.Scenarios;

/// <summary>Several accounts and regions in one scenario: the shipped one, whole and broken.</summary>
public sealed class FleetTests
{
    private static string Yaml { get; } = File.ReadAllText(Repository.Scenario("two-regions.yaml"));

    [Fact]
    public void Read_ThreeFleets_EachPartBelongsToItsOwn()
    {
        var scenario = ScenarioText.Sound(Yaml);

        Assert.Equal([new("example-company", "eu-central-1", 150), new("example-company", "us-east-1", 60), new FleetSpec("subsidiary", "eu-central-1", 30)], scenario.Fleets.AsEnumerable());
        Assert.Equal([("frankfurt", 0), ("virginia", 1), ("munich", 2)], scenario.Directories.Select(directory => (directory.Name, directory.Fleet)));
        Assert.Equal([(0, "general", 2), (0, "general", 1), (0, "old", 2), (1, "general", 2), (1, "general", 2)], scenario.Hosts.Select(hosts => (hosts.Fleet, hosts.Type.Name, hosts.Count)));
        Assert.Equal(["Europe/Berlin", "Europe/Istanbul", "America/New_York", "Europe/Berlin"], scenario.Groups.Select(group => group.TimeZone));
        Assert.Equal([1, 1, 0, 0], scenario.Groups.Select(group => group.Sessions.Holidays.Length));
        Assert.EndsWith("@subsidiary.example", Population.Create(scenario, null).Users[^1].Email, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("quota: 150", "quota: 139", "fleets[0].quota", "The groups have 140 desktops, but the quota is 139")]
    [InlineData("account: subsidiary", "account: example-company", "fleets[2].region", "Account \"example-company\" in eu-central-1 is listed already")]
    [InlineData("name: virginia, zones", "name: frankfurt, zones", "fleets[1].directories[0].name", "Another fleet has a directory \"frankfurt\"")]
    [InlineData("name: newyork", "name: Berlin", "fleets[1].groups[0].name", "Another fleet has a group \"Berlin\"")]
    [InlineData("directory: virginia", "directory: munich", "fleets[1].groups[0].directory", "There is no directory \"munich\"; write one of virginia")]
    [InlineData("zones: [us-east-1a, us-east-1b]", "zones: [us-east-1a, eu-central-1b]", "fleets[1].directories[0].zones[1]", "\"eu-central-1b\" is no availability zone of us-east-1")]
    [InlineData("zone: us-east-1b, type: general, count: 2", "zone: us-east-1b, type: general, count: 0", "fleets[1].directories[0]", "has no host of the account in us-east-1b")]
    [InlineData("quota: 60", "qouta: 60", "fleets[1].qouta", "Did you mean \"quota\"?")]
    [InlineData("name: two-regions", "region: eu-central-1", "region", "is no key of this part")]
    [InlineData("-company-eu-central-1b-0002 } }\n  - { at: 2026-03-03T16:00", "-company-eu-central-1b-0004 } }\n  - { at: 2026-03-03T16:00", "timeline[0]", "There is no host \"h-example-company-eu-central-1b-0004\"")]
    public void Read_OneThingBroken_IsToldWithItsPathAndLine(string sound, string broken, string path, string message)
    {
        Assert.Contains(sound, Yaml, StringComparison.Ordinal);
        var yaml = Yaml.Replace(sound, broken, StringComparison.Ordinal);

        var fault = ScenarioText.Read(yaml).Faults.First(fault => fault.Path == path);

        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
        Assert.True(fault.Line > 0);
    }

    [Fact]
    public async Task Run_ThreeFleets_IsTheSameOnBothEnginesAndKeepsToAccountsAndZones()
    {
        var scenario = ScenarioText.Sound(Yaml.Replace("horizon: 7 d", "horizon: 2 d", StringComparison.Ordinal));
        var (core, log) = await Play(scenario, EngineKind.Core);
        var (_, again) = await Play(scenario, EngineKind.Grains);

        Assert.Equal(log, again);
        Assert.Equal([new("frankfurt", 70, 70), new("virginia", 30, 30), new DirectoryBalance("munich", 15, 15)], DirectoryBalance.Of(scenario, core.Fleet).AsEnumerable());
        Assert.Equal(85, core.Fleet.Zones["eu-central-1a"].WorkSpaces);
        Assert.Contains("h-provider-eu-central-1a-0001", log, StringComparison.Ordinal);
        Assert.DoesNotContain("h-provider-us-east-1", log, StringComparison.Ordinal);
        Assert.DoesNotContain("h-subsidiary", log, StringComparison.Ordinal);
    }

    private static async Task<(RunResult Result, string Log)> Play(Scenario scenario, EngineKind engine)
    {
        using var file = new MemoryStream();
        var result = await new Simulation(scenario, Population.Create(scenario, null), new(engine, Checks: true)).Run(file, null, CancellationToken.None);
        return (result, Encoding.UTF8.GetString(file.ToArray()));
    }
}
