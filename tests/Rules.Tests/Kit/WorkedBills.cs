using System.Collections.Immutable;
using DeskFleet.Core.Billing;
using NodaTime;

namespace DeskFleet.Rules.Tests.Kit;

/// <summary>One row of the catalogue's table of worked bills, or one beside it.</summary>
/// <param name="Desktop">As <see cref="Script"/> reads it, and its story.</param>
/// <param name="Month">Of 2017.</param>
public sealed record WorkedBill(string Row, string Desktop, string Launched, string Story, int Month, int Hours, string Expected)
{
    public BillingOptions Options { get; init; } = BillingOptions.Default;

    /// <summary>The one kind of charge that the amount is of; null: the whole bill.</summary>
    public ChargeKind? Charge { get; init; }

    /// <summary>What a bill says of the row.</summary>
    public (int Hours, string Amount) FiguresOf(Statement bill) =>
        ((int)bill.Hours, (Charge is { } kind ? bill.TotalOf(kind) : bill.Total).ToString());

    public override string ToString() => $"{Row}, month {Month}, {Options.HourRounding}, {Options.Proration}, {Charge}";
}

/// <summary>
/// The table, to the cent. Each row is played twice: by one desktop on its own machine, and end to end by a whole fleet of grains over
/// virtual months.
/// </summary>
public static class WorkedBills
{
    /// <summary>The shipped prices, and that of the catalogue's one application of the marketplace.</summary>
    public static PriceBook Prices { get; } = new(
        [.. DefaultPrices.Book.Lists.Select(list => list with { MarketplaceMonth = list.MarketplaceMonth.Add("cad", new(12.00m)) })]);

    private static readonly BillingOptions StandardPlan = new() { ApplicationPlan = ApplicationPlan.Standard };

    private static readonly BillingOptions ByHour = new() { Proration = ProrationUnit.Hour };

    private static readonly BillingOptions ByClockHour = new() { HourRounding = HourRounding.PerClockHour };

    public static ImmutableArray<WorkedBill> MonthlyFee { get; } =
    [
        new("B-01", "Standard AlwaysOn", Script.Older, "", 4, 0, "35.00"),
        new("B-01 used all month", "Standard AlwaysOn", Script.Older, "04-01 00:00 connect; 04-30 23:59 disconnect", 4, 0, "35.00"),
        new("B-02", "Standard AlwaysOn", "04-16 00:00", "", 4, 0, "17.50"),
        new("B-02", "Standard AlwaysOn", "04-16 00:00", "", 5, 0, "35.00"),
        new("B-02 before", "Standard AlwaysOn", "04-16 00:00", "", 3, 0, "0.00"),
        new("B-03", "Standard AlwaysOn", Script.Older, "04-10 12:00 terminate", 4, 0, "35.00"),
        new("B-03", "Standard AlwaysOn", Script.Older, "04-10 12:00 terminate", 5, 0, "0.00"),
        new("gone as May begins", "Standard AlwaysOn", Script.Older, "05-01 00:00 terminate", 5, 0, "0.00"),
        new("gone after May began", "Standard AlwaysOn", Script.Older, "05-01 00:01 terminate", 5, 0, "35.00"),
        new("B-04", "Standard AlwaysOn", "04-16 00:00", "04-20 00:00 terminate", 4, 0, "17.50"),
        new("B-04", "Standard AlwaysOn", "04-16 00:00", "04-20 00:00 terminate", 5, 0, "0.00"),
    ];

    public static ImmutableArray<WorkedBill> Hourly { get; } =
    [
        Older("B-05", "", 0, "9.75"),
        Older("B-06", "04-04 09:00 connect; 04-04 09:20 disconnect", 2, "10.35"),
        Older("B-07", "04-04 09:00 connect; 04-04 12:00 stop", 3, "10.65"),
        Older("B-08", "04-04 09:00 connect; 04-04 12:00 disconnect", 4, "10.95"),
        Older("B-09", "04-04 09:00 connect; 04-04 12:00 disconnect; 04-04 12:45 connect; 04-04 13:30 disconnect", 6, "11.55"),
        Older("B-10", "04-04 09:00 connect; 04-04 09:10 stop; 04-04 09:40 connect; 04-04 09:50 stop", 2, "10.35"),
        Older("B-10", "04-04 09:00 connect; 04-04 09:10 stop; 04-04 09:40 connect; 04-04 09:50 stop", 1, "10.05") with { Options = ByClockHour },
        Older("B-11", "04-04 09:00 connect; 04-04 09:30 disconnect", 3, "10.65") with { Desktop = "Standard AutoStop 120" },
        Older("B-21", "04-07 18:00 connect; 04-10 09:00 disconnect", 64, "28.95"),
    ];

    /// <summary>20 working days of nine hours, and where monthly becomes cheaper.</summary>
    public static ImmutableArray<WorkedBill> WorkingDays { get; } =
    [
        Older("B-12", string.Join("; ", Weekdays(3, 28).Select(day => $"04-{day:00} 09:00 connect; 04-{day:00} 17:00 disconnect")), 180, "63.75"),
        Older("B-12 just cheaper", "04-03 09:00 run 84", 84, "34.95"),
        Older("B-12 just dearer", "04-03 09:00 run 85", 85, "35.25"),
        new("X-01", "Graphics AutoStop", Script.Older, string.Join("; ", Enumerable.Range(2, 10).Select(day => $"04-{day:00} 09:00 connect; 04-{day:00} 11:15 disconnect")), 4, 40, "92.00"),
    ];

    public static ImmutableArray<WorkedBill> FirstMonth { get; } =
    [
        new("B-13", "Value AutoStop", "02-15 10:00", "", 2, 1, "3.85"),
        new("B-13", "Value AutoStop", "02-15 10:00", "", 2, 1, "3.74") { Options = ByHour },
        new("B-20", "Standard AutoStop", "04-10 12:00", "04-10 12:00 connect; 04-10 18:00 stop; 04-20 00:00 AlwaysOn", 4, 6, "21.46"),
        new("B-20", "Standard AutoStop", "04-10 12:00", "04-10 12:00 connect; 04-10 18:00 stop; 04-20 00:00 AlwaysOn", 4, 6, "21.29") { Options = ByHour },
    ];

    /// <summary>Switched between the modes: B-16 to B-19 and B-25, over their months.</summary>
    public static ImmutableArray<WorkedBill> Switches { get; } =
    [
        .. Months("B-16", "Standard AutoStop", "04-02 00:00 run 40; 04-16 00:00 AlwaysOn", (4, 40, "39.25"), (5, 0, "35.00"), (6, 0, "35.00")),
        .. Months("B-17", "Standard AlwaysOn", "04-10 00:00 AutoStop; 04-12 00:00 run 30; 05-03 00:00 run 20", (4, 0, "35.00"), (5, 20, "15.75")),
        .. Months("B-18", "Standard AlwaysOn", "04-10 00:00 AutoStop; 04-20 00:00 AlwaysOn", (4, 0, "35.00"), (5, 0, "35.00")),
        .. Months(
            "B-19",
            "Standard AutoStop",
            "04-02 00:00 run 10; 04-11 00:00 AlwaysOn; 04-21 00:00 AutoStop; 04-22 00:00 run 15; 05-03 00:00 run 12",
            (4, 10, "36.08"),
            (5, 12, "13.35")),
        .. Months("B-25", "Standard AlwaysOn", "04-25 00:00 AutoStop; 04-30 20:00 connect; 05-01 03:15 disconnect", (4, 0, "35.00"), (5, 5, "11.25")),
    ];

    public static ImmutableArray<WorkedBill> Plus { get; } =
    [
        Older("B-22 (a)", "", 0, "24.75") with { Desktop = "Standard AutoStop, plus" },
        new("B-22 (b)", "Standard AlwaysOn, plus", "04-16 00:00", "", 4, 0, "25.00"),
        Older("B-22 once in spite of a switch", "04-16 00:00 AlwaysOn", 0, "42.25") with { Desktop = "Standard AutoStop, plus" },
    ];

    public static ImmutableArray<WorkedBill> OwnLicences { get; } =
    [
        Older("B-23 (a)", TenTimesTen, 100, "35.75") with { Desktop = "Standard AutoStop, own" },
        Older("B-23 (b)", TenTimesTen, 0, "31.00") with { Desktop = "Standard AlwaysOn, own" },
    ];

    public static ImmutableArray<WorkedBill> OverMonthsEnd { get; } =
        [.. Months("B-24", "Standard AutoStop", "04-30 22:30 connect; 05-01 02:10 stop", (4, 2, "10.35"), (5, 2, "10.35"))];

    /// <summary>X-02 as it is for each user, WAM-17 (never by the hour), and X-03: in between, and again within a month.</summary>
    public static ImmutableArray<WorkedBill> Applications { get; } =
    [
        Older("X-02 with an application", "04-04 09:00 assign crm; 04-05 09:00 assign mail", 0, "5.00") with { Options = StandardPlan, Charge = ChargeKind.ApplicationUserMonth },
        Older("X-02 without", "", 0, "0.00") with { Options = StandardPlan, Charge = ChargeKind.ApplicationUserMonth },
        Older("X-02 on the free plan", "04-04 09:00 assign crm", 0, "9.75"),
        Older("X-02 taken away in March", "03-04 09:00 assign crm; 03-05 09:00 remove crm", 0, "9.75") with { Options = StandardPlan },
        Older("X-02 taken away as April begins", "03-04 09:00 assign crm; 04-01 00:00 remove crm", 0, "9.75") with { Options = StandardPlan },
        Older("X-02 held for a day", "04-04 09:00 assign crm; 04-05 09:00 remove crm", 0, "14.75") with { Options = StandardPlan },
        .. Subscribed("X-03", "04-20 09:00 subscribe cad; 04-21 00:00 connect; 04-21 00:05 open cad; 04-21 01:00 stop; 05-15 00:00 remove cad", "4.00", "12.00", "0.00"),
        .. Subscribed("X-03 never started", "04-20 09:00 subscribe cad; 04-21 00:00 connect; 04-21 01:00 stop", "0.00", "0.00", "0.00"),
        .. Subscribed("X-03 ends with the desktop", "04-20 09:00 subscribe cad; 04-21 00:00 connect; 04-21 00:05 open cad; 04-21 01:00 stop; 05-15 00:00 terminate", "4.00", "12.00", "0.00"),
        .. Subscribed(
            "X-03 and again in the same month",
            "04-20 09:00 subscribe cad; 04-21 00:00 connect; 04-21 00:05 open cad; 04-21 00:10 remove cad; 04-21 00:15 subscribe cad; 04-21 00:20 open cad; 04-21 01:00 stop",
            "4.00",
            "12.00",
            "12.00"),
        .. Subscribed("X-03 by the account's own package", "04-20 09:00 assign cad; 04-21 00:00 connect; 04-21 00:05 open cad; 04-21 01:00 stop", "0.00", "0.00", "0.00"),
    ];

    /// <summary>Sent to the Internet and streamed to the client.</summary>
    public static ImmutableArray<WorkedBill> Data { get; } =
    [
        Older("X-05 egress", "04-04 09:00 send 5; 04-04 09:00 stream 40", 0, "0.45") with { Charge = ChargeKind.Egress },
        Older("X-05 the whole bill", "04-04 09:00 send 5; 04-04 09:00 stream 40", 0, "10.20"),
        Older("X-05 twice a day and the day after", "04-04 09:00 send 5; 04-04 15:00 send 2; 04-05 09:00 send 3", 0, "0.90") with { Charge = ChargeKind.Egress },
        Older("X-05 streamed alone", "04-04 09:00 stream 40", 0, "9.75"),
        .. Months("X-05 over months", "Standard AutoStop", "04-30 23:59 send 2; 05-01 00:00 send 3", (4, 0, "9.93"), (5, 0, "10.02")),
    ];

    /// <summary>Woken on five Sundays, and caught running on one.</summary>
    public static ImmutableArray<WorkedBill> Maintenance { get; } =
    [
        Older("B-14", string.Join("; ", new[] { 2, 9, 16, 23, 30 }.Select(sunday => $"04-{sunday:00} 04:00 maintain 35")), 5, "11.25"),
        Older("B-15", "04-09 02:00 connect; 04-09 03:30 disconnect; 04-09 04:00 maintain 50", 3, "10.65"),
    ];

    /// <summary>Every row that commands lead through; maintenance is planned by the fleet itself and has tests of its own.</summary>
    public static ImmutableArray<WorkedBill> ByCommands { get; } =
        [.. MonthlyFee, .. Hourly, .. WorkingDays, .. FirstMonth, .. Switches, .. Plus, .. OwnLicences, .. OverMonthsEnd, .. Applications, .. Data];

    private static string TenTimesTen => string.Join("; ", Enumerable.Range(2, 10).Select(day => $"04-{day:00} 08:00 run 10"));

    private static WorkedBill Older(string row, string story, int hours, string expected) => new(row, "Standard AutoStop", Script.Older, story, 4, hours, expected);

    private static IEnumerable<WorkedBill> Months(string row, string desktop, string story, params (int Month, int Hours, string Expected)[] months) =>
        months.Select(month => new WorkedBill(row, desktop, Script.Older, story, month.Month, month.Hours, month.Expected));

    private static IEnumerable<WorkedBill> Subscribed(string row, string story, string april, string may, string june) =>
        Months(row, "Standard AutoStop", story, (4, 1, april), (5, 0, may), (6, 0, june)).Select(month => month with { Charge = ChargeKind.MarketplaceMonth });

    private static IEnumerable<int> Weekdays(int from, int to) =>
        Enumerable.Range(from, to - from + 1).Where(day => new LocalDate(2017, 4, day).DayOfWeek <= IsoDayOfWeek.Friday);
}
