using System.Globalization;
using DeskFleet.Core.Billing;
using NodaTime;
using NodaTime.Text;

namespace DeskFleet.Core.Tests.Billing;

/// <summary>Started hours, as in the catalogue's worked examples (BIL-08).</summary>
public sealed class MeteredHoursTests
{
    private static readonly Instant April = Instant.FromUtc(2017, 4, 1, 0, 0);
    private static readonly Instant May = Instant.FromUtc(2017, 5, 1, 0, 0);
    private static readonly Instant June = Instant.FromUtc(2017, 6, 1, 0, 0);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(59, 1)]
    [InlineData(60, 1)]
    [InlineData(61, 2)]
    [InlineData(80, 2)]
    [InlineData(120, 2)]
    [InlineData(150, 3)]
    [InlineData(64 * 60, 64)]
    [InlineData(-5, 0)]
    [Trait("Rule", "BIL-08")]
    public void Interval_OfMinutes_IsItsStartedHours(int minutes, long hours) =>
        Assert.Equal(hours, new RunningInterval(April, April + Duration.FromMinutes(minutes)).StartedHours);

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [Trait("Rule", "BIL-08")]
    public void Interval_AroundTheHour_IsExactToTheTick(int ticks, long hours) =>
        Assert.Equal(hours, new RunningInterval(April, April + Duration.FromHours(1) + Duration.FromTicks(ticks)).StartedHours);

    /// <summary>B-06..B-11, B-14 and B-21 by their running intervals.</summary>
    [Theory]
    [InlineData(HourRounding.PerInterval, 2, "04-04 09:00/04-04 10:20")]
    [InlineData(HourRounding.PerInterval, 3, "04-04 09:00/04-04 12:00")]
    [InlineData(HourRounding.PerInterval, 4, "04-04 09:00/04-04 13:00")]
    [InlineData(HourRounding.PerInterval, 6, "04-04 09:00/04-04 14:30")]
    [InlineData(HourRounding.PerInterval, 2, "04-04 09:00/04-04 09:10", "04-04 09:40/04-04 09:50")]
    [InlineData(HourRounding.PerClockHour, 1, "04-04 09:00/04-04 09:10", "04-04 09:40/04-04 09:50")]
    [InlineData(HourRounding.PerInterval, 3, "04-04 09:00/04-04 11:30")]
    [InlineData(HourRounding.PerInterval, 64, "04-07 18:00/04-10 10:00")]
    [InlineData(HourRounding.PerInterval, 1, "04-04 09:30/04-04 10:30")]
    [InlineData(HourRounding.PerClockHour, 2, "04-04 09:30/04-04 10:30")]
    [InlineData(HourRounding.PerClockHour, 1, "04-04 09:00/04-04 10:00")]
    [InlineData(HourRounding.PerClockHour, 0, "04-04 09:30/04-04 09:30")]
    [Trait("Rule", "BIL-08")]
    public void Count_OfAprilIntervals_IsAsWorkedOut(HourRounding rounding, long hours, params string[] intervals) =>
        Assert.Equal(hours, MeteredHours.Count(intervals.Select(Interval), rounding, April, May));

    /// <summary>B-24: an hour belongs to the month in which it begins.</summary>
    [Theory]
    [InlineData(HourRounding.PerInterval, 2, 2)]
    [InlineData(HourRounding.PerClockHour, 2, 3)]
    [Trait("Rule", "BIL-08")]
    public void Count_OverTheMonthsEnd_IsSplitAndNeverRoundedTwice(HourRounding rounding, long inApril, long inMay)
    {
        var night = new[] { Interval("04-30 22:30/05-01 02:10") };

        Assert.Equal(inApril, MeteredHours.Count(night, rounding, April, May));
        Assert.Equal(inMay, MeteredHours.Count(night, rounding, May, June));
    }

    [Fact]
    [Trait("Rule", "BIL-08")]
    public void Count_HourThatBeginsAtTheMonthsEnd_BelongsToTheNext()
    {
        var interval = new[] { new RunningInterval(May - Duration.FromHours(1), May + Duration.FromHours(1)) };

        Assert.Equal(1, MeteredHours.Count(interval, HourRounding.PerInterval, April, May));
        Assert.Equal(1, MeteredHours.Count(interval, HourRounding.PerInterval, May, June));
    }

    [Fact]
    [Trait("Rule", "BIL-07")]
    public void Meter_OpenedTwiceAndClosedTwice_CountsOnce()
    {
        var meter = Meter.Unused.OpenAt(April).OpenAt(April + Duration.FromMinutes(30)).CloseAt(April + Duration.FromMinutes(80));

        Assert.Equal(new Meter(null, 2, 80 * 60, new(April, April + Duration.FromMinutes(80))), meter);
        Assert.Same(meter, meter.CloseAt(May));
        Assert.Equal(new Meter(null, 3, 81 * 60, new(May, May + Duration.FromMinutes(1))), meter.OpenAt(May).CloseAt(May + Duration.FromMinutes(1)));
    }

    [Fact]
    public void Meter_ClosedBeforeItWasOpened_IsAnEmptyInterval() =>
        Assert.Equal(new Meter(null, 0, 0, new(May, May)), Meter.Unused.OpenAt(May).CloseAt(April));

    private static RunningInterval Interval(string text)
    {
        var ends = text.Split('/').Select(At).ToArray();
        return new(ends[0], ends[1]);
    }

    private static Instant At(string text) => InstantPattern.Create("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture).Parse($"2017-{text}").Value;
}
