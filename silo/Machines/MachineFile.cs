using DeskFleet.Core.Drivers;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Drivers;
using DeskFleet.Silo.Storage;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace DeskFleet.Silo.Machines;

/// <summary>
/// What the hosts' agents know, for the stand-in machines: what runs where and the newest epoch seen, in a SQLite file of its own that outlives silos
/// and their database. The silos of one machine may share it. Thread-safe.
/// </summary>
public sealed class MachineFile : IDesktopDriver, IMachineInventory
{
    private const string Schema = """
        PRAGMA journal_mode = WAL;
        CREATE TABLE IF NOT EXISTS machine
        (
            workspace TEXT    NOT NULL PRIMARY KEY,
            host      TEXT,
            epoch     INTEGER NOT NULL,
            runs      INTEGER NOT NULL,
            orders    INTEGER NOT NULL
        );
        CREATE INDEX IF NOT EXISTS machine_host ON machine (host) WHERE runs = 1;
        """;

    /// <summary>Counts how often the newest order was given, so that a test can see a repeated one.</summary>
    private const string Obey = """
        INSERT INTO machine (workspace, host, epoch, runs, orders) VALUES (@workspace, @host, @epoch, @runs, 1)
        ON CONFLICT (workspace) DO UPDATE
        SET host = excluded.host, runs = excluded.runs, orders = CASE WHEN epoch = excluded.epoch THEN orders + 1 ELSE 1 END, epoch = excluded.epoch
        WHERE epoch <= excluded.epoch
        RETURNING epoch
        """;

    private readonly IDesktopDriver _machines;
    private readonly IDriverReports _reports;
    private readonly string _connection;

    /// <param name="machines">Takes the orders that are not stale and reports their ends.</param>
    public MachineFile(string path, IDesktopDriver machines, IDriverReports reports)
    {
        (_machines, _reports) = (machines, reports);
        _connection = new SqliteConnectionStringBuilder { DataSource = path }.ToString();
        using var connection = new SqliteConnection(_connection);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = Schema;
        command.ExecuteNonQuery();
    }

    public async ValueTask<Reply> Submit(DriverCommand command)
    {
        if (await Take(command))
            return await _machines.Submit(command);
        var newest = await NewestOf(command.WorkSpace);
        _reports.Schedule(Duration.Zero, command.WorkSpace, new(command.Verb, command.Epoch, DriverOutcome.Stale) { Newest = newest });
        return new Refused(RefusalCode.StaleEpoch, $"{command.WorkSpace} has seen epoch {newest}; {command.Epoch} is older.");
    }

    public async Task<IReadOnlyList<Machine>> On(HostId host, CancellationToken cancellation)
    {
        await using var connection = await Open(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT workspace, epoch FROM machine WHERE host = @host AND runs = 1";
        command.Add("host", host.Value);
        var machines = new List<Machine>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            machines.Add(new(new(rows.GetString(0)), host, rows.GetInt64(1)));
        return machines;
    }

    public async Task<bool> IsOff(WorkSpaceId workSpace, CancellationToken cancellation)
    {
        await using var connection = await Open(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM machine WHERE workspace = @workspace AND runs = 0";
        command.Add("workspace", workSpace.Value);
        return (long)(await command.ExecuteScalarAsync(cancellation))! > 0;
    }

    /// <returns>False when the machine has seen a newer epoch.</returns>
    private async Task<bool> Take(DriverCommand order)
    {
        await using var connection = await Open(CancellationToken.None);
        await using var command = connection.CreateCommand();
        command.CommandText = Obey;
        command.Add("workspace", order.WorkSpace.Value);
        command.Add("host", (object?)order.Host?.Value ?? DBNull.Value);
        command.Add("epoch", order.Epoch);
        command.Add("runs", order.Host is not null && order.Verb is not (DriverVerb.Hibernate or DriverVerb.Terminate));
        return await command.ExecuteScalarAsync() is not null;
    }

    private async Task<long> NewestOf(WorkSpaceId workSpace)
    {
        await using var connection = await Open(CancellationToken.None);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT epoch FROM machine WHERE workspace = @workspace";
        command.Add("workspace", workSpace.Value);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private async Task<SqliteConnection> Open(CancellationToken cancellation)
    {
        var connection = new SqliteConnection(_connection);
        await connection.OpenAsync(cancellation);
        return connection;
    }
}
