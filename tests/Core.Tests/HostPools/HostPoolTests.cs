using DeskFleet.Core.HostPools;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Placement;
using DeskFleet.Core.Tests.TestKit;
using NodaTime;

namespace DeskFleet.Core.Tests.HostPools;

/// <summary>The pool of a zone: proposals, the queue for room, growth, and starting again after a reload (PLC-04, PLC-06).</summary>
public sealed class HostPoolTests
{
    private static readonly Capacity Standard = new(2, 4 * 1024, 0);
    private static readonly Capacity Large = new(20, 16 * 1024, 0);
    private static readonly Capacity Graphics = new(8, 15 * 1024, 1);
    private static readonly HostId First = new("h-provider-zone-a-0001");

    private long _version = 1;

    [Fact]
    [Trait("Rule", "BYO-04")]
    public void Propose_NoHostsAllocated_IsRefusedByName()
    {
        var pool = new SingleEntity<HostPoolState, HostPool>(Names.PoolA.ToString());

        Assert.Equal(RefusalCode.CapacityNotAllocated, Assert.IsType<Refused>(pool.Send(Question(1))).Code);
        Assert.Empty(pool.State.Queue);
    }

    [Fact]
    public void Allocate_SameBatchTwice_AddsItsHostsOnce()
    {
        var pool = Pool(hosts: 2);

        pool.Send(new AllocateHosts("first", HostType.General, 2));
        Assert.Equal(2, pool.State.Hosts.Count);
        pool.Send(new AllocateHosts("second", HostType.General, 1));

        Assert.Equal("h-provider-zone-a-0003", pool.State.Hosts.Of(Names.PoolA).Last().Value);
        Assert.Equal(new RegisterHost(Names.PoolA, HostType.General), Assert.Single(pool.Owed));
    }

    [Fact]
    public void Propose_Room_NamesTheHostAndExplains()
    {
        var pool = Pool(hosts: 1);
        Hear(pool, free: new(80, 320 * 1024, 0));

        var proposal = Assert.IsType<Proposal>(pool.Send(Question(1)));

        Assert.Equal(First, Assert.Single(proposal.Candidates).Host);
        Assert.Equal(1, proposal.Explanation.Evaluated);
    }

    [Fact]
    public void Propose_FullAndNotWaiting_IsNoRoomWithTheReason()
    {
        var pool = FullPool();

        var none = Assert.IsType<NoRoom>(pool.Send(Question(1, joins: false)));

        Assert.Equal(1, none.Explanation.Filtered[Rejection.VCpu]);
        Assert.Empty(pool.State.Queue);
    }

    [Fact]
    [Trait("Rule", "PLC-06")]
    public void Queue_InTheOrderOfAsking_PeopleBeforeTheSystem()
    {
        var pool = FullPool();
        pool.Send(Question(1, by: AskedBy.System));
        pool.Send(Question(2));
        pool.Send(Question(3, by: AskedBy.System));
        var last = Assert.IsType<QueuedForCapacity>(pool.Send(Question(4)));

        Assert.Equal((2, pool.Now + Duration.FromMinutes(5)), (last.Position, last.Until));
        Assert.Equal([2, 4, 1, 3], pool.State.Queue.Select(Number));
        Hear(pool, free: new(8, 32 * 1024, 0));

        Assert.Equal([2, 4, 1, 3], OfferedTo(pool));
    }

    [Fact]
    public void Queue_RoomForOne_IsOfferedToTheFirstOnly()
    {
        var pool = FullPool();
        pool.Send(Question(1));
        pool.Send(Question(2));

        Hear(pool, free: Standard);

        Assert.Equal([1], OfferedTo(pool));
    }

    [Fact]
    public void Queue_FirstDoesNotFit_NobodyOvertakesInHisLineButTheGpuLineGoesOn()
    {
        var pool = FullPool();
        pool.Send(Question(1, Large));
        pool.Send(Question(2));
        pool.Send(Question(3, Graphics));

        Hear(pool, free: Standard);
        Assert.Empty(OfferedTo(pool));
        pool.Send(new HostNews(new(new("h-gpu"), HostType.Gpu, Graphics, 1, StartsAhead: 0, Open: true, Version: 1)));

        Assert.Equal([3], OfferedTo(pool));
    }

    [Fact]
    public void Propose_RoomButSomebodyWaits_JoinsBehindHim()
    {
        var pool = FullPool();
        pool.Send(Question(1, Large));
        Hear(pool, free: Standard);

        var queued = Assert.IsType<QueuedForCapacity>(pool.Send(Question(2)));

        Assert.Equal(2, queued.Position);
        Assert.IsType<NoRoom>(pool.Send(Question(3, joins: false)));
    }

    [Fact]
    public void Offer_Taken_LeavesTheQueue()
    {
        var pool = Offered(out var offer);

        pool.Send(new Answered(Entity.Of(Names.WorkSpace(1)), offer, Accepted.Instance, pool.Record.LastEffect));

        Assert.Equal([2], pool.State.Queue.Select(Number));
        Assert.Empty(OfferedTo(pool));
    }

    [Fact]
    public void Offer_NotWantedAnyMore_GoesToTheNext()
    {
        var pool = Offered(out var offer);

        pool.Send(new Answered(Entity.Of(Names.WorkSpace(1)), offer, OfferDeclined.Instance, pool.Record.LastEffect));

        Assert.Equal([2], pool.State.Queue.Select(Number));
        Assert.Equal([2], OfferedTo(pool));
    }

    [Fact]
    public void Offer_NotWantedByOneWhoLeftMeanwhile_GoesToTheNext()
    {
        var pool = Offered(out var offer);
        pool.Send(new StopWaiting(Names.WorkSpace(1), pool.State.Queue[0].Until));
        Assert.Empty(OfferedTo(pool));

        pool.Send(new Answered(Entity.Of(Names.WorkSpace(1)), offer, OfferDeclined.Instance, pool.Record.LastEffect));

        Assert.Equal([2], OfferedTo(pool));
    }

    [Fact]
    public void Offer_RefusedByTheHost_KeepsThePlaceAndLearns()
    {
        var pool = Offered(out var offer);
        var full = View(default);

        pool.Send(new Answered(Entity.Of(Names.WorkSpace(1)), offer, new SlotRefused(full), pool.Record.LastEffect));
        Assert.Equal([1, 2], pool.State.Queue.Select(Number));
        Assert.Empty(OfferedTo(pool));
        Hear(pool, free: Standard);

        Assert.Equal([1], OfferedTo(pool));
    }

    /// <summary>
    /// 60 wait and a host has room for 40. Each news of somebody's arrival made the pool offer what was on offer already: ten offers for
    /// each who got in, and the queue grew faster than it was served.
    /// </summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Rule", "PLC-06")]
    public void Offers_ManyAtOnce_AreMadeOnceForEachPlace(bool newsBeforeAnswers)
    {
        var pool = FullPool();
        for (var i = 1; i <= 60; i++)
            pool.Send(Question(i));
        var (taken, offers, open) = (0, 0, new Queue<Entity>());
        Collect(new HostNews(Room(40)));

        while (open.TryDequeue(out var next))
        {
            var isFull = taken == 40;
            if (!isFull)
                taken++;
            Command[] told = [new HostNews(Room(40 - taken)), new Answered(next, Offer(), isFull ? new SlotRefused(Room(0)) : Accepted.Instance, 0)];
            foreach (var command in newsBeforeAnswers || isFull ? told : told.Reverse())
                Collect(command);
        }

        Assert.Equal((40, 20), (taken, pool.State.Queue.Length));
        Assert.InRange(offers, 40, newsBeforeAnswers ? 40 : 80);

        CapacityOffered Offer() => new(First);

        HostView Room(int places) => View(new(2 * places, 4096L * places, 0)) with { Occupants = 40 - places };

        void Collect(Command command)
        {
            pool.Send(command);
            foreach (var owed in pool.Last.Effects.Where(owed => owed.Effect.Command is CapacityOffered))
            {
                offers++;
                open.Enqueue(owed.Effect.Target);
            }
        }
    }

    /// <summary>He was lost to the queue: the answer came late, after a crash, and he waited on until he was refused.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Rule", "PLC-06")]
    public void Offer_AnsweredAfterTheAskerBeganToWaitAnew_KeepsHimInTheQueue(bool taken)
    {
        var pool = Offered(out var offer);
        pool.After(Duration.FromSeconds(1)).Send(Question(1));

        pool.Send(new Answered(Entity.Of(Names.WorkSpace(1)), offer, taken ? Accepted.Instance : OfferDeclined.Instance, pool.Record.LastEffect));

        Assert.Equal([2, 1], pool.State.Queue.Select(Number));
        Hear(pool, free: Standard + Standard);
        Assert.Contains(1, pool.State.Queue.Where(waiter => waiter.Offered).Select(Number));
    }

    [Fact]
    public void StopWaiting_OfAnEarlierWait_EndsNoLaterOne()
    {
        var pool = FullPool();
        var first = (QueuedForCapacity)pool.Send(Question(1));
        var second = (QueuedForCapacity)pool.After(Duration.FromMinutes(1)).Send(Question(1));
        Assert.Equal(pool.Now + Duration.FromMinutes(5), second.Until);

        pool.Send(first.GiveBack);
        Assert.Equal([1], pool.State.Queue.Select(Number));
        pool.Send(second.GiveBack);

        Assert.Empty(pool.State.Queue);
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 0)]
    [Trait("Rule", "PLC-06")]
    public void Waiter_ThatNeverSaysSo_IsDroppedAMinuteAfterItsFive(int nanoseconds, int left)
    {
        var pool = FullPool();
        pool.Send(Question(1));

        pool.After(Duration.FromMinutes(6) + Duration.FromNanoseconds(nanoseconds)).Send(new Wake());

        Assert.Equal(left, pool.State.Queue.Length);
    }

    [Fact]
    public void EndlessPool_Full_GrowsByTheSmallestTypeThatFits()
    {
        var pool = new SingleEntity<HostPoolState, HostPool>(Names.PoolA.ToString());
        pool.Send(new ConfigurePool([HostType.General, HostType.Gpu], 0));
        Assert.Equal(int.MaxValue, ((Room)pool.Send(new CheckRoom())).FreeVCpu);

        Assert.IsType<QueuedForCapacity>(pool.Send(Question(1, Graphics, joins: false)));
        Assert.Equal(new RegisterHost(Names.PoolA, HostType.Gpu), Assert.Single(pool.Owed));
        var grown = Assert.Single(pool.State.Hosts.Of(Names.PoolA));
        pool.Send(new HostNews(new(grown, HostType.Gpu, HostType.Gpu.Capacity, 0, 0, true, 1)));

        Assert.Equal([1], OfferedTo(pool));
    }

    /// <summary>It knows of no room, but it has not heard: a pool that grew here would buy a host after every restart.</summary>
    [Fact]
    public void EndlessPool_Reloaded_GrowsOnlyWhenItsHostsHaveSaidThatTheyAreFull()
    {
        var pool = new SingleEntity<HostPoolState, HostPool>(Names.PoolA.ToString());
        pool.Send(new ConfigurePool([HostType.General], 0));
        pool.Send(Question(1, joins: false));
        var grown = Assert.Single(pool.State.Hosts.Of(Names.PoolA));
        pool.Record = pool.Record with { State = pool.State with { Free = null, Queue = [] } };

        pool.Send(Question(2, joins: false));
        Assert.Equal(1, pool.State.Hosts.Count);

        pool.Send(new HostNews(new(grown, HostType.General, new(1, 1024, 0), 40, 0, true, 41)));
        Assert.Equal(2, pool.State.Hosts.Count);
    }

    [Fact]
    public void Reload_IndexForgotten_AsksItsHostsAndServesTheQueue()
    {
        var pool = FullPool();
        pool.Send(Question(1));
        pool.Record = pool.Record with { State = pool.State with { Free = null } };

        pool.Send(new Wake());
        Assert.Equal(new ReportToPool(), Assert.Single(pool.Owed));
        pool.Send(new HostNews(View(Standard)));

        Assert.Equal([1], OfferedTo(pool));
    }

    /// <summary>The pool believes in room that the hosts deny: the asker stands in line, and is offered what the pool believes in.</summary>
    [Fact]
    [Trait("Rule", "PLC-06")]
    public void Propose_QueueingAtOnce_JoinsThoughTheRoomSeemsFree()
    {
        var pool = Pool(hosts: 1);
        Hear(pool, free: Standard);

        Assert.IsType<QueuedForCapacity>(pool.Send(Question(1) with { Queueing = Queueing.AtOnce }));
        Assert.Equal([1], OfferedTo(pool));
        pool.Send(new Answered(Entity.Of(Names.WorkSpace(1)), new CapacityOffered(First), new SlotRefused(View(default)), pool.Record.LastEffect));
        Assert.Empty(OfferedTo(pool));
        Hear(pool, free: Standard);

        Assert.Equal([1], OfferedTo(pool));
    }

    [Fact]
    public void CheckRoom_FinitePool_IsTheFreeVCpuOfItsHosts()
    {
        var pool = Pool(hosts: 1);
        Hear(pool, free: new(12, 64 * 1024, 0));

        Assert.Equal(12, ((Room)pool.Send(new CheckRoom())).FreeVCpu);
    }

    [Fact]
    public void HostNews_WithNobodyWaiting_IsNotWritten()
    {
        var pool = Pool(hosts: 1);

        Hear(pool, free: Standard);

        Assert.False(pool.Last.MustWrite);
    }

    private static ProposeHosts Question(int number, Capacity? size = null, AskedBy by = AskedBy.Person, bool joins = true) =>
        new(Names.WorkSpace(number), new(size ?? Standard, MayUseReserve: false), by, joins ? Queueing.IfFull : Queueing.Never);

    private static SingleEntity<HostPoolState, HostPool> Pool(int hosts)
    {
        var pool = new SingleEntity<HostPoolState, HostPool>(Names.PoolA.ToString());
        pool.Send(new AllocateHosts("first", HostType.General, hosts));
        return pool;
    }

    private SingleEntity<HostPoolState, HostPool> FullPool()
    {
        var pool = Pool(hosts: 1);
        Hear(pool, free: default);
        return pool;
    }

    /// <summary>Two wait, and the first has been offered the one slot that there is.</summary>
    private SingleEntity<HostPoolState, HostPool> Offered(out CapacityOffered offer)
    {
        var pool = FullPool();
        pool.Send(Question(1));
        pool.Send(Question(2));
        Hear(pool, free: Standard);
        offer = pool.Owed.OfType<CapacityOffered>().Single();
        return pool;
    }

    private void Hear(SingleEntity<HostPoolState, HostPool> pool, Capacity free) => pool.Send(new HostNews(View(free)));

    private HostView View(Capacity free) => new(First, HostType.General, free, 1, StartsAhead: 0, Open: true, _version++);

    private static int Number(Waiter waiter) => Number(waiter.WorkSpace.Value);

    private static int Number(string workSpace) => workSpace[^1] - '0';

    private static IEnumerable<int> OfferedTo(SingleEntity<HostPoolState, HostPool> pool) =>
        pool.Last.Effects.Where(owed => owed.Effect.Command is CapacityOffered).Select(owed => Number(owed.Effect.Target.Key));
}
