using System.Globalization;
using NodaTime.Text;
using Parquet;
using Parquet.Schema;

namespace DeskFleet.Simulator.Reports;

/// <summary>Writes the lines of a table as Parquet: the same columns and values as its CSV, with types.</summary>
internal static class ParquetTable
{
    private static readonly string[] Texts = ["workSpace", "user", "group", "bundle", "mode", "zone", "clients"];

    private static readonly string[] Times = ["hour", "launched"];

    public static async Task Write(string path, IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var fields = columns.Select(FieldOf).ToArray();
        await using var file = new FileStream(path, FileMode.Create, FileAccess.Write);
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), file);
        using var group = writer.CreateRowGroup();
        foreach (var (i, field) in fields.Index())
            await Write(group, field, [.. rows.Select(row => row[i])]);
    }

    /// <summary>Times are timestamps in UTC, means and hours fractions, other numbers whole; what is empty in the CSV is null.</summary>
    private static DataField FieldOf(string column) =>
        Texts.Contains(column) ? new DataField<string>(column)
        : Times.Contains(column) ? new DateTimeDataField(column, DateTimeFormat.Timestamp, isAdjustedToUTC: true, isNullable: true)
        : column.Contains("Mean", StringComparison.Ordinal) || column is "runningHours" or "connectedHours" ? new DataField<double?>(column)
        : new DataField<long?>(column);

    private static async Task Write(ParquetRowGroupWriter group, DataField field, string[] cells)
    {
        if (field is DataField<string>)
            await group.WriteAsync(field, cells);
        else if (field is DateTimeDataField)
            await group.WriteAsync<DateTime>(field, cells.Select(Time).ToArray());
        else if (field is DataField<double?>)
            await group.WriteAsync<double>(field, cells.Select(Number<double>).ToArray());
        else
            await group.WriteAsync<long>(field, cells.Select(Number<long>).ToArray());
    }

    private static DateTime? Time(string cell) => cell.Length == 0 ? null : InstantPattern.General.Parse(cell).GetValueOrThrow().ToDateTimeUtc();

    private static T? Number<T>(string cell)
        where T : struct, IParsable<T> => cell.Length == 0 ? null : T.Parse(cell, CultureInfo.InvariantCulture);
}
