using System.Globalization;

namespace DeskFleet.Simulator.Tests.Reports;

public sealed class ParquetTests(FinishedRuns runs) : IClassFixture<FinishedRuns>
{
    [Theory]
    [InlineData("hourly")]
    [InlineData("desktops")]
    public async Task Parquet_ReadBack_HasTheColumnsAndValuesOfTheCsv(string table)
    {
        var csv = File.ReadAllLines(Path.Combine(runs.Ample, $"{table}.csv")).Select(line => line.Split(',')).ToList();

        await using var file = File.OpenRead(Path.Combine(runs.Ample, $"{table}.parquet"));
        var read = await Parquet.Serialization.ParquetSerializer.DeserializeUntypedAsync(file);

        Assert.Equal(["hour", "launched"], read.Schema.DataFields.Where(field => field.ClrType == typeof(DateTime)).Select(field => field.Name).Append(table == "hourly" ? "launched" : "hour").Order());
        Assert.Equal(csv[0], read.Schema.DataFields.Select(field => field.Name));
        Assert.Equal(csv.Skip(1), read.Data.Select(row => csv[0].Select(column => Text(row.GetValueOrDefault(column))).ToArray()));
    }

    private static string Text(object? value) => value switch
    {
        null => "",
        DateTime time => NodaTime.Text.InstantPattern.General.Format(NodaTime.Instant.FromDateTimeUtc(DateTime.SpecifyKind(time, DateTimeKind.Utc))),
        double number => number.ToString(CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
