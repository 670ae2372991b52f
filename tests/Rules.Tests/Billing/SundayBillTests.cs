using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Rules.Tests.Kit;
using DeskFleet.Testing.Engines;
using NodaTime;

namespace DeskFleet.Rules.Tests.Billing;

/// <summary>The worked bills of maintenance, end to end: the fleet itself wakes, maintains and stops the desktop.</summary>
public sealed class SundayBillTests
{
    /// <summary>B-14: never used, and woken on all five Sundays of April.</summary>
    [Theory]
    [InlineData(EngineKind.Grains)]
    [InlineData(EngineKind.Core)]
    [Trait("Rule", "MNT-05")]
    [Trait("RulePart", "RUN-06")]
    public async Task Bill_B14WokenOnFiveSundays_IsFiveHours(EngineKind engine)
    {
        var fleet = new BilledFleet { MaintenanceTakes = Duration.FromMinutes(35) };
        var desk = fleet.Launch("Standard AutoStop", Script.At(Script.Older), "ann");
        foreach (var saturday in new[] { 1, 8, 15, 22, 29 })
            Announce(fleet, desk, Script.At($"04-{saturday:00} 12:00"));

        await fleet.Run(engine, Script.At("05-02 00:00"));

        AssertBill(fleet, desk, hours: 5, "11.25");
        Assert.Equal(5, Assert.Single(fleet.UsageOf(desk)).Usage.Running.Count(ran => ran.Start >= Script.At("04-01 00:00") && ran.End - ran.Start == Duration.FromMinutes(35)));
    }

    /// <summary>B-15: the countdown ends at 00:30 in New York, the maintenance later; the stop waits for it.</summary>
    [Theory]
    [InlineData(EngineKind.Grains)]
    [InlineData(EngineKind.Core)]
    [Trait("Rule", "RUN-06")]
    public async Task Bill_B15CountdownEndsDuringMaintenance_IsOneIntervalOfThreeHours(EngineKind engine)
    {
        var fleet = new BilledFleet { MaintenanceTakes = Duration.FromMinutes(44) };
        var desk = fleet.Launch("Standard AutoStop 60", Script.At(Script.Older), "ann");
        // With a desktop or two in the zone a directory would not begin with the first turn.
        for (var i = 0; i < 5; i++)
            fleet.Launch("Standard AlwaysOn", Script.At(Script.Older), $"colleague{i}");
        fleet.Play(desk, "ann", "04-09 02:00 connect; 04-09 03:30 disconnect");
        Announce(fleet, desk, Script.At("04-08 12:00"));

        await fleet.Run(engine, Script.At("05-02 00:00"));

        AssertBill(fleet, desk, hours: 3, "10.65");
        var ran = Assert.Single(Assert.Single(fleet.UsageOf(desk)).Usage.Running, ran => ran.Start >= Script.At("04-01 00:00"));
        Assert.Equal(Script.At("04-09 02:00"), ran.Start);
        Assert.InRange(ran.End, Script.At("04-09 04:44"), Script.At("04-09 05:00"));
    }

    private static void Announce(BilledFleet fleet, WorkSpaceId desk, Instant at) => fleet.Send(at, Entity.Of(desk), new AnnounceUpdate($"update of {at}", at));

    private static void AssertBill(BilledFleet fleet, WorkSpaceId desk, int hours, string total)
    {
        var bill = fleet.Bill(4, desk);
        Assert.Equal((hours, total), ((int)bill.Hours, bill.Total.ToString()));
    }
}
