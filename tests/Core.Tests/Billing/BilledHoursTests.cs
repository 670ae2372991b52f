using System.Globalization;
using DeskFleet.Core.Billing;
using NodaTime;
using NodaTime.Text;

namespace DeskFleet.Core.Tests.Billing;

/// <summary>Started hours, as in the catalogue's worked examples (BIL-08).</summary>
public sealed class BilledHoursTests
{
    private static readonly BillingMonth April = new(2017, 4);
    private static readonly BillingMonth May = new(2017, 5);
    private static readonly Instant Noon = Instant.FromUtc(2017, 4, 4, 12, 0);

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
        Assert.Equal(hours, new RunningInterval(Noon, Noon + Duration.FromMinutes(minutes)).StartedHours);

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [Trait("Rule", "BIL-08")]
    public void Interval_AroundTheHour_IsExactToTheTick(int ticks, long hours) =>
        Assert.Equal(hours, new RunningInterval(Noon, Noon + Duration.FromHours(1) + Duration.FromTicks(ticks)).StartedHours);

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
        Assert.Equal(hours, BilledHours.In(April, intervals.Select(Interval), rounding).LongCount());

    /// <summary>B-24: an hour belongs to the month in which it begins.</summary>
    [Theory]
    [InlineData(HourRounding.PerInterval, 2, 2)]
    [InlineData(HourRounding.PerClockHour, 2, 3)]
    [Trait("Rule", "BIL-08")]
    public void Count_OverTheMonthsEnd_IsSplitAndNeverRoundedTwice(HourRounding rounding, long inApril, long inMay)
    {
        var night = new[] { Interval("04-30 22:30/05-01 02:10") };

        Assert.Equal(inApril, BilledHours.In(April, night, rounding).LongCount());
        Assert.Equal(inMay, BilledHours.In(May, night, rounding).LongCount());
    }

    [Fact]
    [Trait("Rule", "BIL-08")]
    public void Count_HourThatBeginsAtTheMonthsEnd_BelongsToTheNext()
    {
        var interval = new[] { new RunningInterval(May.Start - Duration.FromHours(1), May.Start + Duration.FromHours(1)) };

        Assert.Equal([May.Start - Duration.FromHours(1)], BilledHours.In(April, interval, HourRounding.PerInterval));
        Assert.Equal([May.Start], BilledHours.In(May, interval, HourRounding.PerInterval));
    }

    [Fact]
    [Trait("Rule", "BIL-07")]
    public void Meter_OpenedTwiceAndClosedTwice_CountsOnce()
    {
        var later = Noon + Duration.FromHours(3);
        var meter = Meter.Unused.OpenAt(Noon).OpenAt(Noon + Duration.FromMinutes(30)).CloseAt(Noon + Duration.FromMinutes(80));

        Assert.Equal(new Meter(null, 2, 80 * 60, new(Noon, Noon + Duration.FromMinutes(80))), meter);
        Assert.Same(meter, meter.CloseAt(later));
        Assert.Equal(new Meter(null, 3, 81 * 60, new(later, later + Duration.FromMinutes(1))), meter.OpenAt(later).CloseAt(later + Duration.FromMinutes(1)));
    }

    [Fact]
    public void Meter_ClosedBeforeItWasOpened_IsAnEmptyInterval() =>
        Assert.Equal(new Meter(null, 0, 0, new(Noon, Noon)), Meter.Unused.OpenAt(Noon).CloseAt(Noon - Duration.Epsilon));

    private static RunningInterval Interval(string text)
    {
        var ends = text.Split('/').Select(At).ToArray();
        return new(ends[0], ends[1]);
    }

    private static Instant At(string text) => InstantPattern.Create("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture).Parse($"2017-{text}").Value;
}
