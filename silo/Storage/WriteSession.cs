using System.Data.Common;

namespace DeskFleet.Silo.Storage;

/// <summary>One transaction that writes, and the statements of <c>silo/Sql</c> in it. What is not committed is undone when it is disposed.</summary>
public sealed class WriteSession : IAsyncDisposable
{
    private readonly IDisposable? _turn;
    private readonly DbConnection _connection;
    private readonly DbTransaction _transaction;
    private readonly SqlScripts _scripts;
    private readonly string _serviceId;

    private WriteSession(IDisposable? turn, DbConnection connection, DbTransaction transaction, SqlScripts scripts, string serviceId) =>
        (_turn, _connection, _transaction, _scripts, _serviceId) = (turn, connection, transaction, scripts, serviceId);

    public static async Task<WriteSession> Begin(FleetDatabase database, SqlScripts scripts, string serviceId, CancellationToken cancellation)
    {
        var turn = await database.WriteTurn(cancellation);
        DbConnection? connection = null;
        try
        {
            connection = await database.Open(cancellation);
            return new(turn, connection, await database.BeginWrite(connection, cancellation), scripts, serviceId);
        }
        catch
        {
            if (connection is not null)
                await connection.DisposeAsync();
            turn?.Dispose();
            throw;
        }
    }

    /// <summary>The statement of a file, with its parameters; the service is given already.</summary>
    public DbCommand Command(string script, params ReadOnlySpan<(string Name, object Value)> parameters) =>
        _connection.Command(_transaction, _scripts[script], [("service", _serviceId), .. parameters]);

    /// <returns>How many rows it changed.</returns>
    public async Task<int> Execute(string script, CancellationToken cancellation, params (string Name, object Value)[] parameters)
    {
        await using var command = Command(script, parameters);
        return await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>The first column of the first row; null when there is none.</summary>
    public async Task<object?> Scalar(string script, CancellationToken cancellation, params (string Name, object Value)[] parameters)
    {
        await using var command = Command(script, parameters);
        return await command.ExecuteScalarAsync(cancellation);
    }

    /// <summary>The first column of every row, as text.</summary>
    public async Task<List<string>> Column(string script, CancellationToken cancellation, params (string Name, object Value)[] parameters)
    {
        await using var command = Command(script, parameters);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var values = new List<string>();
        while (await rows.ReadAsync(cancellation))
            values.Add(rows.GetString(0));
        return values;
    }

    public Task Commit(CancellationToken cancellation) => _transaction.CommitAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
        _turn?.Dispose();
    }
}
