using DeskFleet.Core.Auditing;
using DeskFleet.Core.Directories;
using DeskFleet.Core.Encryption;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Tests.TestKit;
using DeskFleet.Core.WorkSpaces;
using Directory = DeskFleet.Core.Directories.Directory;

namespace DeskFleet.Core.Tests.Auditing;

/// <summary>The auditor counts while the fleet goes on: it judges an owner only when nothing moved.</summary>
public sealed class UnitTallyTests
{
    private static readonly Entity Owner = Entity.Of(Names.Directory);
    private static readonly string Zone = PlaceSlot.Of(Names.ZoneA, Names.Standard.Id);

    [Fact]
    public void Owner_ThatCountsRight_IsFine()
    {
        var tally = Opened(Book(1));
        tally.Add(Desktop(Lifecycle.Available));

        Assert.Empty(tally.Close(Owner, 1, Book(1), Zone));
        Assert.Equal(0, tally.Undecided);
    }

    [Fact]
    public void Owner_ThatCountsOneTooMany_IsFoundWithItsMend()
    {
        var tally = Opened(Book(2));
        tally.Add(Desktop(Lifecycle.Available));

        var found = Assert.Single(tally.Close(Owner, 1, Book(2), Zone));

        Assert.Equal(DiscrepancyKind.CountWrong, found.Kind);
        Assert.Equal(new CorrectCount(Zone, 2, 1), Assert.Single(found.Repair).Command);
    }

    [Fact]
    public void Owner_WrittenDuringTheRound_IsNotJudged()
    {
        var tally = Opened(Book(2));

        Assert.Empty(tally.Close(Owner, 2, Book(2), Zone));
        Assert.Equal(1, tally.Undecided);
    }

    [Fact]
    public void Owner_WithALeaseOut_IsNotJudged()
    {
        var lent = Book(1).Lend(new(Names.Operation(7), Entity.Of(Names.WorkSpace(7)), Zone, Names.Morning));

        Assert.Empty(Opened(lent).Close(Owner, 1, lent, Zone));
    }

    /// <summary>A return that came once more after all was over leaves a mark that nobody settles, and a count that is one short: it is mended all the same.</summary>
    [Fact]
    public void Owner_WithAMarkOfWhoOwesNothing_IsJudged()
    {
        var book = Book(1).Return(Names.Operation(7), Zone);
        var tally = Opened(book);
        tally.Add(Desktop(Lifecycle.Available));

        Assert.Equal(new CorrectCount(Zone, 0, 1), Assert.Single(Assert.Single(tally.Close(Owner, 1, book, Zone)).Repair).Command);
    }

    /// <summary>Nobody can tell whether the owner has heard of it.</summary>
    [Fact]
    public void Owner_WhoseWorkSpaceOwesItAMessage_IsNotJudged()
    {
        var tally = Opened(Book(2));
        var desktop = Desktop(Lifecycle.Available);
        tally.Add(desktop with { Owed = [new(1, new(Owner, new ReturnLease(Names.Operation(1), Zone)))] });

        Assert.Empty(tally.Close(Owner, 1, Book(2), Zone));
        Assert.Equal(1, tally.Undecided);
    }

    [Fact]
    [Trait("RulePart", "ENC-04")]
    public void Key_CountsEncryptedDesktopsOnly()
    {
        var (tally, key) = (new UnitTally(), Entity.Of(Names.Key));
        tally.Open(key, 1, LeaseBook.Empty.Correct(Key.SeatSlot, 1));
        tally.Add(Desktop(Lifecycle.Available));
        tally.Add(Desktop(Lifecycle.Available, new(Root: true, User: false, Names.Key)));
        tally.Add(Desktop(Lifecycle.Terminated, new(Root: true, User: false, Names.Key)));
        tally.Add(Desktop(Lifecycle.None));

        Assert.Empty(tally.Close(key, 1, LeaseBook.Empty.Correct(Key.SeatSlot, 1), Key.SeatSlot));
        Assert.Equal(0, tally.Undecided);
    }

    /// <summary>An earlier version counted by zone alone: the sum is what must be right.</summary>
    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(0, 1, 0)]
    [InlineData(2, -1, 0)]
    [InlineData(1, 1, 1)]
    [InlineData(0, 2, 1)]
    public void Directory_ThatCountedByZoneAlone_IsJudgedByTheSum(int ofTheZone, int ofTheBundle, int wrong)
    {
        var book = LeaseBook.Empty.Correct(Names.ZoneA.Value, ofTheZone).Correct(Zone, ofTheBundle);
        var directory = Directory.Initial(Names.Directory.Value) with { IsRegistered = true, ZoneA = Names.ZoneA, ZoneB = Names.ZoneB, Places = book };
        var tally = Opened(book);
        tally.Add(Desktop(Lifecycle.Available));

        var found = tally.Close(Owner, 1, directory).ToList();

        Assert.Equal(wrong, found.Count);
        var mended = found.SelectMany(one => one.Repair).Aggregate(book, (so, step) => so.Correct(((CorrectCount)step.Command).Slot, ((CorrectCount)step.Command).Right));
        Assert.Equal(1, (directory with { Places = mended }).Count(Names.ZoneA));
    }

    [Fact]
    public void CorrectCount_WhenTheBookHasMovedOn_ChangesNothing()
    {
        Assert.Empty(LeaseDesk.Decide(Book(3), new CorrectCount(Zone, 2, 1))!.Events);
        Assert.Equal(1, LeaseDesk.Evolve(Book(2), Assert.Single(LeaseDesk.Decide(Book(2), new CorrectCount(Zone, 2, 1))!.Events), Names.Morning)!.Count(Zone));
    }

    private static UnitTally Opened(LeaseBook book)
    {
        var tally = new UnitTally();
        tally.Open(Owner, 1, book);
        return tally;
    }

    private static LeaseBook Book(int count) => LeaseBook.Empty.Correct(Zone, count);

    private static EntityRecord<WorkSpaceState> Desktop(Lifecycle lifecycle, EncryptionRequest? encryption = null) =>
        Desk.In(lifecycle, encryption: encryption).Record with { Owed = [] };
}
