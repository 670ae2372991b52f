using DeskFleet.Core.Billing;
using NodaTime;

namespace DeskFleet.Core.Tests.Billing;

/// <summary>A month in UTC is half-open and turns on day 1 at 00:00 (BIL-01).</summary>
public sealed class BillingMonthTests
{
    [Theory]
    [InlineData("2017-04", "2017-03", "2017-05", 30)]
    [InlineData("2017-01", "2016-12", "2017-02", 31)]
    [InlineData("2016-12", "2016-11", "2017-01", 31)]
    [InlineData("2016-02", "2016-01", "2016-03", 29)]
    [Trait("RulePart", "BIL-01")]
    public void Month_HasNeighboursAndDays(string month, string previous, string next, int days)
    {
        var it = BillingMonth.Parse(month);

        Assert.Equal((month, previous, next, days), (it.ToString(), it.Previous.ToString(), it.Next.ToString(), it.Days));
        Assert.True(it.Previous.CompareTo(it) < 0 && it.Next.CompareTo(it) > 0 && it.CompareTo(it) == 0);
    }

    [Fact]
    [Trait("RulePart", "BIL-01")]
    public void Contains_ItsStartAndNotItsEnd()
    {
        var april = new BillingMonth(2017, 4);

        Assert.Equal(Instant.FromUtc(2017, 5, 1, 0, 0), april.End);
        Assert.Equal([false, true, true, false], new[] { april.Start - Duration.Epsilon, april.Start, april.End - Duration.Epsilon, april.End }.Select(april.Contains));
        Assert.Equal([april.Previous, april, april, april.Next], new[] { april.Start - Duration.Epsilon, april.Start, april.End - Duration.Epsilon, april.End }.Select(BillingMonth.Of));
    }

    [Theory]
    [InlineData("2017-13")]
    [InlineData("2017")]
    [InlineData("April")]
    public void Parse_WhatIsNone_SaysHowToWriteOne(string text)
    {
        Assert.Null(BillingMonth.TryParse(text));
        Assert.Contains("2026-03", Assert.Throws<FormatException>(() => BillingMonth.Parse(text)).Message, StringComparison.Ordinal);
    }

    /// <summary>Nothing was ever usable, so there is nothing to compare.</summary>
    [Fact]
    public void OtherMode_OfWhatWasNeverAvailable_HasNoPlan()
    {
        Assert.Same(Usage.None, OtherMode.AsAutoStop(Usage.None, [], Duration.FromHours(1), Instant.FromUtc(2017, 5, 1, 0, 0)));
        Assert.Null(OtherMode.AsAlwaysOn(Usage.None).Plan);
        Assert.Empty(OtherMode.AsAlwaysOn(Usage.None).Plans);
    }
}
