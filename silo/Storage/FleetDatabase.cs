using System.Data.Common;
using DeskFleet.Silo.Gateway;

namespace DeskFleet.Silo.Storage;

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

    /// <summary>Makes it this cluster's, where several could share it.</summary>
    /// <exception cref="StoreException">Members of another cluster are alive.</exception>
    public virtual Task Claim(DbTransaction transaction, string cluster, CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>What a failure means to an operator.</summary>
    public abstract StoreException Explain(DbException failure);

    public abstract ValueTask DisposeAsync();

    protected static async Task Execute(DbConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
