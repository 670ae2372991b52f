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

    public static async Task Execute(this FleetDatabase database, string sql)
    {
        await using var connection = await database.Open(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
