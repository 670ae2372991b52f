using DeskFleet.Core.Commitment;
using DeskFleet.Core.Drivers;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Tests.TestKit;
using DeskFleet.Core.WorkSpaces;
using NodaTime;
using static DeskFleet.Core.WorkSpaces.Lifecycle;

namespace DeskFleet.Core.Tests.WorkSpaces;

/// <summary>What an order, or its failure, does to whoever is connected or waits, and which messages it owes an answer.</summary>
public sealed class InterruptionTests
{
    [Fact]
    [Trait("RulePart", "WKS-08")]
    public void Rebuild_WhileConnected_EndsTheSession()
    {
        var desk = Desk.In(Available);
        desk.Send(desk.Connect());

        desk.Send(new RebuildWorkSpace(desk.NewId()));

        Assert.Equal((Rebuilding, null), (desk.State.Lifecycle, desk.State.Session));
        Assert.Equal([typeof(SessionClosed), typeof(StateChanged)], desk.Last.Logged.Select(line => line.Event.GetType()));
        Assert.Equal(Names.Standard.RootContent, desk.State.RootImage);
    }

    [Fact]
    [Trait("RulePart", "WKS-09")]
    public void Terminate_WhileSomebodyWaits_TellsHim()
    {
        var desk = Desk.In(Stopped);
        desk.Send(desk.Connect());
        Assert.NotNull(desk.State.Awaited);

        desk.Send(new TerminateWorkSpace(desk.NewId()));

        Assert.Null(desk.State.Awaited);
        Assert.Single(desk.Last.Logged, line => line.Event is SessionAbandoned);
    }

    [Fact]
    [Trait("RulePart", "WKS-05")]
    public void Start_NeverAnswered_TellsWhoeverWaits()
    {
        var desk = Desk.In(Stopped);
        desk.Send(desk.Connect());

        desk.LetDeadlinesPass(3);

        Assert.Equal((Error, null), (desk.State.Lifecycle, desk.State.Awaited));
        Assert.Single(desk.Last.Logged, line => line.Event is SessionAbandoned { Code: RefusalCode.NotAvailable });
    }

    [Fact]
    public void Reboot_WhileItWaitsForRoom_ChangesNothing()
    {
        var desk = Desk.In(Available, RunningMode.AlwaysOn);
        desk.Neighbours.WithFullPoolUntil(desk.Now + Duration.FromMinutes(5));
        desk.LoseHost().Send(new Recover());
        var waits = desk.State;
        Assert.NotNull(waits.Wait);

        Assert.IsType<Accepted>(desk.Send(new RebootWorkSpace(desk.NewId())));

        Assert.Equal(waits, desk.State);
        Assert.Empty(desk.Last.Effects);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [Trait("RulePart", "WKS-15")]
    public void Health_OfAnotherEpoch_ChangesNothing(int away)
    {
        var desk = Desk.In(Available);
        var before = desk.Record;

        desk.Send(new HealthReported(desk.State.Slot!.Epoch + away, IsHealthy: false, "late"));

        Assert.Same(before, desk.Record);
    }

    /// <summary>A driver knows the newest epoch that its machine has seen, and that of a reboot is newer than the one of its slot.</summary>
    [Fact]
    [Trait("RulePart", "WKS-15")]
    public void Health_UnderTheEpochOfALaterOrder_IsBelieved()
    {
        var desk = Desk.In(Available);
        desk.Send(new RebootWorkSpace(desk.NewId()));
        desk.DriverReports();
        Assert.True(desk.State.Epoch > desk.State.Slot!.Epoch);

        desk.Send(new HealthReported(desk.State.Epoch, IsHealthy: false, "the guest hangs"));

        Assert.Equal((Unhealthy, "the guest hangs"), (desk.State.Lifecycle, desk.State.Reason));
    }

    /// <summary>The owner keeps a mark of what it has heard until it is told that this is known.</summary>
    [Fact]
    public void Answers_ToWhatItTold_AreSettled()
    {
        var desk = Desk.In(Available);
        var (account, launch) = (Entity.Of(Names.Account), desk.State.Identity!.Launch);

        Assert.Equal(new Effect(account, new SettleLease(launch)), Answer(new ReturnLease(launch, "workspace")));
        Assert.Equal(new Effect(account, new SettleSeat(launch, Opened: true)), Answer(new OpenSeat(launch, desk.Now, null)));
        Assert.Equal(new Effect(account, new SettleSeat(launch, Opened: false)), Answer(new CloseSeat(launch, desk.Now)));

        Effect Answer(Command asked)
        {
            desk.Send(new Answered(account, asked, Accepted.Instance, 1));
            return Assert.Single(desk.Last.Effects).Effect;
        }
    }
}
