using DeskFleet.Core.Identity;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Silo.Storage;

namespace DeskFleet.Durable.Tests.Clusters;

public sealed class RollingRestartTests(PostgresServer postgres)
{
    private const int Silos = 3;
    private const int People = 12;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary>An upgrade: one silo after another drains, ends and comes back. Who is connected stays so, and no machine is told anything.</summary>
    [Fact]
    public async Task Silos_RestartedOneAfterAnother_DropNoSessionAndRepeatNoOrder()
    {
        using var store = Store.Of(StoreKind.Postgres, postgres);
        await using var cluster = new SiloCluster(store, Silos);
        await cluster.StartAll();
        await cluster.Fleet.SetUp(hosts: 2);
        var desktops = await Task.WhenAll(Enumerable.Range(0, People).Select(async person =>
        {
            var id = await cluster.Fleet.LaunchOne($"person-{person}");
            await cluster.Fleet.Connect(id, new(Fleet.NewId(), UserName.Of($"person-{person}"), new SessionId($"session-{person}")));
            return id;
        }));
        var before = await JournalCheck.Of(cluster.Database);

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
        Assert.Equal(before.Lines, after.Lines);
        Assert.Empty(after.Closed);
        foreach (var id in desktops)
            Assert.Equal(1, await Stored.Count<WorkSpaceState>(cluster.Database, Core.Kernel.Entity.Of(id), desktop => (int)desktop.Epoch));
    }
}
