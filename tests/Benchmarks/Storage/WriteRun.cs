using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using DeskFleet.Contracts;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Users;
using DeskFleet.Grains.Kernel;
using DeskFleet.Grains.Storage;
using DeskFleet.Silo.Loops;
using DeskFleet.Silo.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NodaTime;
using Orleans.Storage;

namespace DeskFleet.Benchmarks.Storage;

/// <summary>The same records into the same table twice: as grains store them, and by one prepared statement.</summary>
internal sealed class WriteRun : IAsyncDisposable
{
    public const int Records = 1000;
    public const int Idlers = 100_000;

    private readonly FleetDatabase _database;
    private readonly IHost _host;
    private readonly IGrainStorage _storage;
    private readonly GrainState<StoredRecord<UserState>>[] _states =
        [.. Enumerable.Range(0, Records).Select(_ => new GrainState<StoredRecord<UserState>>(new()))];

    private WriteRun(FleetDatabase database, IHost host)
    {
        (_database, _host) = (database, host);
        _storage = host.Services.GetRequiredKeyedService<IGrainStorage>(FleetStorage.Name);
    }

    public static TimeSpan Length { get; } = TimeSpan.FromSeconds(5);

    public int PayloadBytes => Payload("u0", Instant.MaxValue).Length;

    public static async Task<WriteRun> Prepare(FleetDatabase database, StoreKind kind) => new(database, await BenchmarkSilo.Start(database, kind));

    public Task<double> Storage(int writers) => Measure(writers, async (record, _) =>
    {
        SampleRecord.Fill(_states[record].State!, $"u{record}", SystemClock.Instance.GetCurrentInstant() + Duration.FromHours(1));
        await _storage.WriteStateAsync(nameof(EntityKind.User), SampleRecord.IdOf($"u{record}"), _states[record]);
    });

    /// <summary>One update of one row by its key, on a connection that stays open.</summary>
    public Task<double> Bare(int writers) => Measure(writers, async (record, connection) =>
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "UPDATE fleet_bare SET payload = @payload WHERE id = @id";
        command.Add("payload", Payload($"u{record}", null));
        command.Add("id", record);
        await command.ExecuteNonQueryAsync();
    });

    /// <summary>Adds stopped desktops that wait for nothing.</summary>
    public async Task Idle()
    {
        await using var connection = await _database.Open(default);
        await using var transaction = await connection.BeginTransactionAsync();
        var payload = Payload("idle", null);
        for (var i = 0; i < Idlers; i++)
        {
            await using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = "INSERT INTO fleet_record (service, kind, key, version, payload) VALUES (@service, 'User', @key, 1, @payload)";
            command.Add("service", FleetClientOptions.ServiceId);
            command.Add("key", $"idle-{i}");
            command.Add("payload", payload);
            await command.ExecuteNonQueryAsync();
        }

        await transaction.CommitAsync();
    }

    public async Task<double> DueMilliseconds()
    {
        const int Queries = 200;
        var due = _host.Services.GetRequiredService<DueRecords>();
        var loop = _host.Services.GetRequiredService<LoopBook>().WakeScan;
        var past = SystemClock.Instance.GetCurrentInstant() - Duration.FromDays(1);
        await due.Read(past, null, WakeScanOptions.Batch, loop, default);
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < Queries; i++)
            await due.Read(past, null, WakeScanOptions.Batch, loop, default);
        return watch.Elapsed.TotalMilliseconds / Queries;
    }

    public async Task<double> BytesARow()
    {
        await using var connection = await _database.Open(default);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT avg(length(payload)) FROM fleet_record";
        return Convert.ToDouble(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private async Task<double> Measure(int writers, Func<int, DbConnection, Task> write)
    {
        await MakeBare();
        long written = 0;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(async () =>
        {
            await using var connection = await _database.Open(default);
            for (var record = writer; watch.Elapsed < Length; record = (record + writers) % (Records / writers * writers))
            {
                await write(record, connection);
                Interlocked.Increment(ref written);
            }
        })));
        return written / watch.Elapsed.TotalSeconds;
    }

    private async Task MakeBare()
    {
        await using var connection = await _database.Open(default);
        await using var command = connection.CreateCommand();
        var blob = _database.Dialect == "PostgreSql" ? "bytea" : "BLOB";
        command.CommandText = $"CREATE TABLE IF NOT EXISTS fleet_bare (id integer PRIMARY KEY, payload {blob})";
        await command.ExecuteNonQueryAsync();
        for (var i = 0; i < Records; i++)
        {
            command.CommandText = $"INSERT INTO fleet_bare (id) VALUES ({i}) ON CONFLICT DO NOTHING";
            await command.ExecuteNonQueryAsync();
        }
    }

    private static byte[] Payload(string user, Instant? deadline)
    {
        var state = new StoredRecord<UserState>();
        SampleRecord.Fill(state, user, deadline);
        return new FleetRecordSerializer().Serialize(state).ToArray();
    }
}
