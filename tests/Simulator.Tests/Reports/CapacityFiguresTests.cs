using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Placement;
using DeskFleet.Simulator.Reports.Figures;
using DeskFleet.Simulator.Scenarios;
using NodaTime;

namespace DeskFleet.Simulator.Tests.Reports;

/// <summary>Worked out by hand: two zones with two general hosts each (80 vCPU), desktops of 40 vCPU and 1 GiB.</summary>
public sealed class CapacityFiguresTests
{
    private static readonly Capacity Desktop = new(40, 1024, 0);
    private static readonly Scenario Scenario = ScenarioFile.Read(Repository.Scenario("ordinary-company.yaml")).Scenario!;
    private readonly CapacityFigures _capacity = new(Scenario);

    public CapacityFiguresTests()
    {
        foreach (var host in new[] { "a1", "a2", "b1", "b2" })
            Send(-60, host, new HostRegistered(new(new(Scenario.Account, Scenario.Region), new($"eu-central-1{host[0]}")), HostType.General));
    }

    [Fact]
    public void Headroom_IsThatOfTheTightestZone()
    {
        Take(10, "a1");
        Take(20, "b1");
        Take(30, "b2");

        var least = Least();
        Assert.Equal((50.0, "eu-central-1b", "vCPU", Minute(30)), (least.LeastPercent, least.Zone, least.Binding, least.At));
        Assert.True(least.SurvivesOneHost);
    }

    [Fact]
    public void Survival_ThreeQuartersTaken_IsLostForAsLongAsItLasts()
    {
        foreach (var host in new[] { "a1", "a1", "a2" })
            Take(10, host);
        _capacity.Free(Minute(100), new("a2"), Desktop);

        var least = Least();
        Assert.Equal((25.0, false, 1.5), (least.LeastPercent, least.SurvivesOneHost, least.ShortOfOneHostHours));
    }

    [Fact]
    public void HostLost_TakesItsCapacityAndItsDesktops_AndReturnsEmpty()
    {
        Take(10, "a1");
        Take(10, "a2");
        Send(20, "a1", new HostLost("power", 1));
        _capacity.Free(Minute(20), new("a1"), Desktop);

        Assert.Equal((new Capacity(80, 327680, 0), Desktop), (Zone("a").Whole, Zone("a").Used));
        Send(30, "a1", new HostReturned());
        Assert.Equal((new Capacity(160, 655360, 0), Desktop), (Zone("a").Whole, Zone("a").Used));
        Assert.Equal((50.0, Minute(10)), (Least().LeastPercent, Least().At));
    }

    [Fact]
    public void HostDrained_OffersOnlyWhatItStillCarries()
    {
        Take(10, "a1");
        Send(20, "a1", new HostDrained());

        Assert.Equal(80 + 40, Zone("a").Whole.VCpu);
        _capacity.Free(Minute(30), new("a1"), Desktop);
        Assert.Equal(80, Zone("a").Whole.VCpu);
    }

    [Fact]
    public void TightBeforeTheStartOnly_DoesNotCount()
    {
        Take(-30, "a1");
        _capacity.Free(Minute(-10), new("a1"), Desktop);

        Assert.Equal((100.0, Scenario.Start), (Least().LeastPercent, Least().At));
    }

    private PoolFigures Zone(string letter) => _capacity.Pools.Values.Single(pool => pool.Id.Zone.Value == $"eu-central-1{letter}");

    private Simulator.Reports.HeadroomSummary Least()
    {
        _capacity.Advance(Scenario.End);
        return _capacity.Headroom.Least!;
    }

    private void Take(int minute, string host) => _capacity.Take(Minute(minute), new(host), Desktop);

    private void Send(int minute, string host, FleetEvent happened) => _capacity.Read(Minute(minute), Entity.Of(new HostId(host)), happened);

    private static Instant Minute(int minute) => Scenario.Start + Duration.FromMinutes(minute);
}
