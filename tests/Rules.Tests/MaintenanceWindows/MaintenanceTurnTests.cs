using CsCheck;
using DeskFleet.Core.Identity;
using DeskFleet.Core.MaintenanceWindows;
using DeskFleet.Core.Regions;
using NodaTime;

namespace DeskFleet.Rules.Tests.MaintenanceWindows;

/// <summary>Who is maintained when: a bounded share at once, nothing that cannot finish, everybody in one window (MNT-03, MNT-04 as settled).</summary>
public sealed class MaintenanceTurnTests
{
    private static readonly ZoneId Zone = new("us-east-1a");

    /// <summary>Three hours, four and five: the Sundays of New York around its clock changes.</summary>
    public static TheoryData<int, int, int> Sundays { get; } = new() { { 3, 12, 4 }, { 4, 9, 5 }, { 11, 5, 6 } };

    [Theory]
    [MemberData(nameof(Sundays))]
    [Trait("Rule", "MNT-04")]
    public void Window_Everybody_HasATurnThatEndsInTime(int month, int day, int turns)
    {
        var window = Window(month, day);

        Assert.True(MaintenanceTurn.Exists(window, turns - 1));
        Assert.False(MaintenanceTurn.Exists(window, turns));
        foreach (var inZone in new[] { 1, 2, 3, 4, 6, 10, 100, 1_000 })
        {
            for (var lot = 0UL; lot < 7; lot++)
                Assert.Equal(inZone, Question(window, inZone, Enumerable.Repeat(window.Opens, inZone), lot).Count);
        }
    }

    /// <summary>The share is one of the zone (MNT-03): many directories with a desktop or two there are not all in the first turn.</summary>
    [Theory]
    [MemberData(nameof(Sundays))]
    [Trait("Rule", "MNT-03")]
    public void Turns_OfManySmallDirectories_AreNeverMoreThanAShareOfTheZone(int month, int day, int turns)
    {
        var window = Window(month, day);
        var given = Enumerable.Range(0, 400).SelectMany(i => Question(window, 1 + (i % 2), Enumerable.Repeat(window.Opens, 1 + (i % 2)), lot: (ulong)(i / 2))).ToList();

        Assert.Equal(600, given.Count);
        Assert.InRange(given.GroupBy(g => g.Book.Index).Max(turn => turn.Count()), 600 / turns, 600 * MaintenanceTurn.MaxAtOncePercent / 100);
    }

    /// <summary>Whenever they ask, and however often: no turn has more than its share, none begins in the past, each ends in time.</summary>
    [Fact]
    [Trait("Rule", "MNT-03")]
    public void Turns_AnyAsking_HoldShareAndEnd()
    {
        var window = Window(4, 9);
        Gen.Select(Gen.Int[1, 200], Gen.Int[-30, 250].Array[0, 600]).Sample((inZone, minutes) =>
        {
            var given = Question(window, inZone, minutes.Order().Select(minute => window.Opens + Duration.FromMinutes(minute)).Where(window.IsOpenAt));
            foreach (var turn in given.GroupBy(g => g.Book.Index))
            {
                Assert.True(turn.Count() <= Math.Max(1, inZone * 34 / 100), $"{turn.Count()} of {inZone} in turn {turn.Key}");
                Assert.True(MaintenanceTurn.StartOf(window, turn.Key) + MaintenanceTurn.Length <= window.Closes);
            }

            Assert.All(given, g => Assert.True(g.At <= MaintenanceTurn.StartOf(window, g.Book.Index) + MaintenanceTurn.LatestBegin));
        }, iter: 300, threads: 1);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(6, 2)]
    [InlineData(100, 34)]
    [InlineData(1_000_000, 340_000)]
    [Trait("Rule", "MNT-03")]
    public void MostAtOnce_ThirtyFourPercent_IsNeverExceededButForOne(int inZone, int atOnce) => Assert.Equal(atOnce, MaintenanceTurn.MaxAtOnce(inZone));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(5 * 60, 0)]
    [InlineData((5 * 60) + 1, 1)]
    [InlineData((45 * 60) - 1, 1)]
    [InlineData(45 * 60, 1)]
    public void IndexAt_AroundTheLatestBegin_IsThisTurnOrTheNext(int seconds, int index)
    {
        var window = Window(4, 9);

        Assert.Equal(index, MaintenanceTurn.IndexAt(window, window.Opens + Duration.FromSeconds(seconds)));
    }

    /// <summary>The number of last Sunday's turns says nothing about this one's.</summary>
    [Fact]
    public void Book_OfAnotherSunday_IsBegunAnew()
    {
        var (last, now) = (Window(4, 9), Window(4, 16));
        var book = TurnBook.Take(new(Zone, last.Opens, 3, 1), Zone, now, 10, now.Opens, lot: 7);

        Assert.Equal(new TurnBook(Zone, now.Opens, 0, 1), book);
    }

    private static List<(Instant At, TurnBook Book)> Question(MaintenanceWindow window, int inZone, IEnumerable<Instant> asked, ulong lot = 0)
    {
        var given = new List<(Instant, TurnBook)>();
        TurnBook? book = null;
        foreach (var at in asked)
        {
            if (TurnBook.Take(book, Zone, window, inZone, at, lot) is not { } next)
                continue;
            book = next;
            given.Add((at, next));
        }

        return given;
    }

    private static MaintenanceWindow Window(int month, int day) => MaintenanceCalendar.On(Region.ZoneOf("us-east-1"), new(2017, month, day))!;
}
