using System.Data.Common;
using System.Text.Json;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Silo.Storage;
using DeskFleet.Silo.Storage.Audit;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace DeskFleet.Durable.Tests.Trail;

/// <summary>The trail's table on either database: read by resource, caller and time, append-only, kept for its term.</summary>
public sealed class AuditTableTests(PostgresServer postgres)
{
    private const string Service = "deskfleet";
    private const string Arn = "arn:aws:workspaces:us-east-1:111122223333:workspace/ws-1";

    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 9, 0);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Store.Kinds), MemberType = typeof(Store))]
    public async Task Find_ByResourceCallerAndTime_IsWhatWasAskedForPageByPage(StoreKind kind)
    {
        using var store = Store.Of(kind, postgres);
        await using var database = await Prepared(store);
        var table = new AuditTable(database, Service);
        await table.Append([Row(0, "ann", Arn), Row(1, "bob", Arn, "arn:aws:workspaces:us-east-1:111122223333:workspace/ws-2")], Cancellation);
        await table.Append([Row(2, "ann", "h-1"), Row(3, null, "*"), Row(4, "ann", "arn:aws:workspaces:eu-west-1:999999999999:workspace/ws-1")], Cancellation);

        Assert.Equal([0, 1, 2, 3, 4], await Numbers(table, new()));
        Assert.Equal([0, 1, 4], await Numbers(table, new("ws-1")));
        Assert.Equal([0, 1], await Numbers(table, new(Arn)));
        Assert.Equal([0, 2, 4], await Numbers(table, new(Caller: "ann")));
        Assert.Equal([1], await Numbers(table, new("ws-1", "bob")));
        Assert.Equal([2], await Numbers(table, new("h-1")));
        Assert.Equal([1, 2], await Numbers(table, new(From: Start + Duration.FromSeconds(1), To: Start + Duration.FromSeconds(3))));
        Assert.Empty(await Numbers(table, new("*")));
    }

    [Theory, MemberData(nameof(Store.Kinds), MemberType = typeof(Store))]
    public async Task Rows_ChangedOrDroppedByAnybody_AreRefused(StoreKind kind)
    {
        using var store = Store.Of(kind, postgres);
        await using var database = await Prepared(store);
        var table = new AuditTable(database, Service);
        await table.Append([Row(0, "ann", Arn)], Cancellation);

        foreach (var sql in new[] { "UPDATE fleet_audit SET caller = 'bob'", "DELETE FROM fleet_audit", kind == StoreKind.Postgres ? "TRUNCATE fleet_audit" : "DELETE FROM fleet_audit WHERE true" })
            Assert.Contains("append-only", (await Assert.ThrowsAnyAsync<DbException>(() => database.Execute(sql))).Message, StringComparison.Ordinal);

        Assert.Equal([0], await Numbers(table, new(Caller: "ann")));
    }

    [Theory, MemberData(nameof(Store.Kinds), MemberType = typeof(Store))]
    public async Task Trim_OfWhatIsOlderThanItsTerm_LeavesTheRest(StoreKind kind)
    {
        using var store = Store.Of(kind, postgres);
        await using var database = await Prepared(store);
        var table = new AuditTable(database, Service);
        await table.Append([.. Enumerable.Range(0, AuditTable.TrimBatch + 10).Select(i => Row(i, "ann", Arn))], Cancellation);

        var dropped = new List<int>();
        do
            dropped.Add(await table.Trim(Start + Duration.FromSeconds(AuditTable.TrimBatch + 5), Cancellation));
        while (dropped[^1] > 0);

        Assert.Equal([AuditTable.TrimBatch, 5, 0], dropped);
        Assert.Equal(Enumerable.Range(AuditTable.TrimBatch + 5, 5), await Numbers(table, new("ws-1")));
        Assert.Equal(5, await database.Scalar<int>("SELECT count(*) FROM fleet_audit_resource"));
    }

    /// <summary>A database as the version before left it.</summary>
    [Theory, MemberData(nameof(Store.Kinds), MemberType = typeof(Store))]
    public async Task Schema_OfTheVersionBefore_GetsTheTableAndKeepsWhatItHas(StoreKind kind)
    {
        using var store = Store.Of(kind, postgres);
        await using var database = store.Open();
        await database.CreateIfMissing(Cancellation);
        await database.Execute("CREATE TABLE IF NOT EXISTS fleet_schema (version integer NOT NULL PRIMARY KEY, name text NOT NULL)");
        foreach (var step in new SqlScripts(database.Dialect).Migrations.TakeWhile(step => !step.Name.EndsWith("-audit", StringComparison.Ordinal)))
        {
            await database.Execute(step.Sql);
            await database.Execute($"INSERT INTO fleet_schema (version, name) VALUES ({step.Version}, '{step.Name}')");
        }

        await database.Execute("INSERT INTO fleet_usage (service, id, usage) VALUES ('deskfleet', 'ws-1', '{}')");

        await new SchemaKeeper(database).BringUpToDate(null, Cancellation);

        await new AuditTable(database, Service).Append([Row(0, "ann", Arn)], Cancellation);
        Assert.Equal([0], await Numbers(new(database, Service), new("ws-1")));
        Assert.Equal(1, await database.Scalar<int>("SELECT count(*) FROM fleet_usage"));
    }

    [Theory, MemberData(nameof(Store.Kinds), MemberType = typeof(Store))]
    public async Task Writer_WhileTheTableIsAway_StoresNothingThatWaitsAndLaterWhatIsOwed(StoreKind kind)
    {
        using var store = Store.Of(kind, postgres);
        await using var database = await Prepared(store);
        var table = new AuditTable(database, Service);
        await using var writer = new AuditWriter(table, TimeProvider.System, NullLogger<AuditWriter>.Instance);
        Assert.True(await writer.Store(Row(0, "ann", Arn), TimeSpan.FromMinutes(1)));
        await using (var held = await Hold(database))
        {
            Assert.False(await writer.Store(Row(1, "ann", Arn), TimeSpan.FromMilliseconds(200)));
            writer.Owe(Row(2, "ann", Arn));
            // A connection that goes back to its pool may keep its transaction.
            await using var letGo = held.CreateCommand();
            letGo.CommandText = "ROLLBACK";
            await letGo.ExecuteNonQueryAsync(Cancellation);
        }

        Assert.True(await writer.Store(Row(3, "ann", Arn), TimeSpan.FromMinutes(1)));
        var numbers = await Numbers(table, new());
        // Whether the first one, that nobody waits for any more, came in after all is not known: it was refused, and says so itself.
        Assert.Equal([0, 2, 3], numbers.Where(number => number != 1));
        Assert.Equal(0, writer.Lost);
    }

    /// <summary>One row that the database cannot take, because of what it holds, takes none of the others with it.</summary>
    [Fact]
    public async Task Writer_ARowThatCannotBeStored_LosesOnlyIt()
    {
        using var store = Store.Of(StoreKind.Postgres, postgres);
        await using var database = await Prepared(store);
        var table = new AuditTable(database, Service);
        var writer = new AuditWriter(table, TimeProvider.System, NullLogger<AuditWriter>.Instance);
        writer.Owe(Row(0, "ann", Arn));
        writer.Owe(new(Start, """{"resources":["\u0000"],"number":1}"""));
        Assert.True(await writer.Store(Row(2, "ann", Arn), TimeSpan.FromMinutes(1)));
        await writer.DisposeAsync();
        Assert.Equal(1, writer.Lost);

        Assert.Equal([0, 2], await Numbers(table, new()));
    }

    /// <summary>Somebody else holds the table, so that nobody can write to it until he lets go.</summary>
    private static async Task<DbConnection> Hold(FleetDatabase database)
    {
        var connection = await database.Open(Cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = database is PostgresDatabase ? "BEGIN; LOCK TABLE fleet_audit IN EXCLUSIVE MODE" : "BEGIN IMMEDIATE";
        await command.ExecuteNonQueryAsync(Cancellation);
        return connection;
    }

    private static async Task<FleetDatabase> Prepared(Store store)
    {
        var database = store.Open();
        await new DatabaseStart(database, TimeProvider.System, NullLogger<DatabaseStart>.Instance).Prepare(TimeSpan.Zero, Cancellation);
        return database;
    }

    private static async Task<List<int>> Numbers(AuditTable table, AuditQuery query)
    {
        var numbers = new List<int>();
        for (AuditCursor? next = query.After; next is not null;)
        {
            var page = await table.Find(query with { After = next }, 2, Cancellation);
            numbers.AddRange(page.Records.Select(record => JsonDocument.Parse(record).RootElement.GetProperty("number").GetInt32()));
            next = page.Next;
        }

        return numbers;
    }

    private static AuditRow Row(int number, string? caller, params string[] resources) =>
        new(Start + Duration.FromSeconds(number), JsonSerializer.Serialize(caller is null ? new { number, resources } : (object)new { number, caller, resources }));
}
