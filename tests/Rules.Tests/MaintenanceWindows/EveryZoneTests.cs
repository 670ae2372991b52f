using DeskFleet.Core.MaintenanceWindows;
using NodaTime;

namespace DeskFleet.Rules.Tests.MaintenanceWindows;

public sealed class EveryZoneTests
{
    /// <summary>
    /// Every zone there is, 2017 to 2037: each Sunday has one window and one update, in strict order; no instant before them would
    /// do; and going from one to the next finds the same.
    /// </summary>
    [Fact]
    [Trait("Rule", "MNT-01")]
    [Trait("RulePart", "MNT-07")]
    [Trait("Rule", "REG-03")]
    public void Windows_AllZonesTwentyOneYears_OneForEachLocalSunday() =>
        Assert.All(DateTimeZoneProviders.Tzdb.Ids, id => CheckZone(DateTimeZoneProviders.Tzdb[id]));

    private static void CheckZone(DateTimeZone zone)
    {
        var before = Instant.MinValue;
        var walked = MaintenanceCalendar.Next(zone, Instant.FromUtc(2016, 12, 30, 0, 0));
        for (var sunday = new LocalDate(2017, 1, 1); sunday.Year < 2038; sunday = sunday.PlusWeeks(1))
        {
            var window = MaintenanceCalendar.On(zone, sunday);
            Assert.NotNull(window);
            Assert.Equal(window, walked);
            Assert.True(before < window.Opens && window.Opens < window.UpdateAt && window.UpdateAt < window.Closes, $"{zone.Id} {sunday}");
            Assert.InRange(window.Length, Duration.FromHours(1), Duration.FromHours(7)); // the extremes are Casey's, which moves by three hours
            AssertFirst(zone, window.Opens, sunday, LocalTime.Midnight);
            AssertFirst(zone, window.UpdateAt, sunday, new(2, 0));
            AssertFirst(zone, window.Closes, sunday, new(4, 0));
            (before, walked) = (window.Closes, MaintenanceCalendar.Next(zone, window.Opens));
        }
    }

    /// <summary>The wall shows this time or later, and a moment before it did not.</summary>
    private static void AssertFirst(DateTimeZone zone, Instant at, LocalDate sunday, LocalTime time)
    {
        Assert.True(at.InZone(zone).LocalDateTime >= sunday + time, $"{zone.Id} {sunday} {time}: too early");
        Assert.True(at.PlusTicks(-1).InZone(zone).LocalDateTime < sunday + time, $"{zone.Id} {sunday} {time}: too late");
    }
}
