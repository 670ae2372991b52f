using DeskFleet.Core.Drivers;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Tests.TestKit;
using DeskFleet.Core.WorkSpaces;
using NodaTime;
using static DeskFleet.Core.WorkSpaces.Lifecycle;

namespace DeskFleet.Core.Tests.Fleets;

/// <summary>All machines together: what only shows between them.</summary>
public sealed class SmallFleetTests
{
    private static readonly Duration Minute = Duration.FromMinutes(1);

    /// <summary>One desktop fits on a host, and one may start at a time.</summary>
    private static readonly HostType Single = new("single", new(2, 4 * 1024, 0), StartSlots: 1);

    private static readonly HostType Ten = new("ten", new(20, 40 * 1024, 0), StartSlots: 1);

    [Fact]
    [Trait("Rule", "WKS-09")]
    [Trait("Rule", "PLC-06")]
    public void Terminate_AnyDesktop_FreesUserQuotaPlaceAndSlot()
    {
        var fleet = TinyFleet.With(Single, 1, 1);
        var (id, _) = fleet.Launch(1);
        fleet.Run(30 * Minute);

        fleet.Do(id, new TerminateWorkSpace(Names.Operation(100)));
        fleet.Run(2 * Minute);

        Assert.Equal(Terminated, fleet.WorkSpace(id).Lifecycle);
        Assert.Null(fleet.User(UserName.Of("user1")).WorkSpace);
        Assert.Equal(0, fleet.Account.WorkSpaces);
        FleetChecks.HoldsAtRest(fleet);
    }

    [Fact]
    [Trait("Rule", "PLC-04")]
    public void Launch_BothZonesFull_WaitsFiveMinutesAndLeavesNothingBehind()
    {
        var fleet = TinyFleet.With(Single, 1, 1);
        fleet.Launch(1);
        fleet.Launch(2);

        var (third, reply) = fleet.Launch(3);
        Assert.True(Assert.IsType<Launched>(reply).Waits);
        fleet.Run(5 * Minute - Duration.Epsilon);
        Assert.Equal(Pending, fleet.WorkSpace(third).Lifecycle);
        fleet.Run(2 * Minute);

        Assert.Equal(Terminated, fleet.WorkSpace(third).Lifecycle);
        Assert.Equal(2, fleet.Account.WorkSpaces);
        Assert.Null(fleet.User(UserName.Of("user3")).WorkSpace);
        FleetChecks.HoldsAtRest(fleet);
    }

    [Fact]
    [Trait("Rule", "PLC-06")]
    public void Launch_WaitingForRoom_GetsTheSlotThatIsFreed()
    {
        var fleet = TinyFleet.With(Single, 1, 1);
        var (first, _) = fleet.Launch(1);
        fleet.Launch(2);
        var (third, _) = fleet.Launch(3);

        fleet.Do(first, new TerminateWorkSpace(Names.Operation(100)));
        fleet.Run(2 * Minute);

        Assert.NotNull(fleet.WorkSpace(third).Slot);
        fleet.Run(25 * Minute);
        Assert.Equal(Available, fleet.WorkSpace(third).Lifecycle);
        FleetChecks.HoldsAtRest(fleet);
    }

    [Fact]
    [Trait("Rule", "QTA-02")]
    public void Launch_OverTheQuota_LeaksNothing()
    {
        var fleet = TinyFleet.With(Ten, 1, 1, quota: 1);
        fleet.Launch(1);

        Assert.Equal(RefusalCode.LimitExceeded, Assert.IsType<Refused>(fleet.Launch(2).Reply).Code);

        Assert.Null(fleet.User(UserName.Of("user2")).WorkSpace);
        Assert.Equal(1, fleet.Directory.Count(Names.ZoneA) + fleet.Directory.Count(Names.ZoneB));
    }

    [Fact]
    [Trait("Rule", "QTA-01")]
    public void Launch_SecondForTheSameUser_IsRefusedWhileTheFirstIsBeingTerminated()
    {
        var fleet = TinyFleet.With(Ten, 1, 1);
        var (first, _) = fleet.Launch(1);
        LaunchWorkSpace Again(int number) => new(Names.Operation(number), Names.Directory, UserName.Of("USER1"), Names.Standard);

        Assert.Equal(RefusalCode.ResourceExistsWorkSpace, Assert.IsType<Refused>(fleet.Do(Names.WorkSpace(50), Again(50))).Code);
        fleet.Do(first, new TerminateWorkSpace(Names.Operation(100)));
        Assert.IsType<Refused>(fleet.Do(Names.WorkSpace(51), Again(51)));
        fleet.Run(2 * Minute);

        Assert.IsType<Launched>(fleet.Do(Names.WorkSpace(52), Again(52)));
    }

    [Fact]
    [Trait("Rule", "RUN-07")]
    [Trait("Rule", "RUN-09")]
    public void Storm_OneStartAtATime_ServesInTheOrderOfSigningIn()
    {
        var fleet = TinyFleet.With(Ten, 1, 0);
        foreach (var i in new[] { 1, 2, 3, 4 })
            fleet.Launch(i);
        fleet.Run(Duration.FromHours(2));
        Assert.All(fleet.WorkSpaces, desk => Assert.Equal(Stopped, desk.Lifecycle));

        foreach (var i in new[] { 3, 1, 4, 2 })
            fleet.Do(Names.WorkSpace(i), new Connect(Names.Operation(200 + i), UserName.Of($"user{i}"), Names.Session(i)));
        var storm = fleet.Now;
        fleet.Run(10 * Minute);

        var opened = fleet.Journal.Where(line => line.Event is StateChanged { Opened: not null }).ToList();
        Assert.Equal([3, 1, 4, 2], opened.Select(line => line.Entity.Key[^1] - '0'));
        Assert.Equal([60, 120, 180, 240], opened.Select(line => (line.At - storm).TotalSeconds));
    }

    /// <summary>The first in the queue goes home; the slot that had been kept for him is not lost for the second.</summary>
    [Fact]
    [Trait("Rule", "PLC-06")]
    public void Queue_FirstGivesUpAsTheOfferComes_SecondGetsIt()
    {
        var fleet = TinyFleet.With(Single, 2, 0);
        fleet.Launch(1);
        fleet.Launch(2);
        fleet.Run(Duration.FromHours(2));
        fleet.Launch(3);
        fleet.Launch(4);
        fleet.Run(30 * Minute);
        Connect(fleet, 1);
        Connect(fleet, 2);
        Assert.Equal(2, fleet.Pool(Names.PoolA).Queue.Length);

        fleet.Muted.Add(Entity.Of(Names.PoolA));
        fleet.Do(Names.WorkSpace(3), new TerminateWorkSpace(Names.Operation(300)));
        fleet.Run(2 * Minute);
        fleet.Do(Names.WorkSpace(1), new Disconnect(Names.Operation(301), Names.Session(1)));
        fleet.Muted.Clear();
        fleet.DeliverAll();

        Assert.Equal((Stopped, Starting), (fleet.WorkSpace(Names.WorkSpace(1)).Lifecycle, fleet.WorkSpace(Names.WorkSpace(2)).Lifecycle));
    }

    /// <summary>Its outbox hangs while the directory asks: the answers of both ways must not give one place back twice.</summary>
    [Fact]
    [Trait("Rule", "PLC-07")]
    public void Terminate_ConfirmationsLate_GivesEachUnitBackOnce()
    {
        var fleet = TinyFleet.With(Ten, 1, 1);
        fleet.Launch(1);
        var id = Names.WorkSpace(2);
        fleet.Muted.Add(Entity.Of(id));
        fleet.Launch(2);
        fleet.Do(id, new TerminateWorkSpace(Names.Operation(100)));
        fleet.Do(id, new DriverReported(DriverVerb.Terminate, fleet.WorkSpace(id).Job!.Epoch, DriverOutcome.Done));
        Assert.Equal(Terminated, fleet.WorkSpace(id).Lifecycle);

        fleet.Run(4 * Minute);
        fleet.Muted.Clear();
        fleet.DeliverAll();

        Assert.Equal(1, fleet.Account.WorkSpaces);
        FleetChecks.HoldsAtRest(fleet);
    }

    [Fact]
    [Trait("Rule", "PLC-07")]
    [Trait("Rule", "BYO-16")]
    public void HostLost_AlwaysOn_IsPlacedOnTheOtherHostOfItsZone()
    {
        var fleet = TinyFleet.With(Ten, 2, 2);
        var (id, _) = fleet.Launch(1, RunningMode.AlwaysOn);
        fleet.Run(30 * Minute);
        var lost = fleet.WorkSpace(id).Slot!.Host;

        fleet.Do(Entity.Of(lost), new LoseHost("power"));
        fleet.Run(30 * Minute);

        var desk = fleet.WorkSpace(id);
        Assert.Equal(Available, desk.Lifecycle);
        Assert.NotEqual(lost, desk.Slot!.Host);
        Assert.Equal(desk.Identity!.Zone, fleet.Host(desk.Slot.Host.Value).Pool!.Value.Zone);
        FleetChecks.HoldsAtRest(fleet);
    }

    [Fact]
    [Trait("Rule", "BYO-16")]
    [Trait("Rule", "PLC-06")]
    public void Resume_OwnZoneFull_WaitsThoughTheOtherHasRoom()
    {
        var fleet = TinyFleet.With(Single, 1, 1);
        foreach (var i in new[] { 1, 2 })
            fleet.Launch(i);
        fleet.Run(Duration.FromHours(2));
        foreach (var i in new[] { 3, 4 })
            fleet.Launch(i, RunningMode.AlwaysOn);
        fleet.Do(Names.WorkSpace(4), new TerminateWorkSpace(Names.Operation(100)));
        fleet.Run(2 * Minute);
        Assert.Equal(Names.ZoneA, fleet.WorkSpace(Names.WorkSpace(1)).Identity!.Zone);
        Assert.Equal(new HostId("h-provider-zone-a-0001"), Assert.Single(fleet.WorkSpaces, desk => desk.Slot is not null).Slot!.Host);

        Assert.Equal(1, Assert.IsType<Resuming>(Connect(fleet, 1)).PlaceInQueue);
        fleet.Run(5 * Minute);

        Assert.Equal((Stopped, null), (fleet.WorkSpace(Names.WorkSpace(1)).Lifecycle, fleet.WorkSpace(Names.WorkSpace(1)).Wait));
    }

    /// <summary>The reserve is full of nobody: it is there for those who lost their place, not behind a launch that may not use it.</summary>
    [Fact]
    [Trait("Rule", "PLC-05")]
    [Trait("Rule", "PLC-06")]
    public void Resume_BehindALaunchThatTheReserveHoldsBack_TakesTheReserve()
    {
        var fleet = TinyFleet.With(Single, 2, 0, reserveHosts: 1);
        fleet.Launch(1);
        fleet.Run(Duration.FromHours(2));
        fleet.Launch(2, RunningMode.AlwaysOn);
        fleet.Launch(3);
        Assert.NotNull(fleet.WorkSpace(Names.WorkSpace(3)).Wait);

        Connect(fleet, 1);

        Assert.Equal(Starting, fleet.WorkSpace(Names.WorkSpace(1)).Lifecycle);
        Assert.NotNull(fleet.WorkSpace(Names.WorkSpace(3)).Wait);
    }

    [Fact]
    [Trait("Rule", "RUN-02")]
    public void AlwaysOn_NoRoomAfterItsHostWasLost_ComesBackByItselfWhenThereIs()
    {
        var fleet = TinyFleet.With(Single, 1, 1);
        var (id, _) = fleet.Launch(1, RunningMode.AlwaysOn);
        fleet.Run(30 * Minute);
        var host = fleet.WorkSpace(id).Slot!.Host;
        fleet.Do(Entity.Of(host), new LoseHost("power"));
        fleet.Run(Duration.FromHours(3));
        Assert.Equal((Unhealthy, null), (fleet.WorkSpace(id).Lifecycle, fleet.WorkSpace(id).Slot));

        fleet.Do(Entity.Of(host), new ReturnHost());
        fleet.Run(Duration.FromHours(2));

        Assert.Equal(Available, fleet.WorkSpace(id).Lifecycle);
        FleetChecks.HoldsAtRest(fleet);
    }

    [Fact]
    [Trait("Rule", "BIL-07")]
    public void Day_OfOneDesktop_IsMeteredAsItRan()
    {
        var fleet = TinyFleet.With(Ten, 1, 1);
        var (id, _) = fleet.Launch(1);
        fleet.Run(Duration.FromHours(3));
        Connect(fleet, 1);
        fleet.Run(21 * Minute);
        fleet.Do(id, new Disconnect(Names.Operation(201), Names.Session(1)));
        fleet.Run(Duration.FromHours(3));

        var metered = fleet.Journal.Select(line => line.Event).OfType<StateChanged>().Select(e => e.Metered).OfType<Core.Billing.RunningInterval>();
        Assert.Equal([60, 80], metered.Select(interval => interval.Duration.TotalMinutes));
        var meter = fleet.WorkSpace(id).Meter;
        Assert.Equal((null, 3, 140 * 60), (meter.OpenSince, meter.Hours, meter.Seconds));
    }

    private static Reply Connect(TinyFleet fleet, int number) =>
        fleet.Do(Names.WorkSpace(number), new Connect(Names.Operation(400 + number), UserName.Of($"user{number}"), Names.Session(number)));
}
