using System.Diagnostics;
using DeskFleet.Silo.Storage;

namespace DeskFleet.Durable.Tests.Support;

/// <summary>Looks into a database past everything that is tested.</summary>
internal static class Sql
{
    public static async Task<T> Scalar<T>(this FleetDatabase database, string sql)
    {
        await using var connection = await database.Open(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (T)Convert.ChangeType((await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!, typeof(T), null);
    }

    /// <summary>All rows as text.</summary>
    public static async Task<string> Rows(this FleetDatabase database, string sql)
    {
        await using var connection = await database.Open(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var rows = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var text = new System.Text.StringBuilder();
        while (await rows.ReadAsync(TestContext.Current.CancellationToken))
            text.AppendLine(string.Join(' ', Enumerable.Range(0, rows.FieldCount).Select(rows.GetValue)));
        return text.ToString();
    }

    /// <summary>Waits until a number is there.</summary>
    public static async Task Until(this FleetDatabase database, string sql, long expected, TimeSpan within)
    {
        for (var watch = Stopwatch.StartNew(); ; await Task.Delay(50, TestContext.Current.CancellationToken))
        {
            var now = await database.Scalar<long>(sql);
            if (now == expected)
                return;
            Assert.True(watch.Elapsed < within, $"Expected within {within.TotalSeconds} s: {expected} from {sql}, but it is {now}.");
        }
    }

    public static async Task Execute(this FleetDatabase database, string sql)
    {
        await using var connection = await database.Open(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
