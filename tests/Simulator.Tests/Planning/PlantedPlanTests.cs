using DeskFleet.Simulator.Planning;
using DeskFleet.Simulator.Thresholds;

namespace DeskFleet.Simulator.Tests.Planning;

/// <summary>The answer is known by hand; each says how.</summary>
public sealed class PlantedPlanTests
{
    /// <summary>2 vCPU each, 4 to a host. 24 in the morning and 24 in the afternoon: 12 a zone, 3 hosts. All 48 at once would be 6.</summary>
    internal static Planted TwoShifts => new Planted("vCpu: 8, memory: 64 GiB").Come(24, "09:00", "11:00").Come(24, "14:00", "16:00");

    /// <summary>4 GiB each, 3 to a host of 14 GiB: 18 people are 9 a zone and 3 hosts, however many vCPU there are.</summary>
    internal static Planted LittleMemory => new Planted("vCpu: 64, memory: 14 GiB").Come(18, "09:00", "11:00");

    /// <summary>One GPU each, 2 to a host: 12 people are 6 a zone and 3 hosts.</summary>
    internal static Planted FewGpus => new Planted("vCpu: 64, memory: 256 GiB, gpus: 2", "Graphics").Come(12, "09:00", "11:00");

    /// <summary>
    /// One start slot, 60 s a start, 120 s of patience: 2 starts a host, so 12 people, 6 a zone, need 3 hosts when all queues are equally long.
    /// </summary>
    internal static Planted OneStartSlot => new Planted("vCpu: 64, memory: 256 GiB, startSlots: 1").Come(12, "09:00", "11:00");

    internal static Planted AlwaysOn => new Planted("vCpu: 4, memory: 64 GiB", Mode: "AlwaysOn").Come(8, "09:00", "11:00");

    public static TheoryData<string, int, int> Instances => new()
    {
        { nameof(Constraint.VCpu), 3, 3 }, { nameof(Constraint.Memory), 3, 3 }, { nameof(Constraint.Gpu), 3, 3 }, { nameof(Constraint.StartSlots), 3, 3 },
    };

    [Theory]
    [MemberData(nameof(Instances))]
    public async Task Run_Planted_FindsThePlantedNumberAndWhatBinds(string constraint, int hosts, int bound)
    {
        var plan = await Plans.Run(Of(constraint).Request());

        Assert.Equal(hosts, plan.Hosts);
        Assert.Equal(constraint, plan.Binding!.Constraint.ToString());
        Assert.Equal(bound, plan.LowerBound.Hosts);
        Assert.True(plan is { NextHolds: true, OneFewerFails: true, IsMonotone: true, IsPartial: false });
        Assert.Contains(plan.Curve, tried => tried.Hosts == hosts - 1 && tried.SeedsHeld < tried.SeedsTried);
        Assert.Contains(plan.Curve, tried => tried.Hosts == hosts + 1 && tried.SeedsHeld == 3);
    }

    /// <summary>AlwaysOn: 4 a zone, 2 to a host, 2 hosts. When one is lost its two must find room: 3. A zone lost costs the other nothing.</summary>
    [Theory]
    [InlineData(Survival.Nothing, 2)]
    [InlineData(Survival.Host, 3)]
    [InlineData(Survival.Zone, 2)]
    public async Task Run_Losses_NeedWhatTheyTake(Survival survival, int hosts)
    {
        var plan = await Plans.Run(AlwaysOn.Request(survival));

        Assert.Equal(hosts, plan.Hosts);
        Assert.True(plan.OneFewerFails);
        Assert.All(plan.Curve.Where(tried => tried.Hosts >= hosts), tried => Assert.True(tried.SeedsTried > 0 && tried.SeedsHeld == tried.SeedsTried, $"{tried}"));
    }

    /// <summary>
    /// Two shifts take 24 vCPU a zone, 8 to a host. 40 % of them free at the tightest is 5 hosts; nobody of the group refused is 3, and so is nobody at all.
    /// </summary>
    [Theory]
    [InlineData("headroom.least", null, Bound.AtLeast, 40, 5)]
    [InlineData("refusals", "people", Bound.AtMost, 0, 3)]
    public async Task Run_ThresholdOnHeadroomOrOnAGroup_IsMeasuredInEveryTrial(string metric, string? group, Bound bound, int limit, int hosts)
    {
        var demand = new ThresholdSpec(ThresholdMetric.Of(metric), bound, limit) { Group = group };

        var plan = await Plans.Run(TwoShifts.Request() with { Targets = [new ThresholdTarget(demand), new WaitTarget(PlanTargets.DefaultWait)] });

        Assert.Equal(hosts, plan.Hosts);
        Assert.True(plan is { NextHolds: true, OneFewerFails: true });
    }

    [Fact]
    public async Task Run_FreshSeed_IsVerifiedOnTheProductionGrains()
    {
        var plan = await Plans.Run(TwoShifts.Request(Survival.Host, freshSeeds: 1));

        Assert.Equal(2, plan.Verified.Length);
        Assert.All(plan.Verified, run => Assert.True(run.Holds && run.Hosts == plan.Hosts && run.Seed == 4));
    }

    [Fact]
    public async Task Run_ResumeLongerThanAllowed_NoNumberOfHostsMendsIt()
    {
        var plan = await Plans.Run(TwoShifts.Request(seconds: 59));

        Assert.Null(plan.Hosts);
        Assert.Equal(Constraint.ResumeTime, plan.Binding!.Constraint);
    }

    [Fact]
    public async Task Run_BoundOnHosts_SaysThatStartSlotsMiss()
    {
        var plan = await Plans.Run(OneStartSlot.Request(mostHosts: 2));

        Assert.Null(plan.Hosts);
        Assert.Equal(Constraint.StartSlots, plan.Binding!.Constraint);
        Assert.Contains("with 2 hosts", plan.Binding.Shortage, StringComparison.Ordinal);
    }

    /// <summary>However many hosts the zone had: who belongs there finds none that is open.</summary>
    [Fact]
    public async Task Run_ZoneLostInTheTimeLine_SaysThatNoNumberMendsIt()
    {
        var planted = new Planted("vCpu: 8, memory: 64 GiB") { Timeline = "[{ at: \"2026-03-02T08:00Z\", loseZone: us-east-1a }]" }.Come(24, "09:00", "11:00");

        var plan = await Plans.Run(planted.Request());

        Assert.Null(plan.Hosts);
        Assert.Equal(Constraint.OpenHosts, plan.Binding!.Constraint);
        Assert.Contains("lost or drained, which a larger number of them does not mend", plan.Binding.Shortage, StringComparison.Ordinal);
        Assert.Contains("the loss of hosts binds", PlanSentence.Of(plan), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_QuotaTooSmall_SaysByHowMuch()
    {
        var request = TwoShifts.Request();
        var scenario = request.Scenario with { Quota = 40 };
        var plan = await Plans.Run(request with { Scenario = scenario with { Fleets = [new(scenario.Account, scenario.Region, 40)] } });

        Assert.Null(plan.Hosts);
        Assert.Equal(Constraint.Quota, plan.Binding!.Constraint);
        Assert.Contains("short of 8 desktops", plan.Binding.Shortage, StringComparison.Ordinal);
    }

    private static string BigAndSmall(int big, int small) => $"[{{ name: big, vCpu: {big}, memory: 64 GiB }}, {{ name: small, vCpu: {small}, memory: 64 GiB }}]";

    /// <summary>
    /// 24 people of 2 vCPU; a big host holds 12, a small one 4. One of each holds 16, two of each 32. With two small ones one big host holds 20 in all, so there
    /// must be two; they hold everybody, so that one small host is enough, and there must be one.
    /// </summary>
    [Fact]
    public async Task Run_ZonesOfDifferentHosts_EachHasItsOwnNumber()
    {
        var planted = new Planted("") { HostTypes = BigAndSmall(24, 8), Hosts = "[{ zone: us-east-1a, type: big, count: 50 }, { zone: us-east-1b, type: small, count: 50 }]" }.Come(24, "09:00", "11:00");

        var plan = await new ZoneByZone(planted.Request(freshSeeds: 1), _ => new TrialBook("test", null), null, CancellationToken.None).Run();

        Assert.Equal(2, plan.Hosts);
        Assert.Equal([("us-east-1a", "big", 2), ("us-east-1b", "small", 1)], plan.ByZone.Select(zone => (zone.Zone, zone.HostType, zone.Hosts)));
        Assert.Equal((Constraint.VCpu, true), (plan.ByZone[0].Binding!.Constraint, plan.OneFewerFails));
        Assert.True(plan.Verified is [.., { Holds: true }] && !plan.IsPartial);
        Assert.StartsWith("planted needs 2 hosts in us-east-1a and 1 host in us-east-1b: vCPU binds", PlanSentence.Of(plan), StringComparison.Ordinal);
    }

    /// <summary>The same 24 vCPU a zone, of which two small hosts that are there already hold 8: the other 16 are 2 big ones. Or one big one holds 8: 4 small ones.</summary>
    [Theory]
    [InlineData("big", 2, "50", "2")]
    [InlineData("small", 4, "1", "50")]
    public async Task Run_SeveralTypesInAZone_CountsTheOneAndHoldsTheOther(string type, int hosts, string big, string small)
    {
        var zones = string.Join(", ", new[] { "us-east-1a", "us-east-1b" }.Select(zone => $"{{ zone: {zone}, type: big, count: {big} }}, {{ zone: {zone}, type: small, count: {small} }}"));
        var planted = new Planted("") { HostTypes = BigAndSmall(8, 4), Hosts = $"[{zones}]" }.Come(24, "09:00", "11:00");

        var plan = await Plans.Run(planted.Request() with { HostType = type });

        Assert.Equal((hosts, hosts), (plan.Hosts, plan.LowerBound.Hosts));
        Assert.True(plan is { NextHolds: true, OneFewerFails: true, IsMonotone: true });
        Assert.Equal(2, plan.Listed.Length);
    }

    internal static Planted Of(string constraint) => constraint switch
    {
        nameof(Constraint.VCpu) => TwoShifts,
        nameof(Constraint.Memory) => LittleMemory,
        nameof(Constraint.Gpu) => FewGpus,
        _ => OneStartSlot,
    };
}
