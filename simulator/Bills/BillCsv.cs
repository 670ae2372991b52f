using System.Globalization;
using CsvHelper;
using NodaTime.Text;

namespace DeskFleet.Simulator.Bills;

/// <summary>The lines of a statement as CSV.</summary>
internal static class BillCsv
{
    private static readonly string[] Columns = ["workSpace", "user", "group", "kind", "item", "count", "share", "unitPrice", "from", "amount"];

    public static void Write(TextWriter output, BilledMonth bill)
    {
        using var csv = CsvWriter.Create(output, new CsvWriterOptions(), leaveOpen: true);
        csv.WriteRecord(Columns);
        foreach (var line in bill.Lines)
            csv.WriteRecord(Fields(line));
    }

    private static string[] Fields(BillLine line) =>
    [
        line.WorkSpace ?? "", line.User ?? "", line.Group ?? "", line.Kind, line.Item ?? "", Text(line.Count), line.Share, Text(line.UnitPrice),
        InstantPattern.General.Format(line.From), Text(line.Amount),
    ];

    private static string Text(IFormattable? value) => value?.ToString(null, CultureInfo.InvariantCulture) ?? "";
}
