using DeskFleet.Core.Accounts;
using DeskFleet.Core.Directories;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Silo.Storage;

namespace DeskFleet.Durable.Tests.Clusters;

/// <summary>Real silos: a hundred callers want the last one there is.</summary>
public sealed class LastUnitTests(PostgresServer postgres)
{
    private const int Callers = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(100);

    [Fact]
    public async Task Launch_HundredForTheLastUnitOverTwoSilos_OneWinsAndTheOthersAreRefusedByName()
    {
        using var store = Store.Of(StoreKind.Postgres, postgres);
        await using var cluster = new SiloCluster(store, silos: 2);
        await cluster.StartAll();
        await cluster.Fleet.SetUp(hosts: 2);
        await cluster.Fleet.Accept(Entity.Of(Fleet.Account), new SetLimits(1, GraphicsMonthlyEnabled: false));

        var replies = await Task.WhenAll(Enumerable.Range(0, Callers).Select(number => cluster.Fleet.Launch(Fleet.Launch($"user-{number}"))));

        var winner = Assert.Single(replies.OfType<Launched>());
        Assert.All(replies.Where(reply => reply is not Launched), reply => Assert.Equal(RefusalCode.LimitExceeded, Assert.IsType<Refused>(reply).Code));
        Assert.Equal(Callers, replies.Length);
        await cluster.Fleet.WaitFor(winner.WorkSpace, Lifecycle.Available, Patience, TestContext.Current.CancellationToken);
        Assert.Empty(await Audit.Of(cluster.Database, Patience));
        Assert.Equal(1, await Stored.Count<AccountState>(cluster.Database, Entity.Of(Fleet.Account), account => account.WorkSpaces));
        Assert.Equal(1, await Stored.Count<DirectoryState>(
            cluster.Database, Entity.Of(Fleet.Directory), directory => directory.Count(Fleet.ZoneA) + directory.Count(Fleet.ZoneB)));
    }
}
