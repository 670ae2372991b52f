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

/// <summary>What should run and does not comes back by itself, as often as is sensible; what cannot has an exit.</summary>
public sealed class RecoveryTests
{
    [Fact]
    [Trait("Rule", "RUN-02")]
    [Trait("Rule", "PLC-07")]
    public void AlwaysOn_NoRoomForItsRecovery_TriesAgainByItselfAndThenLessOften()
    {
        var desk = LostWithoutRoom();
        var pauses = new List<double>();
        for (var i = 0; i < 6; i++)
        {
            Assert.Equal((Unhealthy, null, null), (desk.State.Lifecycle, desk.State.Slot, desk.State.Wait));
            pauses.Add((desk.State.Recovery!.NextAt!.Value - desk.Now).TotalMinutes);
            desk.At(desk.State.Recovery.NextAt.Value).Send(new Wake());
            Assert.Contains(desk.Last.Effects, owed => owed.Effect == new Effect(Entity.Of(desk.State.Id), new Recover()));
            QueueForFiveMinutes(desk);
        }

        Assert.Equal([5, 10, 20, 40, 60, 60], pauses);
    }

    [Fact]
    public void AlwaysOn_NoRoomForADay_StopsTryingAndWaitsForSomebody()
    {
        var desk = LostWithoutRoom();
        for (var i = 0; i < RecoveryPolicy.MaxTries; i++)
        {
            desk.At(desk.State.Recovery!.NextAt!.Value).Send(new Wake());
            QueueForFiveMinutes(desk);
        }

        Assert.Null(desk.State.Recovery!.NextAt);
        desk.Neighbours.When<ProposeHosts>(_ => new Proposal([new(Names.HostOne)], Core.Placement.PlacementExplanation.None));
        Assert.IsType<Accepted>(desk.Send(new RebootWorkSpace(desk.NewId())));
        desk.DriverReports();

        Assert.Equal((Available, null), (desk.State.Lifecycle, desk.State.Recovery));
    }

    [Fact]
    [Trait("Rule", "RUN-02")]
    [Trait("Rule", "RUN-13")]
    public void AlwaysOn_StartFailed_IsStartedAgainByItself()
    {
        var desk = Desk.In(Stopped);
        desk.Send(new ModifyWorkSpace(desk.NewId(), RunningMode.AlwaysOn, null));
        desk.DriverReports(DriverOutcome.Failed);
        Assert.Equal(Stopped, desk.State.Lifecycle);

        desk.At(desk.State.Recovery!.NextAt!.Value).Send(new Wake());
        desk.Send(new Recover());
        desk.DriverReports();

        Assert.Equal((Available, null), (desk.State.Lifecycle, desk.State.Recovery));
    }

    [Fact]
    [Trait("Rule", "RUN-13")]
    public void AlwaysOn_SwitchedWhileAStartWaitsInVain_IsStartedAgainByItself()
    {
        var desk = Desk.In(Stopped);
        desk.Neighbours.WithFullPoolUntil(desk.Now + Duration.FromMinutes(5));
        desk.Send(desk.Connect());
        desk.Send(new ModifyWorkSpace(desk.NewId(), RunningMode.AlwaysOn, null));
        desk.Send(desk.Disconnect());
        Assert.NotNull(desk.State.Wait);

        desk.At(desk.State.Wait!.Until).Send(new Wake());

        Assert.Equal((Stopped, desk.Now + Duration.FromMinutes(5)), (desk.State.Lifecycle, desk.State.Recovery?.NextAt));
    }

    [Fact]
    public void AutoStop_SwitchedToWhileDown_TriesNoMore()
    {
        var desk = LostWithoutRoom();

        desk.Send(new ModifyWorkSpace(desk.NewId(), RunningMode.AutoStop, null));

        Assert.Null(desk.State.Recovery);
    }

    [Fact]
    [Trait("Rule", "PLC-07")]
    public void Launch_LosesItsHost_IsPlacedAgainAlsoInAutoStop()
    {
        var desk = Desk.In(Pending).LoseHost();
        Assert.Contains(desk.Last.Effects, owed => owed.Effect.Command is Recover);

        desk.Send(new Recover());
        desk.DriverReports();

        Assert.Equal((Available, true), (desk.State.Lifecycle, desk.State.IsProvisioned));
    }

    [Fact]
    public void Recover_Refused_TellsWhoWaits()
    {
        var desk = Desk.In(Stopping);
        desk.Send(desk.Connect());
        desk.LoseHost();
        desk.Neighbours.When<ProposeHosts>(_ => new Refused(RefusalCode.CapacityNotAllocated, "none"));

        Assert.IsType<Refused>(desk.Send(new Recover()));

        Assert.Null(desk.State.Awaited);
        Assert.Contains(desk.Last.Logged, line => line.Event is SessionAbandoned { Code: RefusalCode.CapacityNotAllocated });
    }

    /// <summary>Nobody knows whether it runs on the new host: the slot is held, and nothing is metered.</summary>
    [Fact]
    [Trait("Rule", "BIL-06")]
    public void Recovery_NeverAnswered_IsErrorWithItsSlotAndUnmetered()
    {
        var desk = Desk.In(Available, RunningMode.AlwaysOn).LoseHost();
        desk.Send(new Recover());
        var slot = desk.State.Slot;

        desk.LetDeadlinesPass(3);

        Assert.Equal((Error, slot, null), (desk.State.Lifecycle, desk.State.Slot, desk.State.Meter.OpenSince));
    }

    [Fact]
    public void Recovery_RefusedByTheDriver_FreesTheSlotAndTriesElsewhereLater()
    {
        var desk = Desk.In(Available, RunningMode.AlwaysOn).LoseHost();
        desk.Send(new Recover());
        var slot = desk.State.Slot!;

        desk.DriverReports(DriverOutcome.Failed).DriverReports(DriverOutcome.Failed).DriverReports(DriverOutcome.Failed);

        Assert.Equal((Unhealthy, null), (desk.State.Lifecycle, desk.State.Slot));
        Assert.Contains(desk.Last.Effects, owed => owed.Effect.Command == new ReleaseSlot(desk.State.Id, slot.Epoch));
        Assert.NotNull(desk.Record.Deadline);
    }

    /// <summary>Whoever else was quicker three times in a row is no reason to be sent away.</summary>
    [Fact]
    [Trait("Rule", "PLC-06")]
    public void Connect_EveryProposalTaken_StandsInTheQueue()
    {
        var desk = Desk.In(Stopped);
        var until = desk.Now + Duration.FromMinutes(5);
        desk.Neighbours.When<ReserveSlot>(_ => new SlotRefused(new(Names.HostOne, HostType.General, default, 40, 0, true, 7)));
        desk.Neighbours.When<ProposeHosts>(propose => propose.Queueing == Queueing.AtOnce
            ? new QueuedForCapacity(propose.WorkSpace, until, 1, Core.Placement.PlacementExplanation.None)
            : new Proposal([new(Names.HostOne)], Core.Placement.PlacementExplanation.None));

        Assert.IsType<Resuming>(desk.Send(desk.Connect()));

        Assert.Equal(until, desk.State.Wait?.Until);
    }

    [Fact]
    public void Start_JoiningAWaitingSignIn_OutlivesIt()
    {
        var desk = Desk.In(Stopped);
        desk.Neighbours.WithFullPoolUntil(desk.Now + Duration.FromMinutes(5));
        desk.Send(desk.Connect());

        Assert.IsType<Accepted>(desk.Send(new StartWorkSpace(desk.NewId())));
        desk.Send(desk.Disconnect());
        Assert.NotNull(desk.State.Wait);
        desk.Send(new CapacityOffered(Names.HostOne));

        Assert.Equal(Starting, desk.State.Lifecycle);
    }

    [Fact]
    [Trait("Rule", "WKS-08")]
    public void Rebuild_WhileItWaitsForRoom_IsWhatItWaitsForNow()
    {
        var desk = Desk.In(Stopped);
        desk.Neighbours.WithFullPoolUntil(desk.Now + Duration.FromMinutes(5));
        desk.Send(desk.Connect());

        Assert.IsType<Accepted>(desk.Send(new RebuildWorkSpace(desk.NewId())));
        Assert.Null(desk.State.Awaited);
        desk.Send(new CapacityOffered(Names.HostOne));

        Assert.Equal(Rebuilding, desk.State.Lifecycle);
        Assert.Equal(DriverVerb.Rebuild, Assert.Single(desk.Orders).Verb);
    }

    /// <summary>Its volumes were never made: there is nothing to resume, so its start is its first boot.</summary>
    [Fact]
    [Trait("Rule", "WKS-04")]
    public void Start_AfterAFailedProvisioning_BootsAndProvisions()
    {
        var desk = Desk.In(Pending).DriverReports(DriverOutcome.Failed).DriverReports(DriverOutcome.Failed).DriverReports(DriverOutcome.Failed);
        Assert.Equal(Error, desk.State.Lifecycle);
        desk.Send(new StopWorkSpace(desk.NewId()));
        desk.DriverReports();

        desk.Send(new StartWorkSpace(desk.NewId()));
        Assert.Equal(DriverVerb.Boot, Assert.Single(desk.Orders).Verb);
        desk.DriverReports();

        Assert.Equal((Available, true), (desk.State.Lifecycle, desk.State.IsProvisioned));
    }

    /// <summary>The host went at 12:40, the countdown ended at 13:00, the loss was confirmed at 13:10: the last 20 minutes are nobody's bill.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Rule", "BIL-06")]
    [Trait("Rule", "WKS-15")]
    public void HostLost_HeardAfterTheAutoStop_MeteringStillEndsAtTheLoss(bool isWokenInTime)
    {
        var desk = Desk.In(Available);
        var since = desk.Now;
        if (isWokenInTime)
            desk.At(since + Duration.FromMinutes(60)).Send(new Wake());

        desk.At(since + Duration.FromMinutes(70)).LoseHost(lostAt: since + Duration.FromMinutes(40));

        Assert.Equal(new Meter(null, 1, 40 * 60, new(since, since + Duration.FromMinutes(40))), desk.State.Meter);
        Assert.Contains(desk.Last.Logged, line => line.Event is MeteringCorrected { Was.Duration.TotalMinutes: 60, Is.Duration.TotalMinutes: 40 });
    }

    /// <summary>Nobody pays for a machine that was lost, also where the news come to a desktop that is being terminated (found by chaos).</summary>
    [Fact]
    [Trait("Rule", "WKS-15")]
    public void HostLoss_HeardWhileTerminating_EndsMeteringAtTheLoss()
    {
        var desk = Desk.In(Lifecycle.Available);
        var lostAt = desk.Now + Duration.FromMinutes(40);
        desk.After(Duration.FromHours(1)).Send(new TerminateWorkSpace(desk.NewId()));

        desk.After(Duration.FromMinutes(1)).LoseHost(lostAt);

        Assert.Equal(Lifecycle.Terminated, desk.State.Lifecycle);
        Assert.Equal(lostAt, desk.State.Usage.Running[^1].End);
        Assert.Equal(lostAt, desk.State.Meter.Last!.End);
    }

    private static Desk LostWithoutRoom()
    {
        var desk = Desk.In(Available, RunningMode.AlwaysOn).LoseHost();
        QueueForFiveMinutes(desk);
        return desk;
    }

    private static void QueueForFiveMinutes(Desk desk)
    {
        desk.Neighbours.WithFullPoolUntil(desk.Now + Duration.FromMinutes(5));
        desk.Send(new Recover());
        desk.At(desk.State.Wait!.Until).Send(new Wake());
    }
}
