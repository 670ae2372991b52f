using DeskFleet.Rules.Tests.Kit;

namespace DeskFleet.Rules.Tests.Billing;

/// <summary>The catalogue's worked bills, to the cent. Each desktop runs on the real machine; its bill is made from its event log.</summary>
public sealed class WorkedBillTests
{
    public static TheoryData<WorkedBill> MonthlyFee { get; } = [.. WorkedBills.MonthlyFee];

    public static TheoryData<WorkedBill> Hourly { get; } = [.. WorkedBills.Hourly];

    public static TheoryData<WorkedBill> WorkingDays { get; } = [.. WorkedBills.WorkingDays];

    public static TheoryData<WorkedBill> FirstMonth { get; } = [.. WorkedBills.FirstMonth];

    public static TheoryData<WorkedBill> Switches { get; } = [.. WorkedBills.Switches];

    public static TheoryData<WorkedBill> Plus { get; } = [.. WorkedBills.Plus];

    public static TheoryData<WorkedBill> OwnLicences { get; } = [.. WorkedBills.OwnLicences];

    public static TheoryData<WorkedBill> OverMonthsEnd { get; } = [.. WorkedBills.OverMonthsEnd];

    public static TheoryData<WorkedBill> Applications { get; } = [.. WorkedBills.Applications];

    public static TheoryData<WorkedBill> Data { get; } = [.. WorkedBills.Data];

    public static TheoryData<WorkedBill> Maintenance { get; } = [.. WorkedBills.Maintenance];

    [Theory]
    [MemberData(nameof(MonthlyFee))]
    [Trait("Rule", "BIL-10")]
    [Trait("Rule", "BIL-11")]
    [Trait("Rule", "BIL-15")]
    public void Bill_MonthlyFee_WholeButForTheFirstMonth(WorkedBill row) => AssertBill(row);

    [Theory]
    [MemberData(nameof(Hourly))]
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
    public void Bill_Hourly_FixedFeeAndStartedHours(WorkedBill row) => AssertBill(row);

    [Theory]
    [MemberData(nameof(WorkingDays))]
    [Trait("Rule", "BIL-05")]
    public void Bill_WorkingDays_SumOfFeeAndHours(WorkedBill row) => AssertBill(row);

    [Theory]
    [MemberData(nameof(FirstMonth))]
    [Trait("Rule", "BIL-12")]
    [Trait("Rule", "BIL-15")]
    [Trait("Rule", "RUN-04")]
    public void Bill_FirstMonth_EachFeeHasItsOwnShare(WorkedBill row) => AssertBill(row);

    [Theory]
    [MemberData(nameof(Maintenance))]
    [Trait("Rule", "BIL-06")]
    [Trait("RulePart", "RUN-06")]
    [Trait("RulePart", "MNT-05")]
    public void Bill_Maintenance_CountsAsUse(WorkedBill row) => AssertBill(row);

    [Theory]
    [MemberData(nameof(Switches))]
    [Trait("Rule", "BIL-12")]
    [Trait("Rule", "BIL-13")]
    [Trait("Rule", "BIL-14")]
    [Trait("Rule", "RUN-14")]
    [Trait("Rule", "INT-05")]
    [Trait("RulePart", "INT-06")]
    public void Bill_ModeSwitched_PlanFollowsByItsOwnRules(WorkedBill row) => AssertBill(row);

    [Theory]
    [MemberData(nameof(Plus))]
    [Trait("Rule", "BIL-16")]
    public void Bill_Plus_IsMonthlyInEitherMode(WorkedBill row) => AssertBill(row);

    [Theory]
    [MemberData(nameof(OwnLicences))]
    [Trait("Rule", "BYO-17")]
    public void Bill_OwnLicence_TakesOffTheMonthAndTheHour(WorkedBill row) => AssertBill(row);

    [Theory]
    [MemberData(nameof(OverMonthsEnd))]
    [Trait("Rule", "BIL-08")]
    public void Bill_B24OverMonthsEnd_AnHourBelongsToTheMonthItBeginsIn(WorkedBill row) => AssertBill(row);

    /// <summary>X-02 and X-03: by the month whatever the plan of the desktop is, and never by the hour.</summary>
    [Theory]
    [MemberData(nameof(Applications))]
    [Trait("Rule", "WAM-16")]
    [Trait("Rule", "WAM-17")]
    [Trait("Rule", "MKT-03")]
    [Trait("Rule", "MKT-04")]
    [Trait("Rule", "MKT-05")]
    [Trait("Rule", "MKT-06")]
    public void Bill_Applications_AreByTheMonth(WorkedBill row) => AssertBill(row);

    /// <summary>X-05: one line for what goes to the Internet, none for what is streamed.</summary>
    [Theory]
    [MemberData(nameof(Data))]
    [Trait("Rule", "BIL-02")]
    [Trait("Rule", "BIL-17")]
    public void Bill_Traffic_OnlyEgressIsCharged(WorkedBill row) => AssertBill(row);

    private static void AssertBill(WorkedBill row)
    {
        var bill = Script.Play(row.Desktop, row.Launched, row.Story).Bill(row.Month, row.Options, WorkedBills.Prices);

        Assert.Equal((row.Hours, row.Expected), row.FiguresOf(bill));
        Assert.True(bill.IsFinal);
        Assert.Empty(bill.Unpriced);
    }
}
