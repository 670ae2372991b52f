using DeskFleet.Simulator.Scenarios;
using NodaTime;

namespace DeskFleet.Simulator.Tests.Scenarios;

public sealed class ScenarioFileTests
{
    private const string Smallest = """
        region: eu-west-1
        start: 2026-07-01
        horizon: 1 d
        directories: [{ name: d, zones: [eu-west-1a, eu-west-1b] }]
        groups: [{ name: g, users: 20, directory: d, bundle: Value }]
        """;

    [Fact]
    public void Read_SoundScenario_HasItsValues()
    {
        var scenario = ScenarioText.Sound(ScenarioText.Valid);

        Assert.Equal(("small", "eu-central-1", 7UL, "acme", 30), (scenario.Name, scenario.Region, scenario.Seed, scenario.Account, scenario.Quota));
        Assert.Equal(Instant.FromUtc(2026, 3, 1, 23, 0), scenario.Start);
        Assert.Equal(Instant.FromUtc(2026, 3, 8, 23, 0), scenario.End);
        Assert.Equal([new DirectorySpec("staff", "eu-central-1a", "eu-central-1b", true)], scenario.Directories.AsEnumerable());
        Assert.Equal(new HostGroup(HostOwner.Account, "eu-central-1b", HostTypeSpec.General, 1), scenario.Hosts[1]);
        Assert.Equal(new HostTypeSpec("tiny", 1, 2048, 0, 1.0m, 8), scenario.HostTypes[^1]);
        Assert.Equal(new BundleSpec("Lean", 1, 1536, 0, 80, 10), scenario.Bundles[^1]);
        Assert.Null(scenario.Trace);
    }

    [Fact]
    public void Read_SoundScenario_HasItsGroups()
    {
        var groups = ScenarioText.Sound(ScenarioText.Valid).Groups;

        var pattern = new SessionPattern(
            0.9, 0, new LocalTime(8, 45), Duration.FromMinutes(40), 1.5, new Spread(Duration.FromHours(3), Duration.FromHours(7)), SessionPattern.Office.Gap);
        Assert.Equal(new UserGroup("office", 10, "staff", "Standard", RunningModeName.AutoStop, Duration.FromHours(1), "Europe/Berlin", pattern), groups[0]);
        Assert.Equal(new UserGroup("calls", 10, "staff", "Lean", RunningModeName.AlwaysOn, Duration.Zero, "Europe/Berlin", SessionPattern.Office), groups[1]);
    }

    [Fact]
    public void Read_SoundDriver_ChangesOnlyWhatItNames()
    {
        var driver = ScenarioText.Sound(ScenarioText.Valid).Driver;

        Assert.Equal((0.01, 0.0, 0.0), (driver.Resume.Fail, driver.Resume.Stall, driver.Resume.Twice));
        Assert.Equal(new LatencyRange(Duration.FromSeconds(45), Duration.FromSeconds(60), 0.1), driver.Resume.Latency[1]);
        Assert.Equal(DriverSpec.Default.Hibernate, driver.Hibernate);
    }

    [Fact]
    public void Read_SmallestScenario_TakesTheDefaults()
    {
        var scenario = ScenarioText.Sound(Smallest);

        Assert.Equal(("small", 1UL, "company", 20), (scenario.Name, scenario.Seed, scenario.Account, scenario.Quota));
        Assert.Equal(Instant.FromUtc(2026, 6, 30, 21, 0), scenario.LaunchAt);
        Assert.Equal(HostTypeSpec.Defaults.AsEnumerable(), scenario.HostTypes.AsEnumerable());
        Assert.Equal(BundleSpec.Defaults.AsEnumerable(), scenario.Bundles.AsEnumerable());
        Assert.True(scenario.HasEndlessSharedPool);
        Assert.Equal(("Europe/Dublin", RunningModeName.AutoStop, Duration.FromHours(1)), (scenario.Groups[0].TimeZone, scenario.Groups[0].Mode, scenario.Groups[0].AutoStop));
    }

    [Theory]
    [InlineData("2026-03-02", "2026-03-01T23:00:00Z")]
    [InlineData("2026-03-02T06:30", "2026-03-02T05:30:00Z")]
    [InlineData("2026-03-02T06:30:15", "2026-03-02T05:30:15Z")]
    [InlineData("2026-07-02T06:30", "2026-07-02T04:30:00Z")]
    [InlineData("2026-03-02T06:30Z", "2026-03-02T06:30:00Z")]
    [InlineData("2026-03-02Z", "2026-03-02T00:00:00Z")]
    [InlineData("2026-03-29T02:30", "2026-03-29T01:30:00Z")] // skipped by the change of clocks: moves on
    [InlineData("2026-10-25T02:30", "2026-10-25T00:30:00Z")] // told twice: the first
    public void Read_Start_IsLocalUnlessItEndsInZ(string start, string instant) =>
        Assert.Equal(instant, ScenarioText.Sound(ScenarioText.With("2026-03-02", start)).Start.ToString());

    [Fact]
    public void Read_DefaultBundleAndHostType_AreChangedInPart()
    {
        var scenario = ScenarioText.Sound(ScenarioText
            .With("  - name: tiny", "  - name: general\n    overcommit: 1.5\n  - name: tiny")
            .Replace("  - name: Lean", "  - name: Standard\n    memory: 8 GiB\n  - name: Lean", StringComparison.Ordinal));

        Assert.Equal(HostTypeSpec.General with { Overcommit = 1.5m }, scenario.Hosts[0].Type);
        Assert.Equal(120, scenario.Hosts[0].Type.UsableVCpu);
        Assert.Equal(new BundleSpec("Standard", 2, 8192, 0, 80, 50), scenario.BundleOf(scenario.Groups[0]));
    }

    [Theory]
    [InlineData("Value", "general")]
    [InlineData("Graphics", "gpu")]
    public void EndlessTypeFor_Bundle_IsItsFamily(string bundle, string type)
    {
        var scenario = ScenarioText.Sound(Smallest);

        Assert.Equal(type, scenario.EndlessTypeFor(scenario.Bundles.Single(known => known.Name == bundle)).Name);
    }

    [Theory]
    [InlineData("Graphics", 4)]
    [InlineData("Value", 80)]
    [InlineData("Standard", 40)]
    [InlineData("Performance", 40)]
    public void Defaults_HostAndBundle_GiveTheDesktopsOfTheTable(string name, int desktops)
    {
        var bundle = BundleSpec.Defaults.Single(known => known.Name == name);
        var type = HostTypeSpec.Defaults.Single(known => known.IsFamilyOf(bundle));
        long[] room = [type.UsableVCpu / bundle.VCpu, type.MemoryMiB / bundle.MemoryMiB, bundle.NeedsGpu ? type.Gpus / bundle.Gpus : long.MaxValue];

        Assert.Equal(desktops, room.Min());
    }

    [Fact]
    public void Read_EndlessPoolTooSmall_IsAFaultOfTheGroup()
    {
        var faults = ScenarioText.Read(Smallest + "\nbundles: [{ name: Value, vCpu: 81 }]").Faults;

        Assert.Contains("No desktop fits the shared " +
            "pool", Assert.Single(faults, fault => fault.Path == "groups[0].bundle").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ListedSharedPool_MustServeBothZones()
    {
        var faults = ScenarioText.Read(Smallest + "\nhosts: [{ owner: provider, zone: eu-west-1a, type: general, count: 9 }]").Faults;

        Assert.Contains("without GPUs in eu-west-1b", Assert.Single(faults).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_SameBytes_HaveTheSameHash()
    {
        var hash = ScenarioText.Read(Smallest).ContentHash;

        Assert.Matches("^[0-9a-f]{16}$", hash);
        Assert.Equal(hash, ScenarioText.Read(Smallest).ContentHash);
        Assert.NotEqual(hash, ScenarioText.Read(Smallest + "\n").ContentHash);
    }

    [Theory]
    [InlineData("ordinary-company.yaml", 240, 7)]
    [InlineData("ten-thousand.yaml", 10_000, 7)]
    public void Read_ShippedScenario_IsSound(string file, int desktops, int days)
    {
        var reading = ScenarioFile.Read(Repository.Scenario(file));

        Assert.Empty(reading.Faults);
        Assert.Equal((desktops, Duration.FromDays(days)), (reading.Scenario!.Desktops, reading.Scenario.Horizon));
        Assert.Equal(file, reading.Scenario.Name + ".yaml");
    }

    [Theory]
    [InlineData(0.0, 0.0, 60)]
    [InlineData(0.899999, 0.999999, 90)]
    [InlineData(0.9, 0.0, 45)]
    [InlineData(0.99, 0.5, 105)]
    [InlineData(0.999999, 0.999999, 120)]
    public void LatencyAt_Draws_ChooseRangeAndSecond(double range, double within, int seconds) =>
        Assert.Equal(Duration.FromSeconds(seconds), DriverSpec.Default.Resume.LatencyAt(range, within));
}
