using DeskFleet.Core.Chances;
using DeskFleet.Core.Drivers;
using DeskFleet.Core.Identity;
using DeskFleet.Grains.Drivers;
using NodaTime;

namespace DeskFleet.Silo.Tests.Drivers;

/// <summary>How long the stand-in driver takes for what the catalogue says something about.</summary>
public sealed class StandInDriverTests
{
    [Fact]
    [Trait("Rule", "ENC-18")]
    public void Boot_EncryptedRoot_TakesEightMinutesMoreAndTheUserVolumeNone()
    {
        var plain = Mean(new(DriverVerb.Boot, default, null, 1));
        var root = Mean(new(DriverVerb.Boot, default, null, 1) { EncryptsRoot = true });

        Assert.Equal(Duration.FromMinutes(8), root - plain);
    }

    [Fact]
    [Trait("Rule", "BUN-13")]
    public void Boot_StaleImage_TakesFiveMinutesMore()
    {
        var fresh = Mean(new(DriverVerb.Boot, default, null, 1));

        Assert.Equal(Duration.FromMinutes(5), Mean(new(DriverVerb.Boot, default, null, 1) { FromStaleImage = true }) - fresh);
        Assert.Equal(Duration.FromMinutes(13), Mean(new(DriverVerb.Boot, default, null, 1) { FromStaleImage = true, EncryptsRoot = true }) - fresh);
    }

    [Fact]
    [Trait("Rule", "BUN-07")]
    public void Capture_Hundred_MostAreReadyWithin45MinutesAndNoneIsGivenUp()
    {
        var latencies = Latencies(new(DriverVerb.Capture, default, null, 1), 100);

        Assert.InRange(latencies.Count(latency => latency <= Duration.FromMinutes(45)), 50, 100);
        Assert.All(latencies, latency => Assert.InRange(latency, Duration.FromMinutes(1), Duration.FromMinutes(119)));
    }

    private static Duration Mean(DriverCommand order) =>
        Latencies(order, 200).Aggregate(Duration.Zero, (sum, latency) => sum + latency) / 200;

    private static List<Duration> Latencies(DriverCommand order, int count)
    {
        var reports = new Reports();
        var driver = new StandInDriver(DriverBehaviour.Default, new Chance(1), reports);
        for (var i = 0; i < count; i++)
            driver.Order(order with { WorkSpace = new($"ws-{i:000000000}") });
        return reports.Delays;
    }

    private sealed class Reports : IDriverReports
    {
        public List<Duration> Delays { get; } = [];

        public void Schedule(Duration delay, WorkSpaceId workSpace, DriverReported report) => Delays.Add(delay);
    }
}
