using System.Data.Common;
using System.Globalization;

namespace DeskFleet.Silo.Storage;

/// <summary>Brings a database to this version's schema, in one transaction that nobody else can be in at the same time.</summary>
public sealed class SchemaKeeper(FleetDatabase database)
{
    private readonly SqlScripts _scripts = new(database.Dialect);

    /// <param name="cluster">Whose the database is from now on; null: as before. Where it is refused nothing has changed.</param>
    /// <exception cref="StoreException">The database is of a newer version, or in use by another cluster.</exception>
    public async Task BringUpToDate(string? cluster, CancellationToken cancellation)
    {
        await using var connection = await database.Open(cancellation);
        await using var transaction = await database.BeginAlone(connection, cancellation);
        await Execute(transaction, "CREATE TABLE IF NOT EXISTS fleet_schema (version integer NOT NULL PRIMARY KEY, name text NOT NULL)", cancellation);
        await Migrate(transaction, await Version(transaction, cancellation), cancellation);
        foreach (var (key, sql) in _scripts.Queries)
            await Store(transaction, key, sql, cancellation);
        if (cluster is not null)
            await database.Claim(transaction, cluster, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    private async Task Migrate(DbTransaction transaction, int version, CancellationToken cancellation)
    {
        var newest = _scripts.Migrations[^1].Version;
        if (version > newest)
            throw new StoreException($"{database.Name} has schema {version} and this version knows {newest}; start the newer version.", false);
        foreach (var step in _scripts.Migrations.Where(step => step.Version > version))
        {
            await Execute(transaction, step.Sql, cancellation);
            await Execute(transaction, "INSERT INTO fleet_schema (version, name) VALUES (@version, @name)", cancellation, ("version", step.Version), ("name", step.Name));
        }
    }

    private static async Task<int> Version(DbTransaction transaction, CancellationToken cancellation)
    {
        await using var command = Command(transaction, "SELECT coalesce(max(version), 0) FROM fleet_schema");
        return Convert.ToInt32(await command.ExecuteScalarAsync(cancellation), CultureInfo.InvariantCulture);
    }

    private static Task Store(DbTransaction transaction, string key, string sql, CancellationToken cancellation) => Execute(
        transaction,
        "INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES (@key, @sql) ON CONFLICT (QueryKey) DO UPDATE SET QueryText = excluded.QueryText",
        cancellation,
        ("key", key),
        ("sql", sql));

    private static async Task Execute(
        DbTransaction transaction, string sql, CancellationToken cancellation, params (string Name, object Value)[] parameters)
    {
        await using var command = Command(transaction, sql);
        foreach (var (name, value) in parameters)
            command.Add(name, value);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static DbCommand Command(DbTransaction transaction, string sql)
    {
        var command = transaction.Connection!.CreateCommand();
        (command.CommandText, command.Transaction) = (sql, transaction);
        return command;
    }
}
