using DeskFleet.Core.Billing;
using DeskFleet.Core.Drivers;
using DeskFleet.Core.HostPools;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Tests.TestKit;
using DeskFleet.Core.WorkSpaces;
using NodaTime;
using static DeskFleet.Core.WorkSpaces.Lifecycle;

namespace DeskFleet.Core.Tests.WorkSpaces;

/// <summary>The host is lost, in every state that holds a slot, and what becomes of the desktop (PLC-07, WKS-15 as settled).</summary>
public sealed class HostLossTests
{
    public static TheoryData<Lifecycle> StatesWithSlot { get; } =
    [
        Pending, Available, Unhealthy, Rebooting, Starting, Rebuilding, Restoring, Maintenance, AdminMaintenance, Suspended, Updating,
        Stopping, Error,
    ];

    [Theory]
    [MemberData(nameof(StatesWithSlot))]
    [Trait("Rule", "PLC-07")]
    [Trait("Rule", "WKS-15")]
    public void HostLost_StateWithSlot_IsUnhealthyUnmeteredAndWithoutHost(Lifecycle state)
    {
        var desk = Desk.In(state).LoseHost();

        Assert.Equal((Unhealthy, null), (desk.State.Lifecycle, desk.State.Slot));
        Assert.Equal((null, null, null), (desk.State.Job, desk.State.AutoStopAt, desk.State.Meter.OpenSince));
    }

    [Fact]
    [Trait("Rule", "PLC-07")]
    public void HostLost_Terminating_IsTheConfirmation()
    {
        var desk = Desk.In(Terminating).LoseHost();

        Assert.Equal((Terminated, null), (desk.State.Lifecycle, desk.State.Slot));
        Assert.DoesNotContain(desk.Last.Effects, owed => owed.Effect.Command is ReleaseSlot);
        Assert.Equal(2, desk.Last.Effects.Count(owed => owed.Effect.Command is ReturnLease));
    }

    [Theory]
    [InlineData(None)]
    [InlineData(Stopped)]
    [InlineData(Terminated)]
    public void HostLost_StateWithoutSlot_ChangesNothing(Lifecycle state)
    {
        var desk = Desk.In(state);
        var before = desk.State;

        desk.Send(new HostLostNews(Names.HostOne, 1, desk.Now));

        Assert.Same(before, desk.State);
    }

    [Fact]
    public void HostLost_OfAnotherEpochOrHost_ChangesNothing()
    {
        var desk = Desk.In(Available);
        var before = desk.State;

        desk.Send(new HostLostNews(Names.HostOne, desk.State.Slot!.Epoch + 1, desk.Now));
        desk.Send(new HostLostNews(Names.HostTwo, desk.State.Slot.Epoch, desk.Now));

        Assert.Same(before, desk.State);
    }

    /// <summary>The host returns when it hears that; an order for the lost machine that came later would find it up again (chaos seeds 8722, 9520).</summary>
    [Theory]
    [InlineData(Available)]
    [InlineData(Rebooting)]
    [InlineData(Stopped)]
    [InlineData(Terminating)]
    [Trait("Rule", "PLC-07")]
    public void HostLost_InAnyState_TheHostHearsOfItAfterAllThatTheDesktopOwes(Lifecycle state)
    {
        var desk = Desk.In(state);

        desk.Send(new HostLostNews(Names.HostOne, desk.State.Slot?.Epoch ?? 1, desk.Now));

        var last = desk.Record.Owed[^1];
        Assert.Equal(new(Entity.Of(Names.HostOne), new LossNewsHeard(desk.State.Id, desk.Now)), last.Effect);
    }

    [Fact]
    [Trait("Rule", "BIL-06")]
    public void HostLost_HeardLater_MeteringClosesAtTheLoss()
    {
        var desk = Desk.In(Available, RunningMode.AlwaysOn);
        var since = desk.Now;

        desk.After(Duration.FromMinutes(30)).LoseHost(lostAt: since + Duration.FromMinutes(20));

        var lost = desk.Last.Logged.Select(line => line.Event).OfType<StateChanged>().Single();
        Assert.Equal(new RunningInterval(since, since + Duration.FromMinutes(20)), lost.Metered);
    }

    /// <summary>It was rebuilt after the loss and before the news of it: neither what ran until then nor what ran since is billed beyond the loss.</summary>
    [Fact]
    [Trait("Rule", "WKS-15")]
    [Trait("Rule", "BIL-06")]
    public void HostLost_HeardAfterARebuild_NothingIsMeteredBeyondTheLoss()
    {
        var desk = Desk.In(Available, RunningMode.AlwaysOn);
        var since = desk.Now;
        desk.After(Duration.FromMinutes(30)).Send(new RebuildWorkSpace(desk.NewId()));
        desk.After(Duration.FromMinutes(20)).DriverReports();
        var rebuilt = desk.Now;

        desk.After(Duration.FromMinutes(40)).LoseHost(lostAt: since + Duration.FromMinutes(20));

        Assert.Equal(
            [new RunningInterval(since, since + Duration.FromMinutes(20)), new RunningInterval(rebuilt, rebuilt)], desk.State.Usage.Running);
        Assert.Equal((1, 20 * 60), (desk.State.Meter.Hours, desk.State.Meter.Seconds));
    }

    /// <summary>Nobody is billed for an outage: neither in the start queue nor until it runs again.</summary>
    [Fact]
    [Trait("Rule", "WKS-15")]
    [Trait("Rule", "BIL-06")]
    public void Recovery_UntilItRuns_IsNotMetered()
    {
        var desk = Desk.In(Available, RunningMode.AlwaysOn).LoseHost();
        desk.Neighbours.WithStartsAhead(4);
        desk.Send(new Recover());
        Assert.Equal((Rebooting, null), (desk.State.Lifecycle, desk.State.Meter.OpenSince));

        desk.After(Duration.FromMinutes(20)).Send(new StartSlotGranted(desk.State.Slot!.Host, desk.State.Slot.Epoch));
        desk.After(Duration.FromMinutes(2)).DriverReports();

        Assert.Equal((Available, desk.Now), (desk.State.Lifecycle, desk.State.Meter.OpenSince));
    }

    [Fact]
    [Trait("Rule", "WKS-15")]
    public void Recovery_StartQueueTooLong_IsStillWithoutHostAndUnmetered()
    {
        var desk = Desk.In(Available, RunningMode.AlwaysOn).LoseHost();
        desk.Neighbours.WithStartsAhead(4);
        desk.Send(new Recover());
        var slot = desk.State.Slot!;

        desk.After(Duration.FromMinutes(30)).Send(new Wake());

        Assert.Equal((Unhealthy, null, null), (desk.State.Lifecycle, desk.State.Slot, desk.State.Meter.OpenSince));
        Assert.Contains(desk.Last.Effects, owed => owed.Effect == new Effect(Entity.Of(slot.Host), new ReleaseSlot(desk.State.Id, slot.Epoch)));
        Assert.IsType<Resuming>(desk.Send(desk.Connect()));
    }

    [Theory]
    [InlineData(RunningMode.AlwaysOn, false, true)]
    [InlineData(RunningMode.AutoStop, true, true)]
    [InlineData(RunningMode.AutoStop, false, false)]
    public void HostLost_WantedDesktop_IsPlacedAgainByItself(RunningMode mode, bool isConnected, bool recovers)
    {
        var desk = Desk.In(Available, mode);
        if (isConnected)
            desk.Send(desk.Connect());

        desk.LoseHost();

        Assert.Null(desk.State.Session);
        Assert.Equal(recovers, desk.Last.Effects.Any(owed => owed.Effect.Command is Recover));
    }

    [Fact]
    [Trait("Rule", "BYO-16")]
    public void Reboot_WithoutHost_IsPlacedAgainInItsZoneOnly()
    {
        var desk = Desk.In(Available).LoseHost();
        desk.Neighbours.Asked.Clear();

        desk.Send(new RebootWorkSpace(desk.NewId()));

        Assert.Equal((Rebooting, Names.HostOne), (desk.State.Lifecycle, desk.State.Slot?.Host));
        Assert.All(
            desk.Neighbours.Asked.Where(question => question.Target.Kind == EntityKind.HostPool), question => Assert.Equal(Entity.Of(Names.PoolA), question.Target));
    }

    [Fact]
    [Trait("Rule", "BYO-16")]
    public void Reboot_WithHost_StaysThereAndAsksForNoRoom()
    {
        var desk = Desk.In(Available);
        var slot = desk.State.Slot;
        desk.Neighbours.Asked.Clear();

        desk.Send(new RebootWorkSpace(desk.NewId()));

        Assert.Empty(desk.Neighbours.Asked);
        Assert.Equal(slot, desk.State.Slot);
    }

    [Fact]
    public void Recovery_OfALaunch_BootsAndCountsAsProvisioned()
    {
        var desk = Desk.In(Pending, RunningMode.AlwaysOn).LoseHost();
        desk.Send(new Recover());
        Assert.Equal(DriverVerb.Boot, Assert.Single(desk.Orders).Verb);
        desk.DriverReports();
        Assert.True(desk.State.IsProvisioned);

        desk.LoseHost();
        desk.Send(new Recover());

        Assert.Equal(DriverVerb.Reboot, Assert.Single(desk.Orders).Verb);
    }

    [Fact]
    public void Stop_WhileWaitingForAnotherHost_LeavesTheQueue()
    {
        var desk = Desk.In(Available).LoseHost();
        var until = desk.Now + Duration.FromMinutes(5);
        desk.Neighbours.WithFullPoolUntil(until);
        desk.Send(new RebootWorkSpace(desk.NewId()));
        Assert.NotNull(desk.State.Wait);

        desk.Send(new StopWorkSpace(desk.NewId()));

        Assert.Equal((Stopping, null), (desk.State.Lifecycle, desk.State.Wait));
        Assert.Contains(desk.Last.Effects, owed => owed.Effect == new Effect(Entity.Of(Names.PoolA), new StopWaiting(desk.State.Id, until)));
    }

    [Theory]
    [InlineData(Available, true)]
    [InlineData(Stopped, false)]
    public void HoldsSlot_Asked_IsAnsweredByTheTruth(Lifecycle state, bool holds)
    {
        var desk = Desk.In(state);
        var before = desk.State;

        Assert.Equal(holds, desk.Send(new HoldsSlot(Names.HostOne, 1)) is Accepted);
        Assert.IsType<Refused>(desk.Send(new HoldsSlot(Names.HostOne, 99)));
        Assert.Same(before, desk.State);
    }
}
