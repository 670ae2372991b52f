using DeskFleet.Core.HostPools;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Tests.TestKit;
using DeskFleet.Core.WorkSpaces;
using NodaTime;

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

    /// <summary>What is given back and is not there: an activation that has been overtaken may only not know of it yet (chaos seed 58).</summary>
    [Fact]
    public void Nothing_OfWhatIsNeverSaidAgain_IsWrittenBeforeItIsSaid()
    {
        var host = new SingleEntity<HostState, DedicatedHost>(Names.HostOne.Value);
        foreach (var command in new Command[] { new ReleaseSlot(Names.WorkSpace(1), 1), new StartEnded(Names.WorkSpace(1), 1) })
        {
            Assert.IsType<Accepted>(host.Send(command));
            Assert.True(host.Last.MustWrite, command.ToString());
        }

        var desk = Desk.In(Lifecycle.Available);
        foreach (var command in new Command[] { desk.Disconnect(9), new HostLostNews(Names.HostTwo, 1, desk.Now), new Recover() })
        {
            Assert.IsType<Accepted>(desk.Send(command));
            Assert.True(desk.Last.MustWrite, command.ToString());
        }
    }

    /// <summary>A refusal writes nothing, so nobody would tell an activation that was overtaken (chaos seed 23249).</summary>
    [Fact]
    public void Refusal_ByWhatWasReadLongAgo_IsCheckedAgainstStorage()
    {
        var desk = Desk.In(Lifecycle.Pending);
        Assert.IsType<Refused>(desk.Send(new StopWorkSpace(Names.Operation(7))));

        Assert.False(desk.Last.MustCheck(desk.Now - Duration.FromMinutes(5), desk.Now));
        Assert.True(desk.Last.MustCheck(desk.Now - Duration.FromMinutes(6), desk.Now));

        Assert.IsType<Accepted>(desk.Send(new HoldsLease(null)));
        Assert.False(desk.Last.MustCheck(desk.Now - Duration.FromMinutes(6), desk.Now));
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
