using System.Globalization;
using Spectre.Console;

namespace DeskFleet.Simulator.Bills;

/// <summary>Prints the bill of a month of hours for people.</summary>
internal static class HoursTable
{
    public static void Print(IAnsiConsole console, HoursBill bill)
    {
        console.WriteLine($"{Count(bill.Desktops)} desktops, {Count(bill.Hours)} billable hours: {Priced(bill.Total)} USD a month as they are, {Priced(bill.Best)} with each in its cheaper mode");
        var table = new Table().Border(TableBorder.Simple).AddColumns("bundle", "mode", "desktops", "hours", "USD", "as AutoStop", "as AlwaysOn", "cheaper otherwise", "break-even h");
        foreach (var column in table.Columns.Skip(2)) column.RightAligned();
        foreach (var group in bill.Groups)
        {
            table.AddRow(
                new Text(group.Bundle), new Text(group.Mode), new Text(Count(group.Desktops)), new Text(Count(group.Hours)), new Text(Priced(group.Total)),
                new Text(Priced(group.AsAutoStop)), new Text(Priced(group.AsAlwaysOn)), new Text(Count(group.ToChange)), new Text(group.BreakEvenHours is { } hours ? One(hours) : "–"));
        }

        console.Write(table);
        console.WriteLine(HoursBill.CannotKnow);
    }

    private static string Count(decimal number) => number.ToString("#,0.##", CultureInfo.InvariantCulture);

    private static string One(decimal number) => number.ToString("#,0.0", CultureInfo.InvariantCulture);

    private static string Priced(decimal? usd) => usd is { } sum ? sum.ToString("#,0.00", CultureInfo.InvariantCulture) : "not priced";
}
