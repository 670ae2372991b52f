using DeskFleet.Durable.Tests.Support;
using DeskFleet.Silo.Storage;
using DeskFleet.Silo.Tests.Process;
using Microsoft.Extensions.Logging.Abstractions;

namespace DeskFleet.Durable.Tests.Schema;

public sealed class SchemaTests(PostgresServer postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Postgres_TenSilosStartAtOnce_DatabaseAndSchemaAreMadeOnce()
    {
        using var store = Store.Of(StoreKind.Postgres, postgres);
        var silos = Enumerable.Range(0, 10).Select(_ => store.Open()).ToList();

        await Task.WhenAll(silos.Select(Prepare));

        Assert.Equal(new SqlScripts("PostgreSql").Migrations.Length, await silos[0].Scalar<int>("SELECT count(*) FROM fleet_schema"));
        foreach (var silo in silos)
            await silo.DisposeAsync();
    }

    [Fact]
    public async Task Sqlite_TenKeepersAtOnce_SchemaIsMadeOnce()
    {
        using var store = Store.Of(StoreKind.Sqlite, postgres);
        await using var database = store.Open();
        await database.CreateIfMissing(Cancellation);

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => new SchemaKeeper(database).BringUpToDate(null, Cancellation), Cancellation)));

        Assert.Equal(new SqlScripts("Sqlite").Migrations.Length, await database.Scalar<int>("SELECT count(*) FROM fleet_schema"));
    }

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("PostgreSql")]
    public void Steps_OfADialect_AreNumberedWithoutGapsAndOnce(string dialect)
    {
        var steps = new SqlScripts(dialect).Migrations;

        Assert.Equal(Enumerable.Range(1, steps.Length), steps.Select(step => step.Version));
    }

    [Fact]
    public async Task Sqlite_SecondSiloOnTheFolder_IsRefusedBySentence()
    {
        using var store = Store.Of(StoreKind.Sqlite, postgres);
        await using var first = store.Open();
        await Prepare(first);
        await using var second = store.Open();

        var refused = await Assert.ThrowsAsync<StoreException>(() => Prepare(second));

        Assert.Contains("belongs to a silo that runs", refused.Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Store.Kinds), MemberType = typeof(Store))]
    public async Task Schema_OfANewerVersion_IsRefusedBySentence(StoreKind kind)
    {
        using var store = Store.Of(kind, postgres);
        await using var database = store.Open();
        await Prepare(database);
        await database.Execute("INSERT INTO fleet_schema (version, name) VALUES (999, 'of tomorrow')");

        var refused = await Assert.ThrowsAsync<StoreException>(() => Prepare(database));

        Assert.Contains("has schema 999", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Database=fleet;Username=u;Password=geheim", "does not answer (ConnectionRefused)")]
    [InlineData("Host=no-such-host.invalid;Database=fleet;Username=u;Password=geheim", "does not answer")]
    public async Task Postgres_Unreachable_IsSaidWithoutTheSecret(string connection, string expected)
    {
        await using var database = new PostgresDatabase(connection);

        var refused = await Assert.ThrowsAsync<StoreException>(() => Prepare(database));

        Assert.True(refused.Passes);
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sqlite_FileIsNoDatabase_IsRefusedBySentence()
    {
        using var store = Store.Of(StoreKind.Sqlite, postgres);
        await File.WriteAllTextAsync(Path.Combine(store.Arguments[^1], SqliteDatabase.FileName), new string('x', 4096), Cancellation);
        await using var database = store.Open();

        var refused = await Assert.ThrowsAsync<StoreException>(() => Prepare(database));

        Assert.Contains("damaged or no database", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("geheim")]
    [InlineData("Hots=x;Password=geheim")]
    [InlineData("Host=x;Username=u;Password=geheim")]
    public void Postgres_NoConnectionString_IsRefusedWithoutRepeatingIt(string text)
    {
        var refused = Assert.Throws<ArgumentException>(() => new PostgresDatabase(text));

        Assert.DoesNotContain("geheim", refused.ToString(), StringComparison.Ordinal);
    }

    /// <summary>The first silo of a newer version has brought the schema up to date while older ones still run.</summary>
    [Fact]
    public async Task OlderSilos_WhenTheSchemaBecomesNewer_GoOnButNoneStarts()
    {
        using var store = Store.Of(StoreKind.Postgres, postgres);
        using var running = await RunningSilo.Start(store);
        await running.Fleet.SetUp();
        await using var database = store.Open();
        await database.Execute("INSERT INTO fleet_schema (version, name) VALUES (999, 'of tomorrow')");

        await running.Fleet.LaunchOne("ann");
        using var another = new SiloProcess(store.Arguments, store.Environment);

        Assert.Equal(1, await another.Exit());
        Assert.Contains(another.Errors, line => line.Contains("has schema 999", StringComparison.Ordinal));
        await running.Fleet.LaunchOne("bob");
        await running.Kill();
    }

    private static Task Prepare(FleetDatabase database) =>
        new DatabaseStart(database, TimeProvider.System, NullLogger<DatabaseStart>.Instance).Prepare(TimeSpan.Zero, Cancellation);
}
