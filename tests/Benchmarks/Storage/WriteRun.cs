using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using DeskFleet.Contracts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Users;
using DeskFleet.Grains.Hosting;
using DeskFleet.Grains.Kernel;
using DeskFleet.Grains.Storage;
using DeskFleet.Silo.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
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

    private long _sequence;

    private WriteRun(FleetDatabase database, IHost host)
    {
        (_database, _host) = (database, host);
        _storage = host.Services.GetRequiredKeyedService<IGrainStorage>(FleetStorage.Name);
    }

    public static TimeSpan Length { get; } = TimeSpan.FromSeconds(5);

    public int PayloadBytes => Payload(0).Length;

    public static async Task<WriteRun> Prepare(FleetDatabase database, StoreKind kind)
    {
        await new DatabaseStart(database, TimeProvider.System, NullLogger<DatabaseStart>.Instance).Prepare(TimeSpan.FromSeconds(10), default);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleans(silo => silo
            .UseFleetStorage(new() { Kind = kind, ClusterId = "benchmark" }, database, 31111, 31112)
            .AddDeskFleet());
        var host = builder.Build();
        await host.StartAsync();
        return new(database, host);
    }

    public Task<double> Storage(int writers) => Measure(writers, async (record, _) =>
    {
        Fill(_states[record].State!, record);
        await _storage.WriteStateAsync(nameof(EntityKind.User), GrainId.Create("user", $"d-1/u{record}"), _states[record]);
    });

    /// <summary>One update of one row by its key, on a connection that stays open.</summary>
    public Task<double> Bare(int writers) => Measure(writers, async (record, connection) =>
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "UPDATE fleet_bare SET payload = @payload WHERE id = @id";
        command.Add("payload", Payload(record));
        command.Add("id", record);
        await command.ExecuteNonQueryAsync();
    });

    /// <summary>Adds stopped desktops that wait for nothing.</summary>
    public async Task Idle()
    {
        await using var connection = await _database.Open(default);
        await using var transaction = await connection.BeginTransactionAsync();
        var payload = Payload(-1);
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
        var past = SystemClock.Instance.GetCurrentInstant() - Duration.FromDays(1);
        await due.Read(past, null, WakeScanOptions.Batch, default);
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < Queries; i++)
            await due.Read(past, null, WakeScanOptions.Batch, default);
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

    private byte[] Payload(int record)
    {
        var state = new StoredRecord<UserState>();
        Fill(state, record);
        return new FleetRecordSerializer().Serialize(state).ToArray();
    }

    /// <summary>A record as large as a desktop's: eight remembered results, and one line for the journal. A negative one waits for nothing.</summary>
    private void Fill(StoredRecord<UserState> state, int record)
    {
        var entity = Entity.Of(new DirectoryId("d-1"), UserName.Of($"u{record}"));
        var now = SystemClock.Instance.GetCurrentInstant();
        var sequence = Interlocked.Increment(ref _sequence);
        var results = Enumerable.Range(0, RecentOperations.Kept).Select(i => new OperationResult(new(now.ToUnixTimeMilliseconds(), $"result-{i}"), Accepted.Instance));
        state.Record = EntityKernel<UserState, User>.New(entity.Key) with
        {
            Sequence = sequence,
            Recent = new([.. results], null),
            Deadline = record < 0 ? null : now + Duration.FromHours(1),
        };
        state.Lines = [new LoggedEvent(now, entity, sequence, new OperationRefused("benchmark", RefusalCode.InvalidState, new string('x', 200)))];
    }
}
