using System.Data.Common;
using DeskFleet.Silo.Gateway;

namespace DeskFleet.Silo.Storage;

/// <summary>What a database takes.</summary>
/// <param name="Bytes">All of it.</param>
/// <param name="FreeBytes">Of them those that hold nothing and are used again; 0 where it does not tell.</param>
public sealed record StoreSpace(long Bytes, long FreeBytes);

/// <summary>One kind of database: how to reach it, how to lock it, and what its failures mean. Thread-safe.</summary>
public abstract class FleetDatabase : IAsyncDisposable
{
    /// <summary>The folder of its SQL.</summary>
    public abstract string Dialect { get; }

    /// <summary>Says which database it is, without its secrets.</summary>
    public abstract string Name { get; }

    /// <summary>What proves calls within the cluster that uses it.</summary>
    public InsideProof Proof { get; } = new();

    /// <summary>Makes grain storage and clustering of Orleans use it.</summary>
    public abstract void Configure(ISiloBuilder silo);

    public abstract Task<DbConnection> Open(CancellationToken cancellation);

    /// <summary>Makes the database where there is none.</summary>
    public abstract Task CreateIfMissing(CancellationToken cancellation);

    /// <summary>Waits for this process's turn to write, where only one may write at a time; give it back after the write.</summary>
    public virtual ValueTask<IDisposable?> WriteTurn(CancellationToken cancellation) => new((IDisposable?)null);

    /// <summary>Begins a transaction that writes.</summary>
    public virtual async Task<DbTransaction> BeginWrite(DbConnection connection, CancellationToken cancellation) =>
        await connection.BeginTransactionAsync(cancellation);

    /// <summary>Begins a transaction that nobody else who asks for it can be in at the same time.</summary>
    public abstract Task<DbTransaction> BeginAlone(DbConnection connection, CancellationToken cancellation);

    public abstract Task<StoreSpace> Space(CancellationToken cancellation);

    /// <summary>Gives room that holds nothing back to the disk, in steps that hold up no write for long; does nothing where the database does it by itself.</summary>
    public virtual Task GiveBack(CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>Makes it this cluster's, where several could share it.</summary>
    /// <exception cref="StoreException">Members of another cluster are alive.</exception>
    public virtual Task Claim(DbTransaction transaction, string cluster, CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>What a failure means to an operator.</summary>
    public abstract StoreException Explain(DbException failure);

    public abstract ValueTask DisposeAsync();

    protected static async Task<long> Number(DbConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(await command.ExecuteScalarAsync(cancellation), System.Globalization.CultureInfo.InvariantCulture);
    }

    protected static async Task<string> Text(DbConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (string)(await command.ExecuteScalarAsync(cancellation))!;
    }

    protected static async Task Execute(DbConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
