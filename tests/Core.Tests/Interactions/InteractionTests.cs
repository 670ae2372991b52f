using DeskFleet.Core.Drivers;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Tests.TestKit;
using DeskFleet.Core.WorkSpaces;
using NodaTime;
using static DeskFleet.Core.WorkSpaces.Lifecycle;

namespace DeskFleet.Core.Tests.Interactions;

/// <summary>The tricky interactions of the catalogue's section (4) that need more than one machine; the number is the id's.</summary>
public sealed class InteractionTests
{
    private static readonly Instant Sunday = Instant.FromUtc(2017, 4, 9, 4, 0);
    private static readonly Duration Minute = Duration.FromMinutes(1);

    /// <summary>One desktop fits on a host.</summary>
    private static readonly HostType Single = new("single", new(2, 4 * 1024, 0), StartSlots: 1);

    private int _operations = 1_000;

    [Fact]
    [Trait("Rule", "INT-01")]
    public void Interaction01_SundayAndAStoppedDesktop_RunsOneBilledHourAndNobodyWasConnected()
    {
        var fleet = TinyFleet.With(Single, 1, 1);
        var (id, _) = fleet.Launch(1);
        fleet.Run(Duration.FromDays(1));
        fleet.Do(id, new AnnounceUpdate("2017-04", fleet.Now));
        var before = fleet.Journal.Count;

        fleet.RunUntil(Sunday + Duration.FromHours(4));

        var moves = fleet.Journal.Skip(before).Select(line => line.Event).OfType<StateChanged>().ToList();
        Assert.Equal([Starting, Maintenance, Stopping, Stopped], moves.Select(move => move.To));
        Assert.Equal([1L], moves.Select(move => move.Metered).OfType<Core.Billing.RunningInterval>().Select(ran => ran.StartedHours));
        Assert.DoesNotContain(fleet.Journal, line => line.Event is SessionOpened or StateChanged { Opened: not null });
    }

    /// <summary>Five minutes before its stop, and stopped: switched to AlwaysOn, it runs; where no room is, nothing happens at all.</summary>
    [Fact]
    [Trait("RulePart", "INT-06")]
    public void Interaction06_SwitchToAlwaysOn_DropsTheStopStartsTheStoppedAndIsRefusedWithoutRoom()
    {
        var fleet = TinyFleet.With(Single, 1, 1);
        var (id, _) = fleet.Launch(1);
        fleet.Run(20 * Minute);
        fleet.Run(55 * Minute);
        fleet.Do(id, new ModifyWorkSpace(NewId(), RunningMode.AlwaysOn, null));
        fleet.Run(Duration.FromHours(3));
        Assert.Equal(Available, fleet.WorkSpace(id).Lifecycle);

        fleet.Do(id, new ModifyWorkSpace(NewId(), RunningMode.AutoStop, null));
        fleet.Run(Duration.FromHours(2));
        fleet.Do(Entity.Of(new HostId("h-provider-zone-a-0001")), new DrainHost());
        var stopped = fleet.WorkSpace(id);
        Assert.Equal(Stopped, stopped.Lifecycle);
        Assert.Equal(
            RefusalCode.InsufficientCapacity, Assert.IsType<Refused>(fleet.Do(id, new ModifyWorkSpace(NewId(), RunningMode.AlwaysOn, null))).Code);
        Assert.Equal(stopped, fleet.WorkSpace(id));

        fleet.Do(Entity.Of(new HostId("h-provider-zone-a-0001")), new ReturnHost());
        Assert.IsType<Accepted>(fleet.Do(id, new ModifyWorkSpace(NewId(), RunningMode.AlwaysOn, null)));
        fleet.Run(2 * Minute);
        Assert.Equal((Available, RunningMode.AlwaysOn), (fleet.WorkSpace(id).Lifecycle, fleet.WorkSpace(id).Mode));
    }

    [Fact]
    [Trait("RulePart", "INT-10")]
    public void Interaction10_SameUserTwice_OneWinsUntilTheOldOneIsGone()
    {
        var fleet = TinyFleet.With(HostType.General, 1, 1);
        LaunchWorkSpace Question(int number) => new(Names.Operation(number), Names.Directory, Names.Ann, Names.Standard.Id);

        Assert.IsType<Launched>(fleet.Do(Names.WorkSpace(1), Question(1)));
        Assert.Equal(RefusalCode.ResourceExistsWorkSpace, Assert.IsType<Refused>(fleet.Do(Names.WorkSpace(2), Question(2))).Code);
        fleet.Do(Names.WorkSpace(1), new TerminateWorkSpace(NewId()));
        Assert.Equal(Terminating, fleet.WorkSpace(Names.WorkSpace(1)).Lifecycle);
        Assert.IsType<Refused>(fleet.Do(Names.WorkSpace(3), Question(3)));
        fleet.Run(2 * Minute);

        Assert.IsType<Launched>(fleet.Do(Names.WorkSpace(4), Question(4)));
    }

    /// <summary>Zone a is full: reboot and rebuild keep their slot, a resume waits though zone b has room, a launch goes to zone b.</summary>
    [Fact]
    [Trait("Rule", "INT-14")]
    [Trait("Rule", "BYO-16")]
    public void Interaction14_ZoneFull_OwnSlotStaysResumeWaitsLaunchGoesToTheOther()
    {
        var fleet = TinyFleet.With(Single, 1, 3);
        fleet.Launch(1);
        fleet.Launch(2);
        fleet.Run(Duration.FromHours(2));
        fleet.Launch(3, RunningMode.AlwaysOn);
        fleet.Launch(4, RunningMode.AlwaysOn);
        fleet.Run(30 * Minute);
        var inA = fleet.WorkSpaces.Where(desk => desk.Identity!.Zone == Names.ZoneA).ToList();
        var (stopped, running) = (inA.Single(desk => desk.Lifecycle == Stopped).Id, inA.Single(desk => desk.Lifecycle == Available).Id);

        foreach (Operation operation in new Operation[] { new RebootWorkSpace(NewId()), new RebuildWorkSpace(NewId()) })
        {
            var slot = fleet.WorkSpace(running).Slot;
            Assert.IsType<Accepted>(fleet.Do(running, operation));
            fleet.Run(30 * Minute);
            Assert.Equal((Available, slot), (fleet.WorkSpace(running).Lifecycle, fleet.WorkSpace(running).Slot));
        }

        var user = fleet.WorkSpace(stopped).Identity!.User;
        Assert.IsType<Resuming>(fleet.Do(stopped, new Connect(NewId(), user, Names.Session(1))));
        fleet.Run(4 * Minute);
        Assert.Equal(Stopped, fleet.WorkSpace(stopped).Lifecycle);
        fleet.Run(2 * Minute);
        Assert.Contains(fleet.Journal, line => line.Entity == Entity.Of(stopped) && line.Event is SessionAbandoned { Code: RefusalCode.InsufficientCapacity });

        fleet.Launch(5);
        Assert.Equal((2, 3), (fleet.Directory.Count(Names.ZoneA), fleet.Directory.Count(Names.ZoneB)));
        var launched = Assert.IsType<Launched>(fleet.Launch(6).Reply);
        Assert.Equal((Names.ZoneB, false), (launched.Zone, launched.Waits));
        Assert.True(fleet.Journal.Select(line => line.Event).OfType<StateChanged>().Last(e => e.Terms is not null).Terms!.IsUnbalanced);
    }

    /// <summary>A host dies: its desktops come back on the zone's other one as far as there is room, the rest try again. Then the zone dies.</summary>
    [Fact]
    [Trait("Rule", "INT-15")]
    public void Interaction15_HostThenZoneLost_WhatHasRoomComesBackAndNothingChangesItsZone()
    {
        var fleet = TinyFleet.With(new("three", new(6, 12 * 1024, 0), StartSlots: 8), 2, 3);
        for (var i = 1; i <= 8; i++)
            fleet.Launch(i, RunningMode.AlwaysOn);
        fleet.Run(Duration.FromHours(1));
        var zones = fleet.WorkSpaces.ToDictionary(desk => desk.Id, desk => desk.Identity!.Zone);
        var full = fleet.Hosts.First(host => host.Pool?.Zone == Names.ZoneA && host.Occupants.Length == 3);

        fleet.Do(Entity.Of(full.Id), new LoseHost("power"));
        fleet.Run(Duration.FromHours(1));
        var inA = fleet.WorkSpaces.Where(desk => zones[desk.Id] == Names.ZoneA).ToList();
        Assert.Equal((3, 1), (inA.Count(desk => desk.Lifecycle == Available), inA.Count(desk => desk is { Lifecycle: Unhealthy, Slot: null })));

        foreach (var host in fleet.Hosts.Where(host => host.Pool?.Zone == Names.ZoneA).ToList())
            fleet.Do(Entity.Of(host.Id), new LoseHost("zone"));
        fleet.Run(Duration.FromHours(1));
        Assert.All(fleet.WorkSpaces, desk => Assert.Equal((zones[desk.Id] == Names.ZoneB, zones[desk.Id]), (desk.Lifecycle == Available, desk.Identity!.Zone)));
        Assert.Equal(Names.ZoneB, Assert.IsType<Launched>(fleet.Launch(20).Reply).Zone);
        Assert.Equal(9, fleet.Account.WorkSpaces);
    }

    /// <summary>Each is started once although everybody clicks twice, so many at a time as the host can, and metered from when it runs.</summary>
    [Fact]
    [Trait("Rule", "INT-17")]
    public void Interaction17_BootStorm_StartsEachOnceAndMetersFromWhenItRuns()
    {
        var fleet = TinyFleet.With(new("ten", new(20, 40 * 1024, 0), StartSlots: 2), 1, 1);
        for (var i = 1; i <= 12; i++)
            fleet.Launch(i);
        fleet.Run(Duration.FromHours(2));
        var storm = fleet.Now;

        for (var i = 1; i <= 24; i++)
        {
            var number = ((i - 1) % 12) + 1;
            Assert.IsType<Resuming>(fleet.Do(Names.WorkSpace(number), new Connect(NewId(), UserName.Of($"user{number}"), Names.Session(number))));
        }

        fleet.Run(Duration.FromHours(1));
        var opened = fleet.Journal.Where(line => line.At > storm && line.Event is StateChanged { Opened: not null }).ToList();
        Assert.Equal(12, opened.Count);
        Assert.Equal(12, fleet.Driver.Orders.Count(order => order.Verb == DriverVerb.Resume));
        Assert.Equal([1, 2, 3], opened.Select(line => (int)(line.At - storm).TotalMinutes).Distinct());
        Assert.All(opened, line => Assert.Equal(line.At, fleet.WorkSpace(new(line.Entity.Key)).Meter.OpenSince));
    }

    private OperationId NewId() => Names.Operation(_operations++);
}
