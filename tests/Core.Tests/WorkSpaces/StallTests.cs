using DeskFleet.Core.Drivers;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Tests.TestKit;
using DeskFleet.Core.WorkSpaces;
using NodaTime;
using static DeskFleet.Core.WorkSpaces.Lifecycle;

namespace DeskFleet.Core.Tests.WorkSpaces;

/// <summary>A driver that says nothing, or no: every transitional state has a deadline and an exit.</summary>
public sealed class StallTests
{
    [Theory]
    [InlineData(Pending, Error)]
    [InlineData(Starting, Error)]
    [InlineData(Rebooting, Unhealthy)]
    [InlineData(Rebuilding, Error)]
    [Trait("Rule", "WKS-05")]
    public void Driver_NeverAnswers_StateIsLeftAfterTwoRetries(Lifecycle state, Lifecycle exit)
    {
        var desk = Desk.In(state);
        var orders = new List<DriverCommand>();
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(state, desk.State.Lifecycle);
            desk.LetDeadlinesPass(1);
            orders.AddRange(desk.Orders);
        }

        Assert.Equal(exit, desk.State.Lifecycle);
        Assert.Null(desk.State.Job);
        Assert.Equal(2, orders.Count);
        Assert.True(orders[0].Epoch < orders[1].Epoch);
    }

    /// <summary>The try that was not answered may have started it, so a later failure does not free its slot: it would run twice (chaos seed 236).</summary>
    [Fact]
    [Trait("Rule", "PLC-07")]
    public void Start_FailsAfterATryWithoutAnswer_KeepsItsSlot()
    {
        var desk = Desk.In(Starting).LetDeadlinesPass(1);

        desk.DriverReports(DriverOutcome.Failed).DriverReports(DriverOutcome.Failed);

        Assert.Equal(Error, desk.State.Lifecycle);
        Assert.NotNull(desk.State.Slot);
        Assert.DoesNotContain(desk.Last.Effects, owed => owed.Effect.Command is ReleaseSlot);
    }

    [Theory]
    [InlineData(Pending, Error)]
    [InlineData(Rebooting, Unhealthy)]
    [InlineData(Rebuilding, Error)]
    public void Driver_AlwaysFails_StateIsLeftAtTheThirdFailure(Lifecycle state, Lifecycle exit)
    {
        var desk = Desk.In(state);

        desk.DriverReports(DriverOutcome.Failed).DriverReports(DriverOutcome.Failed);
        Assert.Equal(state, desk.State.Lifecycle);
        desk.DriverReports(DriverOutcome.Failed);

        Assert.Equal(exit, desk.State.Lifecycle);
    }

    [Fact]
    [Trait("Rule", "WKS-04")]
    public void Provisioning_Fails_IsErrorWithItsReason()
    {
        var desk = Desk.In(Pending);
        for (var i = 0; i < 3; i++)
            desk.Send(new DriverReported(DriverVerb.Boot, desk.State.Job!.Epoch, DriverOutcome.Failed, "no image"));

        Assert.Equal((Error, "no image"), (desk.State.Lifecycle, desk.State.Reason));
    }

    [Fact]
    [Trait("Rule", "WKS-04")]
    public void Provisioning_Succeeds_IsAvailableOnce()
    {
        var desk = Desk.In(Pending);
        var report = new DriverReported(DriverVerb.Boot, desk.State.Job!.Epoch, DriverOutcome.Done);

        desk.Send(report);
        Assert.Equal(Available, desk.State.Lifecycle);
        var once = desk.Record;
        desk.Send(report);

        Assert.Same(once, desk.Record);
    }

    [Fact]
    public void Terminating_DriverNeverAnswers_IsTriedForEver()
    {
        var desk = Desk.In(Terminating);
        var slot = desk.State.Slot;

        for (var i = 0; i < 100; i++)
        {
            desk.LetDeadlinesPass(1);
            Assert.Equal(DriverVerb.Terminate, Assert.Single(desk.Orders).Verb);
        }

        Assert.Equal(Terminating, desk.State.Lifecycle);
        Assert.Equal(slot, desk.State.Slot);
        desk.DriverReports();
        Assert.Equal(Terminated, desk.State.Lifecycle);
    }

    [Fact]
    public void Terminating_DriverSaysNo_HoldsItsSlot()
    {
        var desk = Desk.In(Terminating).DriverReports(DriverOutcome.Failed);

        Assert.Equal(Terminating, desk.State.Lifecycle);
        Assert.NotNull(desk.State.Slot);
        Assert.NotNull(desk.Record.Deadline);
    }

    [Fact]
    public void Starting_DriverSaysNo_IsStoppedAndFreesItsSlot()
    {
        var desk = Desk.In(Stopped);
        desk.Send(desk.Connect());
        var slot = desk.State.Slot!;

        desk.DriverReports(DriverOutcome.Failed);

        Assert.Equal(Stopped, desk.State.Lifecycle);
        Assert.Null(desk.State.Awaited);
        Assert.Contains(desk.Last.Effects, owed => owed.Effect.Command == new ReleaseSlot(desk.State.Id, slot.Epoch));
        Assert.Contains(desk.Last.Logged, line => line.Event is SessionAbandoned { Code: RefusalCode.NotAvailable });
    }

    [Fact]
    public void StartQueue_TooLong_GivesTheStartUp()
    {
        var desk = Desk.In(Stopped);
        desk.Neighbours.WithStartsAhead(3);
        desk.Send(desk.Connect());
        Assert.True(desk.State.Job!.WaitsForStartSlot);
        Assert.Empty(desk.Orders);

        desk.After(Duration.FromMinutes(30) - Duration.Epsilon).Send(new Wake());
        Assert.Equal(Starting, desk.State.Lifecycle);
        desk.After(Duration.Epsilon).Send(new Wake());

        Assert.Equal((Stopped, null), (desk.State.Lifecycle, desk.State.Slot));
        Assert.Contains(desk.Last.Logged, line => line.Event is SessionAbandoned { Code: RefusalCode.InsufficientCapacity });
    }

    [Theory]
    [InlineData(Starting)]
    [InlineData(Rebooting)]
    public void Driver_LeavesItUnhealthy_IsUnhealthy(Lifecycle state)
    {
        var desk = Desk.In(state).DriverReports(DriverOutcome.DoneUnhealthy);

        Assert.Equal(Unhealthy, desk.State.Lifecycle);
    }

    [Theory]
    [InlineData(Pending)]
    [InlineData(Starting)]
    [InlineData(Rebooting)]
    [InlineData(Rebuilding)]
    [InlineData(Stopping)]
    [InlineData(Terminating)]
    public void Report_OfAnotherEpoch_ChangesNothing(Lifecycle state)
    {
        var desk = Desk.In(state);
        var before = desk.Record;

        foreach (var epoch in new[] { before.State.Job!.Epoch - 1, before.State.Job.Epoch + 1 })
            desk.Send(new DriverReported(before.State.Job.Verb, epoch, DriverOutcome.Done));

        Assert.Same(before, desk.Record);
    }
}
