using System.Collections.Immutable;
using DeskFleet.Core.Auditing;
using DeskFleet.Core.HostPools;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Tests.TestKit;
using DeskFleet.Core.Users;
using DeskFleet.Core.WorkSpaces;
using NodaTime;

namespace DeskFleet.Core.Tests.Auditing;

/// <summary>Each two records that must agree: what is under way is no discrepancy, what is wrong is found with its mend.</summary>
public sealed class ComparisonsTests
{
    private static readonly Entity Desktop = Entity.Of(Names.WorkSpace(1));
    private static readonly Entity Person = Entity.Of(Names.Directory, Names.Ann);
    private static readonly Entity Host = Entity.Of(Names.HostOne);
    private static readonly Entity Pool = Entity.Of(Names.PoolA);

    private readonly Dictionary<Entity, IEntityRecord> _records = [];

    [Fact]
    public void Records_ThatAgree_HaveNoDiscrepancy()
    {
        var desktop = Put(Desktop, Running());
        var person = Put(Person, Holding());
        var host = Put(Host, Listing());

        Assert.All(new IEntityRecord[] { desktop, person, host }, record => Assert.Empty(Compare(record)));
        Assert.Equal([Person, Host], Comparisons.NeighboursOf(desktop));
        Assert.Equal([Desktop], Comparisons.NeighboursOf(person));
        Assert.Equal([Desktop], Comparisons.NeighboursOf(host));
    }

    [Fact]
    public void Records_OfNobody_HaveNoNeighbours()
    {
        Assert.Empty(Comparisons.NeighboursOf(Record(WorkSpaceState.Unlaunched(Names.WorkSpace(1)))));
        Assert.Empty(Comparisons.NeighboursOf(Record(User.Initial(Person.Key))));
        Assert.Empty(Comparisons.NeighboursOf(Record("something else")));
        Assert.Empty(Compare(Record("something else")));
        Assert.Equal([Person], Comparisons.NeighboursOf(Record(Desk.In(Lifecycle.Stopped).State)));
    }

    [Fact]
    [Trait("RulePart", "QTA-01")]
    public void Claim_OfAUserWithoutADesktop_IsMadeAgain()
    {
        Put(Host, Listing());
        Put(Person, User.Initial(Person.Key));

        var found = Assert.Single(Compare(Put(Desktop, Running())));

        Assert.Equal((DiscrepancyKind.ClaimMissing, Desktop, Person), (found.Kind, found.Holder, found.Owner));
        Assert.Equal([new Question(Person, new ClaimUser(Names.WorkSpace(1))), new Question(Person, new ConfirmUser(Names.WorkSpace(1)))], found.Repair);
    }

    [Fact]
    public void Claim_OfAUserWithAnotherDesktop_IsForPeople()
    {
        Put(Host, Listing());
        Put(Person, Holding() with { WorkSpace = Names.WorkSpace(2) });

        var found = Assert.Single(Compare(Put(Desktop, Running())));

        Assert.Equal(DiscrepancyKind.ClaimMissing, found.Kind);
        Assert.Empty(found.Repair);
    }

    [Fact]
    public void Claim_OfADesktopThatIsGone_IsVacated()
    {
        var person = Put(Person, Holding());
        Assert.Equal([new Question(Person, new VacateUser(Names.WorkSpace(1)))], Assert.Single(Compare(person)).Repair);

        Put(Desktop, Desk.In(Lifecycle.Terminated).State);
        var found = Assert.Single(Compare(person));

        Assert.Equal((DiscrepancyKind.ClaimStale, Desktop, Person), (found.Kind, found.Holder, found.Owner));
    }

    [Fact]
    public void Claim_UnderWay_IsNoDiscrepancy()
    {
        Assert.Empty(Compare(Record(Holding() with { LeaseExpiresAt = Names.Morning })));
        Put(Desktop, Desk.In(Lifecycle.Terminated).State, owes: Person);
        Assert.Empty(Compare(Put(Person, Holding())));
        Put(Desktop, Desk.In(Lifecycle.Terminated).State, owes: Host);
        Assert.Single(Compare(Put(Person, Holding())));
        Assert.Empty(Compare(Record(Desk.In(Lifecycle.Terminated).State)));
    }

    [Fact]
    [Trait("RulePart", "PLC-07")]
    public void Slot_ThatItsHostDoesNotList_IsListedAgain()
    {
        Put(Person, Holding());
        Put(Host, Listing(epoch: Running().Slot!.Epoch - 1));
        var desktop = Running();

        var found = Assert.Single(Compare(Put(Desktop, desktop)));

        Assert.Equal((DiscrepancyKind.SlotUnlisted, Desktop, Host), (found.Kind, found.Holder, found.Owner));
        var again = new ReserveSlot(desktop.Id, desktop.Slot!.Epoch, Names.Standard.Size, NeedsStartSlot: false);
        Assert.Equal([new Question(Host, again), new Question(Host, new StartEnded(desktop.Id, desktop.Slot.Epoch))], found.Repair);
    }

    [Fact]
    [Trait("RulePart", "PLC-07")]
    public void Slot_OnALostHost_IsToldToItsDesktop()
    {
        Put(Person, Holding());
        var lost = Listing() with { Status = HostStatus.Lost, Occupants = [] };
        Put(Host, lost);
        var desktop = Running();

        var found = Assert.Single(Compare(Put(Desktop, desktop)));

        Assert.Equal(DiscrepancyKind.SlotOnLostHost, found.Kind);
        Assert.Equal([new Question(Desktop, new HostLostNews(Names.HostOne, desktop.Slot!.Epoch, desktop.Since))], found.Repair);
        Put(Host, lost, owes: Desktop);
        Assert.Empty(Compare(Put(Desktop, desktop)));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void Slot_ThatNobodyUses_IsFreedUnlessItsDesktopKnowsLess(int ahead, bool isFreed)
    {
        var stopped = Desk.In(Lifecycle.Stopped).State;
        Put(Desktop, stopped);

        var found = Assert.Single(Compare(Put(Host, Listing(stopped.Epoch + ahead))));

        Assert.Equal((DiscrepancyKind.SlotLeaked, Desktop, Host), (found.Kind, found.Holder, found.Owner));
        Question[] repair = isFreed ? [new(Host, new ReleaseSlot(Names.WorkSpace(1), stopped.Epoch))] : [];
        Assert.Equal(repair, found.Repair);
    }

    [Fact]
    public void Slot_OfADesktopThatIsNotThere_IsFreed() =>
        Assert.Equal([new Question(Host, new ReleaseSlot(Names.WorkSpace(1), 5))], Assert.Single(Compare(Put(Host, Listing(epoch: 5)))).Repair);

    [Fact]
    public void Slot_UnderWay_IsNoDiscrepancy()
    {
        var leased = Listing() with { Occupants = [Listing().Occupants[0] with { LeaseExpiresAt = Names.Morning }] };
        Assert.Empty(Compare(Record(leased)));

        Put(Desktop, Desk.In(Lifecycle.Stopped).State, owes: Host);
        Assert.Empty(Compare(Record(Listing())));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [Trait("RulePart", "PLC-06")]
    public void Place_OfOneWhoDoesNotWait_IsGivenUpWhenTwoGracesAreOver(int ticks, bool isFound)
    {
        var until = Names.Morning;
        var pool = HostPool.Initial(Names.PoolA.ToString()) with { Queue = [new(Names.WorkSpace(1), new(Names.Standard.Size, false), AskedBy.Person, until, false)] };
        Put(Desktop, Running());
        var now = until + HostPoolState.Grace + HostPoolState.Grace + Duration.FromTicks(ticks);

        var found = Comparisons.Of(Record(pool), Find, now).ToList();

        Assert.Equal(isFound ? [new Question(Pool, new StopWaiting(Names.WorkSpace(1), until))] : [], found.SelectMany(one => one.Repair));
        Assert.All(found, one => Assert.Equal((DiscrepancyKind.WaiterStale, Desktop, Pool), (one.Kind, one.Holder, one.Owner)));
        Assert.Equal([Desktop], Comparisons.NeighboursOf(Record(pool)));
        Put(Desktop, Running() with { Wait = new(PlacementGoal.Start, until, until, false) });
        Assert.Empty(Comparisons.Of(Record(pool), Find, now));
        Put(Desktop, Running(), owes: Pool);
        Assert.Empty(Comparisons.Of(Record(pool), Find, now));
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, DiscrepancyKind.MachineAhead)]
    public void Machine_AheadOfItsRecord_IsAdopted(int ahead, DiscrepancyKind? kind)
    {
        var state = Running();

        var found = Comparisons.Runs(new(state.Id, Names.HostOne, state.Epoch + ahead), Record(state));

        Assert.Equal(kind, found?.Kind);
        if (found is not null)
        {
            Assert.Equal((Desktop, Host), (found.Holder, found.Owner));
            Assert.Equal([new Question(Desktop, new AdoptMachine(Names.HostOne, state.Epoch + 1))], found.Repair);
        }
    }

    [Fact]
    public void Machine_OfNobody_IsForPeople()
    {
        var gone = Desk.In(Lifecycle.Terminated).State;
        foreach (var record in new[] { null, Record(gone) })
        {
            var found = Comparisons.Runs(new(gone.Id, Names.HostOne, gone.Epoch + 1), record);

            Assert.Equal(DiscrepancyKind.MachineOrphaned, found!.Kind);
            Assert.Empty(found.Repair);
        }
    }

    private static WorkSpaceState Running() => Desk.In(Lifecycle.Available).State;

    private static UserState Holding() => User.Initial(Person.Key) with { WorkSpace = Names.WorkSpace(1) };

    private static HostState Listing(long? epoch = null)
    {
        var occupant = new Occupant(Names.WorkSpace(1), epoch ?? Running().Slot!.Epoch, Names.Standard.Size, StartPhase.None, null);
        return new(Names.HostOne, Names.PoolA, HostType.General, HostStatus.Available, [occupant], occupant.Size, 1);
    }

    private static EntityRecord<T> Record<T>(T state, Entity? owes = null)
        where T : class
    {
        ImmutableArray<OwedEffect> owed = owes is { } target ? [new(1, new(target, new Wake()))] : [];
        return new(state, 0, RecentOperations.None, owed, 1, null, null);
    }

    private EntityRecord<T> Put<T>(Entity entity, T state, Entity? owes = null)
        where T : class
    {
        var record = Record(state, owes);
        _records[entity] = record;
        return record;
    }

    private IEntityRecord? Find(Entity entity) => _records.GetValueOrDefault(entity);

    private List<Discrepancy> Compare(IEntityRecord record) => [.. Comparisons.Of(record, Find, Names.Morning)];
}
