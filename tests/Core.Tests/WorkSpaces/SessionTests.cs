using DeskFleet.Core.Drivers;
using DeskFleet.Core.HostPools;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Tests.TestKit;
using DeskFleet.Core.WorkSpaces;
using NodaTime;
using static DeskFleet.Core.WorkSpaces.Lifecycle;

namespace DeskFleet.Core.Tests.WorkSpaces;

/// <summary>Signing in to desktops that are stopped, stopping or on their way (RUN-07..09).</summary>
public sealed class SessionTests
{
    [Fact]
    [Trait("Rule", "RUN-07")]
    [Trait("Rule", "RUN-08")]
    public void Connect_Stopped_SaysResumingAndOpensWithoutASecondRequest()
    {
        var desk = Desk.In(Stopped);

        var resuming = Assert.IsType<Resuming>(desk.Send(desk.Connect(7)));
        Assert.Equal((Starting, Names.Session(7)), (desk.State.Lifecycle, resuming.Session));
        Assert.True(resuming.ExpectedWait > Duration.Zero);
        Assert.Equal(DriverVerb.Resume, Assert.Single(desk.Orders).Verb);
        desk.After(Duration.FromSeconds(75)).DriverReports();

        Assert.Equal((Available, Names.Session(7)), (desk.State.Lifecycle, desk.State.Session?.Id));
        var up = desk.Last.Logged.Select(line => line.Event).OfType<StateChanged>().Single();
        Assert.Equal((Names.Session(7), Duration.FromSeconds(75)), (up.Opened, up.Waited));
        Assert.Null(desk.State.AutoStopAt);
    }

    [Fact]
    [Trait("Rule", "RUN-08")]
    [Trait("Rule", "RUN-09")]
    public void Connect_SecondClickWhileStarting_JoinsTheSameResumeAndKeepsTheFirstClicksTime()
    {
        var desk = Desk.In(Stopped);
        var firstClick = desk.Now;
        desk.Send(desk.Connect(1));
        var job = desk.State.Job;

        Assert.IsType<Resuming>(desk.After(Duration.FromSeconds(20)).Send(desk.Connect(2)));

        Assert.Equal(job, desk.State.Job);
        Assert.Empty(desk.Orders);
        Assert.Equal(new AwaitedSession(Names.Session(2), firstClick), desk.State.Awaited);
    }

    [Fact]
    [Trait("Rule", "WKS-05")]
    [Trait("Rule", "RUN-07")]
    public void Connect_Stopping_LetsTheStopFinishAndThenResumes()
    {
        var desk = Desk.In(Stopping);
        var stop = desk.State.Job;
        Assert.IsType<Resuming>(desk.Send(desk.Connect()));
        Assert.Equal((Stopping, stop), (desk.State.Lifecycle, desk.State.Job));

        desk.DriverReports();
        Assert.Equal(Stopped, desk.State.Lifecycle);
        Assert.Contains(desk.Last.Effects, owed => owed.Effect == new Effect(Entity.Of(desk.State.Id), new Recover()));
        desk.Send(new Recover());
        desk.DriverReports();

        Assert.Equal((Available, Names.Session(1)), (desk.State.Lifecycle, desk.State.Session?.Id));
    }

    [Fact]
    public void Disconnect_WhileTheStopFinishes_LeavesItStopped()
    {
        var desk = Desk.In(Stopping);
        desk.Send(desk.Connect());
        desk.Send(desk.Disconnect());

        desk.DriverReports();
        desk.Send(new Recover());

        Assert.Equal(Stopped, desk.State.Lifecycle);
    }

    [Fact]
    [Trait("Rule", "RUN-08")]
    public void Connect_NoRoomInTheZone_WaitsInTheQueueAndIsToldHowLong()
    {
        var desk = Desk.In(Stopped);
        desk.Neighbours.WithFullPoolUntil(desk.Now + Duration.FromMinutes(5));

        var resuming = Assert.IsType<Resuming>(desk.Send(desk.Connect()));

        Assert.Equal((Duration.FromMinutes(5), 1), (resuming.ExpectedWait, resuming.PlaceInQueue));
        Assert.Equal(Stopped, desk.State.Lifecycle);
        Assert.Equal(PlacementGoal.Start, desk.State.Wait?.Goal);
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [Trait("Rule", "PLC-06")]
    public void Wait_AroundItsFiveMinutes_EndsWithTheNamedRefusal(int nanoseconds, bool stillWaits)
    {
        var desk = Waiting();
        var until = desk.State.Wait!.Until;

        desk.At(until + Duration.FromNanoseconds(nanoseconds)).Send(new Wake());

        Assert.Equal(stillWaits, desk.State.Wait is not null);
        Assert.Equal(Stopped, desk.State.Lifecycle);
        if (stillWaits)
            return;
        Assert.Null(desk.State.Awaited);
        Assert.Contains(desk.Last.Logged, line => line.Event is SessionAbandoned { Code: RefusalCode.InsufficientCapacity } gone && gone.Waited >= Duration.FromMinutes(5));
        Assert.Contains(desk.Last.Effects, owed => owed.Effect.Command == new StopWaiting(desk.State.Id, until));
    }

    [Fact]
    public void Offer_ExactlyAtTheEndOfTheWait_ComesTooLate()
    {
        var desk = Waiting();

        var reply = desk.At(desk.State.Wait!.Until).Send(new CapacityOffered(Names.HostOne));

        Assert.IsType<OfferDeclined>(reply);
        Assert.Equal((Stopped, null), (desk.State.Lifecycle, desk.State.Slot));
    }

    /// <summary>The first try of a launch was cut off after it had queued in the other zone; the second one waits in this one (chaos seed 904560).</summary>
    [Fact]
    [Trait("RulePart", "BYO-16")]
    public void Offer_OfAnotherZonesQueue_IsDeclinedAndTheWaitGoesOn()
    {
        var desk = Waiting();
        var own = desk.State.Identity!.Pool;
        var foreign = own with { Zone = own.Zone == Names.ZoneB ? Names.ZoneA : Names.ZoneB };

        Assert.IsType<OfferDeclined>(desk.Send(new CapacityOffered(Names.HostTwo) { Pool = foreign }));
        Assert.NotNull(desk.State.Wait);

        Assert.IsType<Accepted>(desk.Send(new CapacityOffered(Names.HostOne) { Pool = own }));
        Assert.Equal(Names.HostOne, desk.State.Slot?.Host);
    }

    [Fact]
    public void Offer_WhileWaiting_IsTakenAndTheSecondTimeConfirmed()
    {
        var desk = Waiting();

        Assert.IsType<Accepted>(desk.Send(new CapacityOffered(Names.HostOne)));
        Assert.Equal((Starting, Names.HostOne), (desk.State.Lifecycle, desk.State.Slot?.Host));
        var taken = desk.State;

        Assert.IsType<Accepted>(desk.Send(new CapacityOffered(Names.HostOne)));
        Assert.Same(taken, desk.State);
    }

    [Fact]
    public void Disconnect_WhileWaitingForRoom_LeavesTheQueue()
    {
        var desk = Waiting();
        var until = desk.State.Wait!.Until;

        desk.Send(desk.Disconnect());

        Assert.Equal((null, null), (desk.State.Wait, desk.State.Awaited));
        Assert.Contains(desk.Last.Effects, owed => owed.Effect == new Effect(Entity.Of(Names.PoolA), new StopWaiting(desk.State.Id, until)));
        Assert.Contains(desk.Last.Logged, line => line.Event is SessionAbandoned { Code: null });
    }

    [Fact]
    public void Connect_SecondSession_TakesOver()
    {
        var desk = Desk.In(Available);
        desk.Send(desk.Connect(1));

        Assert.IsType<Connected>(desk.Send(desk.Connect(2)));

        Assert.Equal(Names.Session(2), desk.State.Session?.Id);
        Assert.Equal([typeof(SessionClosed), typeof(SessionOpened)], desk.Last.Logged.Select(line => line.Event.GetType()));
        Assert.Null(desk.State.AutoStopAt);
    }

    [Fact]
    public void Disconnect_OfTheSessionThatWasTakenOver_ChangesNothing()
    {
        var desk = Desk.In(Available);
        desk.Send(desk.Connect(1));
        desk.Send(desk.Connect(2));
        var before = desk.State;

        Assert.IsType<Accepted>(desk.Send(desk.Disconnect(1)));

        Assert.Same(before, desk.State);
    }

    [Fact]
    public void StartSlot_Granted_OrdersTheStart()
    {
        var desk = Desk.In(Stopped);
        desk.Neighbours.WithStartsAhead(2);
        var resuming = Assert.IsType<Resuming>(desk.Send(desk.Connect()));
        Assert.Equal(2, resuming.PlaceInQueue);
        var slot = desk.State.Slot!;

        Assert.IsType<Refused>(desk.Send(new Core.Hosts.StartSlotGranted(slot.Host, slot.Epoch - 1)));
        Assert.IsType<Accepted>(desk.Send(new Core.Hosts.StartSlotGranted(slot.Host, slot.Epoch)));
        Assert.Equal(DriverVerb.Resume, Assert.Single(desk.Orders).Verb);
        Assert.IsType<Accepted>(desk.Send(new Core.Hosts.StartSlotGranted(slot.Host, slot.Epoch)));

        Assert.Empty(desk.Orders);
        Assert.Equal(desk.Now + Duration.FromMinutes(10), desk.State.Job!.Deadline);
    }

    [Theory]
    [InlineData(Available)]
    [InlineData(Unhealthy)]
    [Trait("Rule", "RUN-09")]
    public void Connect_RunningInTheCountdown_OpensAtOnce(Lifecycle state)
    {
        var desk = Desk.In(state).After(Duration.FromMinutes(30));

        Assert.IsType<Connected>(desk.Send(desk.Connect()));
        Assert.Empty(desk.Orders);
    }

    private static Desk Waiting()
    {
        var desk = Desk.In(Stopped);
        desk.Neighbours.WithFullPoolUntil(desk.Now + Duration.FromMinutes(5));
        desk.Send(desk.Connect());
        return desk;
    }
}
