using DeskFleet.Core.Hosts;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Placement;
using DeskFleet.Core.Tests.TestKit;
using NodaTime;

namespace DeskFleet.Core.Tests.Hosts;

/// <summary>One host: slots, start slots, leases, loss (PLC-04..07).</summary>
public sealed class DedicatedHostTests
{
    private static readonly Capacity Standard = new(2, 4 * 1024, 0);
    private static readonly Capacity Graphics = new(8, 15 * 1024, 1);
    private static readonly HostType OneStart = new("narrow", new(20, 80 * 1024, 0), StartSlots: 1);

    [Fact]
    [Trait("Rule", "PLC-05")]
    public void Reserve_FifthGraphicsOnFourGpus_IsRefusedThoughTheRestIsFree()
    {
        var host = HostOf(new HostType("gpu", new(80, 320 * 1024, 4), 8));
        for (var i = 1; i <= 4; i++)
            Assert.IsType<SlotReserved>(host.Send(new ReserveSlot(Names.WorkSpace(i), 1, Graphics, false)));

        var refused = Assert.IsType<SlotRefused>(host.Send(new ReserveSlot(Names.WorkSpace(5), 1, Graphics, false)));

        Assert.Equal(new Capacity(48, 260 * 1024, 0), refused.View.Free);
        Assert.IsType<SlotReserved>(host.Send(new ReserveSlot(Names.WorkSpace(6), 1, Standard, false)));
    }

    [Theory]
    [InlineData(2, 4096, 0, true)]
    [InlineData(3, 4096, 0, false)]
    [InlineData(2, 4097, 0, false)]
    [InlineData(2, 4096, 1, false)]
    [Trait("Rule", "PLC-04")]
    public void Capacity_Holds_InEveryDimension(int vcpu, long memory, int gpus, bool fits) =>
        Assert.Equal(fits, Standard.Holds(new(vcpu, memory, gpus)));

    [Fact]
    public void Register_Twice_KeepsTheFirstType()
    {
        var host = HostOf(OneStart);
        var before = host.Record;

        Assert.IsType<Accepted>(host.Send(new RegisterHost(Names.PoolA, HostType.Gpu)));

        Assert.Same(before, host.Record);
    }

    [Fact]
    [Trait("Rule", "PLC-06")]
    public void Release_OnAFullHost_MakesRoomForTheNext()
    {
        var host = HostOf(new HostType("one", Standard, 8));
        host.Send(Reserve(1));
        Assert.IsType<SlotRefused>(host.Send(Reserve(2)));

        host.Send(new ReleaseSlot(Names.WorkSpace(1), 1));

        Assert.IsType<SlotReserved>(host.Send(Reserve(2)));
    }

    [Fact]
    public void Reserve_Repeated_IsTheSameSlot()
    {
        var host = HostOf(OneStart);
        var first = Assert.IsType<SlotReserved>(host.Send(Reserve(1)));

        Assert.Equal(first with { Grant = first.Grant + 1 }, host.Send(Reserve(1)));
        var before = host.Record;
        Assert.IsType<SlotRefused>(host.Send(Reserve(1, epoch: 2)));
        Assert.Same(before, host.Record);
    }

    [Fact]
    [Trait("Rule", "RUN-09")]
    public void StartSlots_AllTaken_QueueInTheOrderOfAsking()
    {
        var host = HostOf(OneStart);
        Assert.Equal(0, ((SlotReserved)host.Send(Reserve(1, starts: true))).StartsAhead);
        Assert.Equal(1, ((SlotReserved)host.Send(Reserve(3, starts: true))).StartsAhead);
        Assert.Equal(2, ((SlotReserved)host.Send(Reserve(2, starts: true))).StartsAhead);
        Assert.Equal((false, 3), (host.State.StartsAtOnce, host.State.View.StartsAhead));

        host.Send(new StartEnded(Names.WorkSpace(1), 1));
        Assert.Equal(2, host.Owed.OfType<HostNews>().Single().View.StartsAhead);
        Assert.Equal(new StartSlotGranted(Names.HostOne, 1) { Grant = 3 }, host.Owed.OfType<StartSlotGranted>().Single());
        Assert.Equal(Entity.Of(Names.WorkSpace(3)), host.Last.Effects.Single(owed => owed.Effect.Command is StartSlotGranted).Effect.Target);
        host.Send(new ReleaseSlot(Names.WorkSpace(3), 1));

        Assert.Equal(Entity.Of(Names.WorkSpace(2)), host.Last.Effects.Single(owed => owed.Effect.Command is StartSlotGranted).Effect.Target);
    }

    [Fact]
    public void Release_OfADesktopThatRuns_HandsNoStartSlotOn()
    {
        var host = HostOf(OneStart);
        host.Send(Reserve(1));
        host.Send(Reserve(2, starts: true));
        host.Send(Reserve(3, starts: true));

        host.Send(new ReleaseSlot(Names.WorkSpace(1), 1));

        Assert.Equal((1, 1), (host.State.Count(StartPhase.Starting), host.State.Count(StartPhase.Queued)));
        Assert.Empty(host.Owed.OfType<StartSlotGranted>());
    }

    [Fact]
    public void StartSlot_RefusedByItsDesktop_GoesToTheNext()
    {
        var host = HostOf(OneStart);
        for (var i = 1; i <= 3; i++)
            host.Send(Reserve(i, starts: true));
        host.Send(new StartEnded(Names.WorkSpace(1), 1));

        var granted = new StartSlotGranted(Names.HostOne, 1);
        host.Send(new Answered(Entity.Of(Names.WorkSpace(2)), granted, new Refused(RefusalCode.StaleEpoch, "gone"), host.Record.LastEffect));

        Assert.Null(host.State.Find(Names.WorkSpace(2)));
        Assert.Equal(StartPhase.Starting, host.State.Find(Names.WorkSpace(3))!.Start);
    }

    [Fact]
    public void StartEnded_Twice_PassesOneSlotOnOnce()
    {
        var host = HostOf(OneStart);
        for (var i = 1; i <= 3; i++)
            host.Send(Reserve(i, starts: true));

        host.Send(new StartEnded(Names.WorkSpace(1), 1));
        host.Send(new StartEnded(Names.WorkSpace(1), 1));

        Assert.Equal(1, host.State.Count(StartPhase.Starting));
        Assert.Empty(host.Last.Effects);
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    public void Lease_AroundItsEnd_AsksBeforeItFrees(int nanoseconds, bool asks)
    {
        var host = HostOf(OneStart);
        host.Send(Reserve(1));

        host.After(Duration.FromMinutes(3) + Duration.FromNanoseconds(nanoseconds)).Send(new Wake());

        Assert.Equal(asks, host.Owed.Contains(new HoldsSlot(Names.HostOne, 1) { Grant = 2 }));
        Assert.NotNull(host.State.Find(Names.WorkSpace(1)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Lease_AfterTheQuestion_StaysOrIsFreedAsAnswered(bool isHeld)
    {
        var host = HostOf(OneStart);
        host.Send(Reserve(1));
        host.After(Duration.FromMinutes(3)).Send(new Wake());

        host.Send(Answer(1, isHeld));
        host.Send(Answer(1, isHeld));

        Assert.Equal(isHeld, host.State.Find(Names.WorkSpace(1)) is not null);
        Assert.Null(host.Record.Deadline);
        Assert.Equal(isHeld ? Standard : default, host.State.Used);
    }

    [Fact]
    public void Lease_NobodyAnswers_IsAskedAgain()
    {
        var host = HostOf(OneStart);
        host.Send(Reserve(1));
        host.After(Duration.FromMinutes(3)).Send(new Wake());
        Assert.Equal(host.Now + Duration.FromMinutes(3), host.Record.Deadline);

        host.After(Duration.FromMinutes(3)).Send(new Wake());

        Assert.Contains(new HoldsSlot(Names.HostOne, 1) { Grant = 2 }, host.Owed);
    }

    [Fact]
    public void StaleEpoch_InAnyCommand_ChangesNothing()
    {
        var host = HostOf(OneStart);
        host.Send(Reserve(1, epoch: 5, starts: true));
        var before = host.State;

        host.Send(new ReleaseSlot(Names.WorkSpace(1), 4));
        host.Send(new StartEnded(Names.WorkSpace(1), 4));
        host.Send(new Answered(Entity.Of(Names.WorkSpace(1)), new HoldsSlot(Names.HostOne, 4), new Refused(RefusalCode.StaleEpoch, "no"), 1));
        host.Send(new ReleaseSlot(Names.WorkSpace(2), 5));

        Assert.Same(before, host.State);
    }

    [Fact]
    public void Drain_KeepsItsDesktopsAndTakesNoMore()
    {
        var host = HostOf(OneStart);
        host.Send(Reserve(1));

        host.Send(new DrainHost());
        Assert.False(Assert.Single(host.Owed.OfType<HostNews>()).View.Open);
        Assert.IsType<SlotRefused>(host.Send(Reserve(2)));
        Assert.NotNull(host.State.Find(Names.WorkSpace(1)));

        host.Send(new ReturnHost());
        Assert.IsType<SlotReserved>(host.Send(Reserve(2)));
    }

    [Fact]
    [Trait("Rule", "PLC-07")]
    public void Lose_TellsEverybodyOnceAndHoldsNobody()
    {
        var host = HostOf(OneStart);
        host.Send(Reserve(1));
        host.Send(Reserve(2, epoch: 7));

        host.Send(new LoseHost("power"));

        Assert.Equal(
            [new HostLostNews(Names.HostOne, 1, host.Now), new HostLostNews(Names.HostOne, 7, host.Now)], host.Owed.OfType<HostLostNews>());
        Assert.Equal((HostStatus.Lost, default(Capacity)), (host.State.Status, host.State.Used));
        Assert.IsType<SlotRefused>(host.Send(Reserve(3)));
        var lost = host.Record;
        host.Send(new LoseHost("power"));
        Assert.Same(lost, host.Record);
    }

    /// <summary>Who has not heard would go on there as if nothing had happened, and be placed elsewhere when he hears (chaos seed 14).</summary>
    [Fact]
    [Trait("Rule", "PLC-07")]
    public void Return_BeforeAllHaveHeardOfTheLoss_WaitsForTheLastOfThem()
    {
        var host = HostOf(OneStart);
        host.Send(Reserve(1));
        host.Send(Reserve(2, epoch: 7));
        host.Send(new LoseHost("power"));

        Assert.IsType<Accepted>(host.Send(new ReturnHost()));
        Assert.IsType<SlotRefused>(host.Send(Reserve(3)));
        host.Send(Heard(1));
        Assert.Equal(HostStatus.Lost, host.State.Status);

        host.Send(Heard(2));
        Assert.True(Assert.Single(host.Owed.OfType<HostNews>()).View.Open);
        Assert.IsType<SlotReserved>(host.Send(Reserve(3)));
    }

    [Fact]
    public void Lose_WhileItIsAboutToReturn_KeepsItLost()
    {
        var host = HostOf(OneStart);
        host.Send(Reserve(1));
        host.Send(new LoseHost("power"));
        host.Send(new ReturnHost());

        host.Send(new LoseHost("again"));
        host.Send(Heard(1));

        Assert.Equal(HostStatus.Lost, host.State.Status);
    }

    /// <summary>What was heard and is said once more says nothing of a later loss (chaos seed 1422).</summary>
    [Fact]
    [Trait("Rule", "PLC-07")]
    public void Loss_HeardOfAnEarlierOne_IsNotHeardYet()
    {
        var host = HostOf(OneStart);
        host.Send(Reserve(1));
        host.Send(new LoseHost("power"));
        host.Send(Heard(1));
        host.Send(new ReturnHost());
        host.After(Duration.FromHours(1)).Send(Reserve(1, epoch: 2));
        host.Send(new LoseHost("power"));

        host.Send(Heard(1));

        Assert.Equal([Names.WorkSpace(1)], host.State.Untold);
    }

    /// <summary>An answer comes before what the desktop still owes; an order for the machine that was lost could come after the host's return (chaos seed 8722).</summary>
    [Fact]
    [Trait("Rule", "PLC-07")]
    public void Answer_ToTheNewsOfALoss_IsNoReasonToReturn()
    {
        var host = HostOf(OneStart);
        host.Send(Reserve(1));
        host.Send(new LoseHost("power"));
        host.Send(new ReturnHost());

        host.Send(new Answered(Entity.Of(Names.WorkSpace(1)), new HostLostNews(Names.HostOne, 1, Names.Morning), Accepted.Instance, 1));

        Assert.Equal(HostStatus.Lost, host.State.Status);
    }

    /// <summary>A silo of an earlier version takes the news and sends nothing; whoever asks for the return makes the host ask once more.</summary>
    [Fact]
    public void Return_WhileSomebodyHasNotSaidThatHeHeard_AsksHimOnceMore()
    {
        var host = HostOf(OneStart);
        host.Send(Reserve(1));
        host.Send(new LoseHost("power"));

        for (var i = 0; i < 2; i++)
        {
            host.Send(new ReturnHost());
            Assert.Equal([new HostLostNews(Names.HostOne, 0, Names.Morning)], host.Owed.OfType<HostLostNews>());
        }
    }

    private static LossNewsHeard Heard(int desktop) => new(Names.WorkSpace(desktop), Names.Morning);

    [Fact]
    public void Return_OfALostHost_TakesDesktopsAgain()
    {
        var host = HostOf(OneStart);
        host.Send(new LoseHost("power"));

        host.Send(new ReturnHost());

        Assert.True(Assert.Single(host.Owed.OfType<HostNews>()).View.Open);
        Assert.IsType<SlotReserved>(host.Send(Reserve(1)));
    }

    [Fact]
    public void Commands_ToAHostThatNoPoolKnows_ThrowNothing()
    {
        var host = new SingleEntity<HostState, DedicatedHost>("h-unknown");

        Assert.Equal(RefusalCode.ResourceNotFound, Assert.IsType<Refused>(host.Send(new LoseHost("power"))).Code);
        Assert.IsType<SlotRefused>(host.Send(Reserve(1)));
        foreach (var command in new Command[] { new DrainHost(), new ReturnHost(), new ReportToPool(), new Wake(), new ReleaseSlot(Names.WorkSpace(1), 1) })
            Assert.IsType<Accepted>(host.Send(command));
    }

    [Fact]
    public void News_OfEveryVisibleChange_IsNewerThanTheLast()
    {
        var host = HostOf(OneStart);
        var versions = new List<long>();
        foreach (var command in new Command[] { Reserve(1, starts: true), Reserve(2), new ReleaseSlot(Names.WorkSpace(2), 1), new StartEnded(Names.WorkSpace(1), 1) })
        {
            host.Send(command);
            versions.Add(Assert.Single(host.Owed.OfType<HostNews>()).View.Version);
        }

        Assert.Equal(versions.Distinct().Order(), versions);
    }

    private static ReserveSlot Reserve(int number, long epoch = 1, bool starts = false) => new(Names.WorkSpace(number), epoch, Standard, starts);

    private static Answered Answer(int number, bool isHeld) => new(
        Entity.Of(Names.WorkSpace(number)),
        new HoldsSlot(Names.HostOne, 1),
        isHeld ? Accepted.Instance : new Refused(RefusalCode.StaleEpoch, "not held"),
        2);

    private static SingleEntity<HostState, DedicatedHost> HostOf(HostType type)
    {
        var host = new SingleEntity<HostState, DedicatedHost>(Names.HostOne.Value);
        host.Send(new RegisterHost(Names.PoolA, type));
        return host;
    }
}
