using DeskFleet.Simulator.Populations;
using DeskFleet.Simulator.Scenarios;
using NodaTime;
using NodaTime.TimeZones;

namespace DeskFleet.Simulator.Tests.Populations;

/// <summary>
/// One person in every zone of the time-zone database, every day of a year: whatever the zone does to its clocks (an hour,
/// half an hour in Lord Howe, two in Troll, at midnight, in the evening, in either hemisphere, not at all), sessions keep the wall clock.
/// </summary>
public sealed class ClockChangeYearTests
{
    private static readonly LocalDate First = new(2026, 1, 1);
    private const int Days = 365;

    private static readonly SessionPattern Everyday = SessionPattern.Office with
    {
        Attendance = 1,
        Weekend = 1,
        FirstLoginDeviation = Duration.Zero,
        PerDay = 1,
        Length = new Spread(Duration.FromHours(2), Duration.FromHours(2)),
    };

    /// <summary>All zones and links of the database, and how their clocks change within the year.</summary>
    private static readonly List<(DateTimeZone Zone, List<ZoneInterval> Changes)> Zones =
    [
        .. DateTimeZoneProviders.Tzdb.Ids.Select(id => DateTimeZoneProviders.Tzdb[id]).Select(zone => (zone, ChangesOf(zone))),
    ];

    /// <summary>What the other tests rest on: both hemispheres, odd steps and odd hours are among the zones.</summary>
    [Theory]
    [InlineData("Europe/Berlin", 2)]
    [InlineData("America/New_York", 2)]
    [InlineData("Australia/Sydney", 2)]
    [InlineData("Australia/Lord_Howe", 2)]
    [InlineData("Antarctica/Troll", 2)]
    [InlineData("America/Nuuk", 2)]
    [InlineData("America/Santiago", 2)]
    [InlineData("Asia/Kolkata", 0)]
    [InlineData("America/Phoenix", 0)]
    public void Zone_OfTheYear_HasItsChanges(string id, int changes) =>
        Assert.Equal(changes, Zones.Single(zone => zone.Zone.Id == id).Changes.Count);

    [Theory]
    [InlineData("08:45")] // an ordinary morning
    [InlineData("23:30")] // in the hour that Nuuk skips in March and has twice in October
    [InlineData("00:00")] // as early as it can be
    [InlineData("02:30")] // in the hour that Berlin skips and has twice
    public void Sessions_EveryZoneEveryDay_OneADayAtItsLocalTime(string login)
    {
        var time = NodaTime.Text.LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(login).Value;
        foreach (var (zone, _) in Zones)
        {
            var starts = SessionsOf(zone, Everyday with { FirstLogin = time }).Select(session => session.Start).ToList();

            var expected = Enumerable.Range(0, Days).Select(day => At(zone, First.PlusDays(day) + time)).ToList();
            Assert.True(expected.SequenceEqual(starts), $"{zone.Id}: {string.Join(", ", expected.Except(starts).Concat(starts.Except(expected)).Order())}");
        }
    }

    /// <summary>A session of two hours is two hours long, whatever the clock on the wall says meanwhile.</summary>
    [Fact]
    public void Sessions_EveryZoneOverTheChange_LastAsLongAsStated()
    {
        var evening = Everyday with { FirstLogin = new LocalTime(23, 30) };
        foreach (var (zone, _) in Zones)
            Assert.All(SessionsOf(zone, evening), session => Assert.True(session.End - session.Start == Duration.FromHours(2), $"{zone.Id}: {session}"));
    }

    /// <summary>Who works through the night works as long as is written, whatever the zone makes of the night, and is back the next evening.</summary>
    [Fact]
    public void Sessions_EveryZoneAllNight_LastAsLongAsStated()
    {
        var night = Everyday with { FirstLogin = new LocalTime(20, 0), Length = new Spread(Duration.FromHours(16), Duration.FromHours(16)) };
        foreach (var (zone, _) in Zones)
        {
            var sessions = SessionsOf(zone, night).ToList();

            Assert.Equal(Days, sessions.Count);
            Assert.All(sessions, session => Assert.True(session.End - session.Start == Duration.FromHours(16), $"{zone.Id}: {session}"));
            Assert.All(sessions.Zip(sessions.Skip(1)), pair => Assert.True(pair.First.End < pair.Second.Start, $"{zone.Id}: {pair}"));
        }
    }

    /// <summary>Crowds, breaks and several sessions a day, into the next one: nobody has two sessions at once.</summary>
    [Fact]
    public void Sessions_EveryZoneWithAllChance_NeverOverlap()
    {
        var pattern = SessionPattern.Office with { Attendance = 1, Weekend = 1, PerDay = 3, Stages = [new(new LocalTime(23, 0), Duration.FromMinutes(59), 0.5)] };
        foreach (var (zone, _) in Zones)
        {
            var sessions = SessionsOf(zone, pattern).ToList();

            Assert.InRange(sessions.Count, 2 * Days, 4 * Days);
            Assert.All(sessions, session => Assert.True(session.Start < session.End, $"{zone.Id}: {session}"));
            Assert.All(sessions.Zip(sessions.Skip(1)), pair => Assert.True(pair.First.End < pair.Second.Start, $"{zone.Id}: {pair}"));
        }
    }

    /// <summary>The sessions that begin on the year's days, the night of the last included.</summary>
    private static IEnumerable<PlannedSession> SessionsOf(DateTimeZone zone, SessionPattern pattern)
    {
        var group = Crowds.Office with { Users = 1, TimeZone = zone.Id, Sessions = pattern };
        var population = Crowds.Populate(Crowds.Of(group) with { Start = At(zone, First + LocalTime.Midnight), Horizon = Duration.FromDays(Days + 1) });
        var end = At(zone, First.PlusDays(Days) + LocalTime.Midnight);
        return population.Sessions(population.Users[0]).Where(session => !session.IsOpenAtStart && session.Start < end);
    }

    /// <summary>Worked out from the zone's offsets alone: a doubled time is its first, a skipped one is as long after the gap as it was into it.</summary>
    private static Instant At(DateTimeZone zone, LocalDateTime local)
    {
        var here = zone.MapLocal(local);
        return local.WithOffset(here.EarlyInterval.WallOffset).ToInstant();
    }

    private static List<ZoneInterval> ChangesOf(DateTimeZone zone)
    {
        var year = new Interval(At(zone, First + new LocalTime(4, 0)), At(zone, First.PlusDays(Days) + new LocalTime(4, 0)));
        return [.. zone.GetZoneIntervals(year).Where(part => part.HasStart && part.Start > year.Start && part.WallOffset != zone.GetUtcOffset(part.Start - Duration.Epsilon))];
    }
}
