using DeskFleet.Core.Billing;
using DeskFleet.Rules.Tests.Kit;

namespace DeskFleet.Rules.Tests.Billing;

public sealed class IdleDirectoryFeeTests
{
    [Theory]
    [InlineData("X-04", "04-01 00:00", "05-03 00:00", 5, "2.40")]
    [InlineData("X-04 nothing in April", "04-01 00:00", "05-03 00:00", 4, "0.00")]
    [InlineData("launch on day 29", "04-01 00:00", "04-30 00:00", 4, "0.00")]
    [InlineData("exactly 30 days", "04-01 00:00", "05-01 00:00", 5, "0.00")]
    [InlineData("one minute more", "04-01 00:00", "05-01 00:01", 5, "0.05")]
    [InlineData("over a month's end", "04-30 00:30", "06-01 02:00", 5, "2.40")]
    [InlineData("over a month's end", "04-30 00:30", "06-01 02:00", 6, "0.10")]
    [Trait("RulePart", "DIR-16")]
    public void In_EmptyDirectory_IsChargedFromTheThirtiethDay(string row, string emptySince, string until, int month, string expected)
    {
        var fee = IdleDirectoryFee.In(Script.Month(month), Script.At(emptySince), Script.At(until), DefaultPrices.Book.Lists[0].IdleDirectoryHour);

        Assert.Equal((row, expected), (row, fee.ToString()));
    }
}
