using DeskFleet.Core.Identity;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Silo.Storage;
using Microsoft.Data.Sqlite;

namespace DeskFleet.Durable.Tests.Clusters;

public sealed class RollingRestartTests(PostgresServer postgres)
{
    private const int Silos = 3;
    private const int People = 12;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>An upgrade: one silo after another drains, ends and comes back. Who is connected stays so, and no machine is told anything.</summary>
    [Fact]
    public async Task Silos_RestartedOneAfterAnother_DropNoSessionAndRepeatNoOrder()
    {
        using var store = Store.Of(StoreKind.Postgres, postgres);
        await using var cluster = new SiloCluster(store, Silos, "--machine-file", store.MachineFile);
        await cluster.StartAll();
        await cluster.Fleet.SetUp(hosts: 2);
        var desktops = await Task.WhenAll(Enumerable.Range(0, People).Select(async person =>
        {
            var id = await cluster.Fleet.LaunchOne($"person-{person}");
            var connect = new Connect(Fleet.NewId(), UserName.Of($"person-{person}"), new SessionId($"session-{person}"));
            Assert.IsType<Connected>(await Patient.Question(() => cluster.Fleet.Connect(id, connect), Patience));
            return id;
        }));
        var (before, ordered) = (await JournalCheck.Of(cluster.Database), await Orders(store));

        for (var silo = 0; silo < Silos; silo++)
        {
            Assert.Equal(0, await cluster.Terminate(silo));
            cluster.Start(silo);
            await cluster.AllActive();
        }

        for (var person = 0; person < People; person++)
        {
            await cluster.Fleet.Until(desktops[person], Patience, Lifecycle.Available);
            Assert.Equal(new SessionId($"session-{person}"), (await cluster.Fleet.Describe(desktops[person]))!.Session);
        }

        var after = await JournalCheck.Of(cluster.Database);
        Assert.Equal([], after.Told.Except(before.Told));
        Assert.Empty(after.Closed);
        Assert.Equal(People, ordered.Count);
        Assert.Equal(ordered, await Orders(store));
    }

    /// <summary>What each machine was told last, and how often: as the machines themselves have it.</summary>
    private static async Task<IReadOnlyList<string>> Orders(Store store)
    {
        await using var connection = new SqliteConnection($"Data Source={store.MachineFile}");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT workspace || ' epoch ' || epoch || ' told ' || orders || ' times' FROM machine ORDER BY workspace";
        var orders = new List<string>();
        await using var rows = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        while (await rows.ReadAsync(TestContext.Current.CancellationToken))
            orders.Add(rows.GetString(0));
        return orders;
    }
}
