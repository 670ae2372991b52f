using DeskFleet.Core.Directories;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Tests.TestKit;
using Directory = DeskFleet.Core.Directories.Directory;

namespace DeskFleet.Core.Tests.Leases;

/// <summary>The balance over two zones (PLC-01..03, BYO-14) and the life of a lease.</summary>
public sealed class DirectoryTests
{
    [Fact]
    [Trait("Rule", "PLC-01")]
    public void Register_SameZoneTwice_IsRefused()
    {
        var directory = new SingleEntity<DirectoryState, Directory>(Names.Directory.Value);

        var refused = directory.Send(new RegisterDirectory(Names.Account, Names.ZoneA, Names.ZoneA, false));

        Assert.Equal(RefusalCode.InvalidParameter, Assert.IsType<Refused>(refused).Code);
        Assert.False(directory.State.IsRegistered);
    }

    [Fact]
    [Trait("Rule", "PLC-01")]
    public void Register_OtherZonesLater_IsRefusedAndTheSameIsNothing()
    {
        var directory = Registered();
        var before = directory.Record;

        Assert.IsType<Accepted>(directory.Send(new RegisterDirectory(Names.Account, Names.ZoneA, Names.ZoneB, false)));
        Assert.IsType<Refused>(directory.Send(new RegisterDirectory(Names.Account, Names.ZoneA, new("zone-c"), false)));
        Assert.Same(before, directory.Record);
    }

    /// <summary>The holder ended up in the other zone, and its confirmation is late (chaos seed 500).</summary>
    [Fact]
    [Trait("Rule", "PLC-04")]
    public void Lease_WhoseHolderIsElsewhere_CountsThere()
    {
        var directory = Registered();
        directory.Send(Lease(1));
        directory.After(LeaseBook.Term).Send(new Wake());
        var question = Assert.Single(directory.Last.Effects).Effect;

        directory.Send(new Answered(question.Target, question.Command, new LeaseHeld(Names.ZoneB.Value), 1));

        Assert.Equal((0, 1), (directory.State.Count(Names.ZoneA), directory.State.Count(Names.ZoneB)));
        Assert.IsType<PlaceLeased>(directory.Send(Lease(1)));
        Assert.Equal(1, directory.State.Count(Names.ZoneA) + directory.State.Count(Names.ZoneB));
    }

    /// <summary>A "yes" is about the zone that was asked about; a late repetition of the asking may have moved the place since (chaos seed 220).</summary>
    [Fact]
    [Trait("Rule", "PLC-04")]
    public void Lease_ThatMovedAfterTheQuestion_CountsWhereItsHolderSaidYes()
    {
        var directory = Registered();
        var offered = Assert.IsType<PlaceLeased>(directory.Send(Lease(1)));
        directory.After(LeaseBook.Term).Send(new Wake());
        var question = Assert.Single(directory.Last.Effects).Effect;

        directory.Send(Lease(1) with { OnTie = offered.Other, GrantedAt = offered.GrantedAt });
        directory.Send(new Answered(question.Target, question.Command, Accepted.Instance, 1));

        Assert.Equal((1, 0), (directory.State.Count(offered.Preferred), directory.State.Count(offered.Other)));
    }

    [Fact]
    [Trait("Rule", "DIR-07")]
    public void Lease_NotRegistered_IsRefused()
    {
        var directory = new SingleEntity<DirectoryState, Directory>(Names.Directory.Value);

        Assert.Equal(RefusalCode.DirectoryNotRegistered, Assert.IsType<Refused>(directory.Send(Lease(1))).Code);
    }

    [Fact]
    [Trait("Rule", "PLC-02")]
    [Trait("Rule", "BYO-14")]
    public void Lease_TwoHundred_HalfInEachZoneAndNeverMoreThanOneApart()
    {
        var directory = Registered(isDedicated: true);
        for (var i = 1; i <= 200; i++)
        {
            directory.Send(Lease(i));
            Assert.InRange(Difference(directory), -1, 1);
        }

        Assert.Equal((100, 100), Counts(directory));
    }

    /// <summary>Twelve Graphics among a hundred others, in any order: each kind is balanced at every moment, and so are all.</summary>
    [Theory]
    [Trait("Rule", "PLC-02")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Lease_TwelveGraphicsAmongAHundred_AreBalancedTooInAnyOrder(int seed)
    {
        var directory = Registered(isDedicated: true);
        foreach (var (number, bundle) in Shuffled(seed, (Names.Graphics.Id, 12), (Names.Standard.Id, 100)).Index())
        {
            directory.Send(Lease(number + 1) with { Bundle = bundle });
            Assert.InRange(Difference(directory), -1, 1);
            Assert.InRange(Difference(directory, Names.Graphics.Id), -1, 1);
            Assert.InRange(Difference(directory, Names.Standard.Id), -1, 1);
        }

        Assert.Equal((6, 6), (directory.State.Count(Names.ZoneA, Names.Graphics.Id), directory.State.Count(Names.ZoneB, Names.Graphics.Id)));
    }

    /// <summary>With more kinds a launch may find no choice left by the others; the next ones of its kind make up for it.</summary>
    [Theory]
    [Trait("Rule", "PLC-02")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Lease_FourKindsInAnyOrder_AreNearlyBalanced(int seed)
    {
        var directory = Registered(isDedicated: true);
        (BundleId Bundle, int Number)[] kinds = [(Names.Graphics.Id, 40), (Names.Standard.Id, 90), (Names.BundleOf("Performance").Id, 60), (Names.BundleOf("Value").Id, 50)];
        foreach (var (number, bundle) in Shuffled(seed, kinds).Index())
        {
            directory.Send(Lease(number + 1) with { Bundle = bundle });
            Assert.InRange(Difference(directory), -1, 1);
        }

        Assert.All(kinds, kind => Assert.InRange(Difference(directory, kind.Bundle), -2, 2));
    }

    /// <summary>The number of an earlier version is for the zone alone; what it counted is given back there.</summary>
    [Fact]
    [Trait("Rule", "PLC-02")]
    public void Return_OfWhatAnEarlierVersionHasCounted_KeepsEveryNumberRight()
    {
        var directory = Registered();
        directory.Send(Lease(1));
        directory.Send(new ConfirmLease(Names.Operation(1), Names.ZoneA.Value));
        directory.Send(Lease(2) with { Bundle = Names.Standard.Id });

        directory.Send(new ReturnLease(Names.Operation(1), PlaceSlot.Of(Names.ZoneA, Names.Standard.Id)));

        Assert.Equal((0, 1), Counts(directory));
        Assert.Equal([PlaceSlot.Of(Names.ZoneB, Names.Standard.Id)], directory.State.Places.Used.Keys);
    }

    [Fact]
    [Trait("Rule", "PLC-03")]
    public void Lease_AfterTerminations_RestoresTheBalance()
    {
        var directory = Registered();
        for (var i = 1; i <= 120; i++)
            directory.Send(Lease(i));
        var inB = directory.State.Places.Lent.Where(lease => lease.Slot == Names.ZoneB.Value).Take(20).ToList();
        foreach (var lease in inB)
            directory.Send(new ReturnLease(lease.OperationId, lease.Slot));
        Assert.Equal((60, 40), Counts(directory));

        for (var i = 201; i <= 220; i++)
            directory.Send(Lease(i));

        Assert.Equal((60, 60), Counts(directory));
    }

    [Fact]
    [Trait("Rule", "PLC-02")]
    public void Lease_Tie_IsTheLowerNameUntilTheRoomierZoneIsNamed()
    {
        var directory = Registered();
        var first = Assert.IsType<PlaceLeased>(directory.Send(Lease(1)));
        Assert.Equal((Names.ZoneA, Names.ZoneB, true), (first.Preferred, first.Other, first.IsTie));

        var second = Assert.IsType<PlaceLeased>(directory.Send(Lease(1) with { OnTie = Names.ZoneB }));

        Assert.Equal((Names.ZoneB, Names.ZoneA, false), (second.Preferred, second.Other, second.IsTie));
        Assert.Equal((0, 1), Counts(directory));
        Assert.False(Assert.IsType<PlaceLeased>(directory.Send(Lease(2))).IsTie);
        Assert.Equal((1, 1), Counts(directory));
    }

    [Fact]
    [Trait("Rule", "PLC-02")]
    public void Lease_TieNoLongerOne_IsNotMovedAgainstTheBalance()
    {
        var directory = Registered();
        directory.Send(Lease(1));
        directory.Send(Lease(2));
        directory.Send(Lease(3));

        directory.Send(Lease(2) with { OnTie = Names.ZoneA });

        Assert.Equal((2, 1), Counts(directory));
    }

    [Fact]
    public void Lease_SameLaunchAgain_CountsOnce()
    {
        var directory = Registered();
        directory.Send(Lease(1));

        Assert.Equal(Names.ZoneA, Assert.IsType<PlaceLeased>(directory.Send(Lease(1))).Preferred);

        Assert.Equal((1, 0), Counts(directory));
    }

    [Fact]
    [Trait("Rule", "PLC-04")]
    public void Confirm_InTheOtherZone_CountsThere()
    {
        var directory = Registered();
        directory.Send(Lease(1));

        directory.Send(new ConfirmLease(Names.Operation(1), Names.ZoneB.Value));

        Assert.Equal((0, 1), Counts(directory));
        Assert.Null(directory.Record.Deadline);
    }

    private static BundleId[] Shuffled(int seed, params (BundleId Bundle, int Number)[] kinds)
    {
        var all = kinds.SelectMany(kind => Enumerable.Repeat(kind.Bundle, kind.Number)).ToArray();
        new Random(seed).Shuffle(all);
        return all;
    }

    private static int Difference(SingleEntity<DirectoryState, Directory> directory, BundleId bundle) =>
        directory.State.Count(Names.ZoneA, bundle) - directory.State.Count(Names.ZoneB, bundle);

    private static LeasePlace Lease(int number) => new(Names.Operation(number), Names.WorkSpace(number));

    private static int Difference(SingleEntity<DirectoryState, Directory> directory) =>
        directory.State.Count(Names.ZoneA) - directory.State.Count(Names.ZoneB);

    private static (int A, int B) Counts(SingleEntity<DirectoryState, Directory> directory) =>
        (directory.State.Count(Names.ZoneA), directory.State.Count(Names.ZoneB));

    private static SingleEntity<DirectoryState, Directory> Registered(bool isDedicated = false)
    {
        var directory = new SingleEntity<DirectoryState, Directory>(Names.Directory.Value);
        directory.Send(new RegisterDirectory(Names.Account, Names.ZoneA, Names.ZoneB, isDedicated));
        return directory;
    }
}
