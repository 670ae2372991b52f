using DeskFleet.Core.HostPools;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Tests.TestKit;
using DeskFleet.Core.WorkSpaces;

namespace DeskFleet.Core.Tests.Kernel;

/// <summary>An answer that takes something from somebody is given after a write, which an activation that has been overtaken loses (PLC-06, PLC-07).</summary>
public sealed class CertainAnswerTests
{
    public static TheoryData<Command> Questions =>
    [
        new CapacityOffered(Names.HostOne),
        new HoldsLease(Names.Operation(99)),
        new HoldsSlot(Names.HostOne, 7),
        new StartSlotGranted(Names.HostOne, 7),
    ];

    [Theory]
    [MemberData(nameof(Questions))]
    public void No_ThatCostsSomebodyHisPlaceSlotOrUnit_IsWrittenBeforeItIsSaid(Command question)
    {
        var desk = Desk.In(Lifecycle.Stopped);
        var before = desk.State;

        Assert.IsNotType<Accepted>(desk.Send(question));

        Assert.True(desk.Last.MustWrite);
        Assert.Equal((before, 0), (desk.State, desk.Last.Logged.Length));
    }

    [Fact]
    public void Yes_ThatLeavesTheHolderWhatHeHas_CostsNoWrite()
    {
        var desk = Desk.In(Lifecycle.Available);

        Assert.IsType<Accepted>(desk.Send(new HoldsSlot(Names.HostOne, 1)));
        Assert.False(desk.Last.MustWrite);

        Assert.IsType<Accepted>(desk.Send(new HoldsLease(null)));
        Assert.False(desk.Last.MustWrite);
    }
}
