using DeskFleet.Core.Billing;
using DeskFleet.Rules.Tests.Kit;
using NodaTime;

namespace DeskFleet.Rules.Tests.Billing;

/// <summary>The catalogue's worked bills, to the cent. Each desktop runs on the real machine; its bill is made from its event log.</summary>
public sealed class WorkedBillTests
{
    [Theory]
    [InlineData("B-01", "Standard AlwaysOn", Script.Older, "", 4, "35.00")]
    [InlineData("B-01 used all month", "Standard AlwaysOn", Script.Older, "04-01 00:00 connect; 04-30 23:59 disconnect", 4, "35.00")]
    [InlineData("B-02", "Standard AlwaysOn", "04-16 00:00", "", 4, "17.50")]
    [InlineData("B-02", "Standard AlwaysOn", "04-16 00:00", "", 5, "35.00")]
    [InlineData("B-02 before", "Standard AlwaysOn", "04-16 00:00", "", 3, "0.00")]
    [InlineData("B-03", "Standard AlwaysOn", Script.Older, "04-10 12:00 terminate", 4, "35.00")]
    [InlineData("B-03", "Standard AlwaysOn", Script.Older, "04-10 12:00 terminate", 5, "0.00")]
    [InlineData("gone as May begins", "Standard AlwaysOn", Script.Older, "05-01 00:00 terminate", 5, "0.00")]
    [InlineData("gone after May began", "Standard AlwaysOn", Script.Older, "05-01 00:01 terminate", 5, "35.00")]
    [InlineData("B-04", "Standard AlwaysOn", "04-16 00:00", "04-20 00:00 terminate", 4, "17.50")]
    [InlineData("B-04", "Standard AlwaysOn", "04-16 00:00", "04-20 00:00 terminate", 5, "0.00")]
    [Trait("Rule", "BIL-10")]
    [Trait("Rule", "BIL-11")]
    [Trait("Rule", "BIL-15")]
    public void Bill_MonthlyFee_WholeButForTheFirstMonth(string row, string desktop, string launched, string story, int month, string expected) =>
        AssertBill(row, desktop, launched, story, month, hours: 0, expected);

    [Theory]
    [InlineData("B-05", "Standard AutoStop", "", 0, "9.75")]
    [InlineData("B-06", "Standard AutoStop", "04-04 09:00 connect; 04-04 09:20 disconnect", 2, "10.35")]
    [InlineData("B-07", "Standard AutoStop", "04-04 09:00 connect; 04-04 12:00 stop", 3, "10.65")]
    [InlineData("B-08", "Standard AutoStop", "04-04 09:00 connect; 04-04 12:00 disconnect", 4, "10.95")]
    [InlineData("B-09", "Standard AutoStop", "04-04 09:00 connect; 04-04 12:00 disconnect; 04-04 12:45 connect; 04-04 13:30 disconnect", 6, "11.55")]
    [InlineData("B-10", "Standard AutoStop", "04-04 09:00 connect; 04-04 09:10 stop; 04-04 09:40 connect; 04-04 09:50 stop", 2, "10.35")]
    [InlineData("B-11", "Standard AutoStop 120", "04-04 09:00 connect; 04-04 09:30 disconnect", 3, "10.65")]
    [InlineData("B-21", "Standard AutoStop", "04-07 18:00 connect; 04-10 09:00 disconnect", 64, "28.95")]
    [Trait("Rule", "BIL-05")]
    [Trait("Rule", "BIL-07")]
    [Trait("Rule", "BIL-08")]
    [Trait("Rule", "BIL-09")]
    [Trait("Rule", "BIL-20")]
    [Trait("Rule", "RUN-04")]
    [Trait("Rule", "RUN-05")]
    [Trait("Rule", "RUN-11")]
    [Trait("Rule", "RUN-15")]
    [Trait("RulePart", "RUN-03")]
    public void Bill_Hourly_FixedFeeAndStartedHours(string row, string desktop, string story, int hours, string expected) =>
        AssertBill(row, desktop, Script.Older, story, 4, hours, expected);

    [Fact]
    [Trait("Rule", "BIL-08")]
    public void Bill_B10PerClockHour_CountsATouchedHourOnce()
    {
        var desktop = Script.Play("Standard AutoStop", Script.Older, "04-04 09:00 connect; 04-04 09:10 stop; 04-04 09:40 connect; 04-04 09:50 stop");

        var bill = desktop.Bill(4, new() { HourRounding = HourRounding.PerClockHour });

        Assert.Equal((1, "10.05"), (bill.Hours, bill.Total.ToString()));
    }

    /// <summary>B-12, and where monthly becomes cheaper.</summary>
    [Theory]
    [InlineData(9, 20, "63.75")]
    [InlineData(1, 0, "9.75")]
    [Trait("Rule", "BIL-05")]
    public void Bill_B12WorkingDays_NineHoursEach(int hoursADay, int days, string expected)
    {
        var workdays = Enumerable.Range(3, 26).Where(day => new LocalDate(2017, 4, day).DayOfWeek <= IsoDayOfWeek.Friday).Take(days);
        var story = string.Join("; ", workdays.Select(day => $"04-{day:00} 09:00 connect; 04-{day:00} {8 + hoursADay:00}:00 disconnect"));

        AssertBill("B-12", "Standard AutoStop", Script.Older, story, 4, hoursADay * days, expected);
    }

    [Theory]
    [InlineData(84, "34.95")]
    [InlineData(85, "35.25")]
    [Trait("Rule", "BIL-05")]
    public void Bill_B12BreakEven_LiesBetween84And85Hours(int hours, string expected) =>
        AssertBill("B-12", "Standard AutoStop", Script.Older, $"04-03 09:00 run {hours}", 4, hours, expected);

    [Theory]
    [InlineData(ProrationUnit.Day, "3.85")]
    [InlineData(ProrationUnit.Hour, "3.74")]
    [Trait("Rule", "BIL-15")]
    [Trait("Rule", "RUN-04")]
    public void Bill_B13FirstMonth_BaseFeeIsProratedAndTheCountdownBilled(ProrationUnit unit, string expected) =>
        AssertBill("B-13", "Value AutoStop", "02-15 10:00", "", 2, hours: 1, expected, new() { Proration = unit });

    [Theory]
    [InlineData("B-14", "04-02 04:00 maintain 35; 04-09 04:00 maintain 35; 04-16 04:00 maintain 35; 04-23 04:00 maintain 35; 04-30 04:00 maintain 35", 5, "11.25")]
    [InlineData("B-15", "04-09 02:00 connect; 04-09 03:30 disconnect; 04-09 04:00 maintain 50", 3, "10.65")]
    [Trait("Rule", "BIL-06")]
    [Trait("RulePart", "RUN-06")]
    [Trait("RulePart", "MNT-05")]
    public void Bill_Maintenance_CountsAsUse(string row, string story, int hours, string expected) =>
        AssertBill(row, "Standard AutoStop", Script.Older, story, 4, hours, expected);

    private const string B16 = "04-02 00:00 run 40; 04-16 00:00 AlwaysOn";
    private const string B17 = "04-10 00:00 AutoStop; 04-12 00:00 run 30; 05-03 00:00 run 20";
    private const string B18 = "04-10 00:00 AutoStop; 04-20 00:00 AlwaysOn";
    private const string B19 = "04-02 00:00 run 10; 04-11 00:00 AlwaysOn; 04-21 00:00 AutoStop; 04-22 00:00 run 15; 05-03 00:00 run 12";
    private const string B25 = "04-25 00:00 AutoStop; 04-30 20:00 connect; 05-01 03:15 disconnect";

    [Theory]
    [InlineData("B-16", "Standard AutoStop", B16, 4, 40, "39.25")]
    [InlineData("B-16", "Standard AutoStop", B16, 5, 0, "35.00")]
    [InlineData("B-16 later", "Standard AutoStop", B16, 6, 0, "35.00")]
    [InlineData("B-17", "Standard AlwaysOn", B17, 4, 0, "35.00")]
    [InlineData("B-17", "Standard AlwaysOn", B17, 5, 20, "15.75")]
    [InlineData("B-18", "Standard AlwaysOn", B18, 4, 0, "35.00")]
    [InlineData("B-18", "Standard AlwaysOn", B18, 5, 0, "35.00")]
    [InlineData("B-19", "Standard AutoStop", B19, 4, 10, "36.08")]
    [InlineData("B-19", "Standard AutoStop", B19, 5, 12, "13.35")]
    [InlineData("B-25", "Standard AlwaysOn", B25, 4, 0, "35.00")]
    [InlineData("B-25", "Standard AlwaysOn", B25, 5, 5, "11.25")]
    [Trait("Rule", "BIL-12")]
    [Trait("Rule", "BIL-13")]
    [Trait("Rule", "BIL-14")]
    [Trait("Rule", "RUN-14")]
    [Trait("Rule", "INT-05")]
    [Trait("RulePart", "INT-06")]
    public void Bill_ModeSwitched_PlanFollowsByItsOwnRules(string row, string desktop, string story, int month, int hours, string expected) =>
        AssertBill(row, desktop, Script.Older, story, month, hours, expected);

    [Theory]
    [InlineData(ProrationUnit.Day, "21.46")]
    [InlineData(ProrationUnit.Hour, "21.29")]
    [Trait("Rule", "BIL-12")]
    [Trait("Rule", "BIL-15")]
    public void Bill_B20FirstMonthAndSwitch_EachFeeHasItsOwnShare(ProrationUnit unit, string expected) => AssertBill(
        "B-20", "Standard AutoStop", "04-10 12:00", "04-10 12:00 connect; 04-10 18:00 stop; 04-20 00:00 AlwaysOn", 4, 6, expected, new() { Proration = unit });

    [Theory]
    [InlineData("B-22 (a)", "Standard AutoStop, plus", Script.Older, "", "24.75")]
    [InlineData("B-22 (b)", "Standard AlwaysOn, plus", "04-16 00:00", "", "25.00")]
    [InlineData("B-22 once in spite of a switch", "Standard AutoStop, plus", Script.Older, "04-16 00:00 AlwaysOn", "42.25")]
    [Trait("Rule", "BIL-16")]
    public void Bill_Plus_IsMonthlyInEitherMode(string row, string desktop, string launched, string story, string expected) =>
        AssertBill(row, desktop, launched, story, 4, hours: 0, expected);

    [Theory]
    [InlineData("B-23 (a)", "Standard AutoStop, own", 100, "35.75")]
    [InlineData("B-23 (b)", "Standard AlwaysOn, own", 0, "31.00")]
    [Trait("Rule", "BYO-17")]
    public void Bill_OwnLicence_TakesOffTheMonthAndTheHour(string row, string desktop, int hours, string expected)
    {
        var runs = Enumerable.Range(2, 10).Select(day => $"04-{day:00} 08:00 run 10");

        AssertBill(row, desktop, Script.Older, string.Join("; ", runs), 4, hours, expected);
    }

    [Theory]
    [InlineData(4, 2, "10.35")]
    [InlineData(5, 2, "10.35")]
    [Trait("Rule", "BIL-08")]
    public void Bill_B24OverMonthsEnd_AnHourBelongsToTheMonthItBeginsIn(int month, int hours, string expected) =>
        AssertBill("B-24", "Standard AutoStop", Script.Older, "04-30 22:30 connect; 05-01 02:10 stop", month, hours, expected);

    [Fact]
    [Trait("Rule", "BIL-05")]
    public void Bill_X01Graphics_FortyHours()
    {
        var runs = Enumerable.Range(2, 10).Select(day => $"04-{day:00} 09:00 connect; 04-{day:00} 11:15 disconnect");

        AssertBill("X-01", "Graphics AutoStop", Script.Older, string.Join("; ", runs), 4, 40, "92.00");
    }

    private static void AssertBill(
        string row, string desktop, string launched, string story, int month, int hours, string expected, BillingOptions? options = null)
    {
        var bill = Script.Play(desktop, launched, story).Bill(month, options);

        Assert.Equal((row, hours, expected), (row, bill.Hours, bill.Total.ToString()));
        Assert.True(bill.IsFinal);
        Assert.Empty(bill.Unpriced);
    }
}
