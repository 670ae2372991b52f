using DeskFleet.Simulator.Populations;
using DeskFleet.Simulator.Scenarios;
using NodaTime;

namespace DeskFleet.Simulator.Tests.Populations;

/// <summary>Berlin puts its clocks forward at 02:00 on 2026-03-29 and back at 03:00 on 2026-10-25.</summary>
public sealed class ClockChangeTests
{
    private static readonly SessionPattern Fixed = SessionPattern.Office with
    {
        Attendance = 1,
        Weekend = 1,
        FirstLoginDeviation = Duration.Zero,
        PerDay = 1,
        Length = new Spread(Duration.FromHours(2), Duration.FromHours(2)),
    };

    [Theory]
    [InlineData("Europe/Berlin", 3, 28, "07:45", "06:45")]
    [InlineData("Europe/Berlin", 10, 24, "06:45", "07:45")]
    [InlineData("America/New_York", 3, 7, "13:45", "12:45")]
    [InlineData("America/New_York", 10, 31, "12:45", "13:45")]
    public void Sessions_ClocksChange_LocalLoginStays(string zone, int month, int day, string before, string after)
    {
        var sessions = Sessions(zone, Fixed, Instant.FromUtc(2026, month, day, 5, 0), Duration.FromDays(2));

        Assert.Equal([before, after], sessions.Select(session => session.Start.ToString("HH:mm", null)));
    }

    /// <summary>Sixteen hours are sixteen hours: the wall clock shows an hour more or less in the afternoon after the change.</summary>
    [Theory]
    [InlineData(3, 28, "16:00")]
    [InlineData(3, 27, "15:00")]
    [InlineData(10, 24, "14:00")]
    public void Sessions_NightOfTheChange_RunTheirLength(int month, int day, string end)
    {
        var night = Fixed with { FirstLogin = new LocalTime(23, 0), Length = new Spread(Duration.FromHours(16), Duration.FromHours(16)) };

        var session = Sessions("Europe/Berlin", night, Instant.FromUtc(2026, month, day, 15, 0), Duration.FromDays(2))[0];

        Assert.Equal(end, session.End.InZone(DateTimeZoneProviders.Tzdb["Europe/Berlin"]).TimeOfDay.ToString("HH:mm", null));
        Assert.Equal(Duration.FromHours(16), session.End - session.Start);
    }

    [Fact]
    public void Sessions_NightBeforeTheStart_AreClippedNotLost()
    {
        var night = Fixed with { FirstLogin = new LocalTime(23, 0), Length = new Spread(Duration.FromHours(4), Duration.FromHours(4)) };
        var start = Instant.FromUtc(2026, 5, 31, 23, 0); // 01:00 in Berlin

        var session = Sessions("Europe/Berlin", night, start, Duration.FromDays(1))[0];

        Assert.Equal((start, start + Duration.FromHours(2), true), (session.Start, session.End, session.IsOpenAtStart));
    }

    private static List<PlannedSession> Sessions(string zone, SessionPattern pattern, Instant start, Duration horizon)
    {
        var group = Crowds.Office with { Users = 1, TimeZone = zone, Sessions = pattern };
        var population = Crowds.Populate(Crowds.Of(group) with { Start = start, Horizon = horizon });
        return [.. population.Sessions(population.Users[0])];
    }
}
