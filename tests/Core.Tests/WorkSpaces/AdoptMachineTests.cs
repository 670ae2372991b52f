using DeskFleet.Core.Drivers;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Tests.TestKit;
using DeskFleet.Core.WorkSpaces;
using static DeskFleet.Core.WorkSpaces.Lifecycle;

namespace DeskFleet.Core.Tests.WorkSpaces;

/// <summary>After an older database was restored: the machine is the truth about itself, and nothing that runs is stopped for it.</summary>
public sealed class AdoptMachineTests
{
    [Fact]
    public void Adopt_WhatTheRecordThinksIsStopped_IsTakenOverWhereItRuns()
    {
        var desk = Desk.In(Stopped);
        var ahead = desk.State.Epoch + 3;
        desk.Neighbours.Asked.Clear();

        Assert.IsType<Accepted>(desk.Send(new AdoptMachine(Names.HostTwo, ahead)));

        Assert.Equal([new Question(Entity.Of(Names.HostTwo), new ReserveSlot(desk.State.Id, ahead + 1, Names.Standard.Size, NeedsStartSlot: false))], desk.Neighbours.Asked);
        Assert.Equal((Starting, ahead + 1), (desk.State.Lifecycle, desk.State.Epoch));
        Assert.Equal(new SlotHeld(Names.HostOne, ahead + 1), desk.State.Slot); // as the host's answer says
        Assert.Equal((DriverVerb.Resume, ahead + 1), desk.Orders.Select(order => (order.Verb, order.Epoch)).Single());

        desk.DriverReports();
        Assert.Equal(Available, desk.State.Lifecycle);
    }

    [Fact]
    public void Adopt_WhatRuns_OnlyRaisesItsEpoch()
    {
        var desk = Desk.In(Available);
        var (slot, ahead) = (desk.State.Slot, desk.State.Epoch + 3);
        desk.Neighbours.Asked.Clear();

        Assert.IsType<Accepted>(desk.Send(new AdoptMachine(Names.HostOne, ahead)));

        Assert.Empty(desk.Neighbours.Asked);
        Assert.Equal((Available, ahead, slot), (desk.State.Lifecycle, desk.State.Epoch, desk.State.Slot));
        Assert.Empty(desk.Orders);
    }

    [Fact]
    public void Adopt_HostWithoutRoom_StaysStoppedAndRaisesItsEpoch()
    {
        var desk = Desk.In(Stopped);
        desk.Neighbours.When<ReserveSlot>(_ => new Refused(RefusalCode.InsufficientCapacity, "full"));

        desk.Send(new AdoptMachine(Names.HostOne, desk.State.Epoch + 3));

        Assert.Equal((Stopped, null), (desk.State.Lifecycle, desk.State.Slot));
    }

    /// <summary>The slot of the older record is given back, or found to be nobody's; had the epoch been adopted, the machine would never be found again.</summary>
    [Fact]
    public void Adopt_WhileItsHostListsItUnderAnOlderEpoch_WaitsForTheNextRound()
    {
        var desk = Desk.In(Stopped);
        var (before, ahead) = (desk.State, desk.State.Epoch + 3);
        desk.Neighbours.When<ReserveSlot>(_ => new SlotRefused(new(Names.HostOne, HostType.General, default, 1, 0, true, 1)) { HeldUnder = before.Epoch });

        desk.Send(new AdoptMachine(Names.HostOne, ahead));
        Assert.Same(before, desk.State);

        desk.Neighbours.When<ReserveSlot>(asked => new SlotReserved(Names.HostOne, desk.State.Id, asked.Epoch, 0));
        desk.Send(new AdoptMachine(Names.HostOne, ahead));
        Assert.Equal((Starting, ahead + 1), (desk.State.Lifecycle, desk.State.Epoch));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Adopt_NotAhead_ChangesNothing(int ahead)
    {
        var desk = Desk.In(Stopped);
        var before = desk.Record;

        Assert.IsType<Accepted>(desk.Send(new AdoptMachine(Names.HostOne, desk.State.Epoch + ahead)));

        Assert.Same(before, desk.Record);
    }

    [Theory]
    [InlineData(None)]
    [InlineData(Terminated)]
    public void Adopt_WhatIsNotThere_IsRefused(Lifecycle lifecycle)
    {
        var desk = Desk.In(lifecycle);

        Assert.Equal(RefusalCode.ResourceNotFound, Assert.IsType<Refused>(desk.Send(new AdoptMachine(Names.HostOne, desk.State.Epoch + 1))).Code);
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(4, true)]
    public void Stale_OrderToAMachineThatHasSeenMore_IsGivenAgainUnderANewerEpoch(int ahead, bool isAgain)
    {
        var desk = Desk.In(Rebooting);
        var job = desk.State.Job!;

        desk.Send(new DriverReported(job.Verb, job.Epoch, DriverOutcome.Stale) { Newest = job.Epoch + ahead });

        var again = isAgain ? job.Epoch + ahead + 1 : job.Epoch;
        Assert.Equal((Rebooting, again, job.RetriesLeft), (desk.State.Lifecycle, desk.State.Job!.Epoch, desk.State.Job.RetriesLeft));
        Assert.Equal(isAgain ? [(job.Verb, again)] : [], desk.Orders.Select(order => (order.Verb, order.Epoch)));
    }
}
