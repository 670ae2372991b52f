using System.Globalization;
using DeskFleet.Core.Billing;
using NodaTime.Text;
using Spectre.Console;

namespace DeskFleet.Simulator.Bills;

/// <summary>Prints a month's bill for people.</summary>
internal sealed class BillTable(IAnsiConsole console)
{
    private static readonly InstantPattern Time = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm");

    public void Print(BilledMonth bill, string? tag)
    {
        console.WriteLine($"{bill.Month.Month}: {Priced(bill.Month.Total, " USD")}{(bill.Month.IsFinal ? "" : $" so far: fees are whole, hours go up to {Time.Format(bill.AsOf)} UTC")}");
        console.Write(Kinds(bill));
        console.Write(Groups(bill));
        console.WriteLine($"as AutoStop, as AlwaysOn: the same sessions in either mode{(bill.Projection is { } projection ? $", {projection.Phrases}" : "")}");
        console.WriteLine("break-even: billed hours, and sessions, a desktop and month from which AlwaysOn is cheaper");
        if (bill.HoursOtherwise is { } other)
            console.WriteLine($"hours: {Count(bill.Month.BilledHours)} {HoursOtherwise.NameOf(bill.HourRounding)}; {Count(other.Hours)} {other.Name}, which would cost {Priced(other.Usd, " USD")}. Which of them the service bills is not documented; billing.hourRounding chooses.");
        if (tag is not null)
            console.Write(Tags(bill, tag));
        foreach (var seats in bill.Commitments)
            console.WriteLine(Commitment(seats, bill.Commitments.Length > 1 ? $" of {seats.Account} in {seats.Region}" : ""));
        if (bill.Month.UnpricedLines > 0)
            console.WriteLine($"{bill.Month.UnpricedLines} lines are not priced: they are by arrangement, or older than the price book; add their prices to it.");
    }

    private static Table Kinds(BilledMonth bill)
    {
        var month = bill.Month;
        var table = Columns("charge", "count", "USD");
        Row(table, "fixed fee of AutoStop", "", month.AutoStopBase);
        Row(table, "started hours", Count(month.BilledHours), month.Hours);
        Row(table, "AlwaysOn", "", month.AlwaysOnMonth);
        Row(table, "Plus software", "", month.PlusMonth);
        Row(table, "missing seats", "", month.CommitmentShortfall);
        Row(table, "applications", "", Sum(bill, ChargeKind.ApplicationUserMonth) + Sum(bill, ChargeKind.MarketplaceMonth) + Sum(bill, ChargeKind.PackageStorage));
        Row(table, "data to the Internet", "", Sum(bill, ChargeKind.Egress));
        Row(table, "directories without WorkSpaces", "", Sum(bill, ChargeKind.IdleDirectory));
        return table;
    }

    private static Table Groups(BilledMonth bill)
    {
        var table = Columns("group", "mode", "desktops", "sessions", "billed h", "USD", "as AutoStop", "as AlwaysOn", "cheaper", "h a session", "break-even h", "break-even sessions");
        table.Columns[1].LeftAligned();
        foreach (var group in bill.Groups)
        {
            table.AddRow(
                group.Group, group.Mode, Count(group.WorkSpaces), Count(group.Sessions), Count(group.BilledHours), Priced(group.Total), Priced(group.AsAutoStop),
                Priced(group.AsAlwaysOn), Cheaper(group), One(group.HoursASession), One(group.BreakEvenHours), One(group.BreakEvenSessions));
        }

        return table;
    }

    private static Table Tags(BilledMonth bill, string tag)
    {
        var table = Columns(tag, "USD");
        foreach (var (value, amount) in bill.Tags!)
            table.AddRow(value.Length == 0 ? "untagged" : value, Usd(amount));
        return table;
    }

    private static string Commitment(CommitmentCost seats, string whose) => string.Create(
        CultureInfo.InvariantCulture,
        $"commitment{whose}: {seats.Status}, {seats.ContractSeats} contract seats of {seats.Committed}; live {seats.LiveSeats}, peak {seats.PeakSeats}, mean {seats.AverageSeats:0.0}{(seats.Shortfall > 0 ? $"; {seats.Shortfall} missing" : "")}");

    private static Table Columns(params string[] names)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns(names);
        foreach (var column in table.Columns.Skip(1))
            column.RightAligned();
        return table;
    }

    private static void Row(Table table, string charge, string count, decimal? amount)
    {
        if (amount != 0)
            table.AddRow(charge, count, Priced(amount));
    }

    private static decimal? Sum(BilledMonth bill, ChargeKind kind)
    {
        var lines = bill.Lines.Where(line => line.Kind == kind.ToString()).ToList();
        return lines.Exists(line => line.Amount is null) ? null : lines.Sum(line => line.Amount);
    }

    private static string Cheaper(GroupCost group) => group.CheaperBy is { } by ? $"{group.Cheaper} by {Usd(by)}" : "-";

    private static string Priced(decimal? amount, string unit = "") => amount is null ? CostSummary.NotPriced : Usd(amount) + unit;

    private static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Usd(decimal? amount) => amount?.ToString("N2", CultureInfo.InvariantCulture) ?? "-";

    private static string One(decimal? figure) => figure?.ToString("0.0", CultureInfo.InvariantCulture) ?? "-";
}
