using DeskFleet.Durable.Tests.Support;
using DeskFleet.Silo.Storage;
using DeskFleet.Silo.Tests.Process;
using Microsoft.Extensions.Logging.Abstractions;

namespace DeskFleet.Durable.Tests.Clusters;

/// <summary>A shared database belongs to one cluster, and knows to which.</summary>
public sealed class ClusterClaimTests(PostgresServer postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnotherCluster_WhileAMemberLives_DoesNotStartAndSaysTheMend()
    {
        using var store = Store.Of(StoreKind.Postgres, postgres);
        using var one = await RunningSilo.Start(store);
        using var two = Silo(store, "two");

        Assert.Equal(1, await two.Exit());

        var said = Assert.Single(two.Errors);
        Assert.Contains($"is in use by silos of the cluster deskfleet (127.0.0.1:{store.SiloPort}), and this one is of 'two'", said, StringComparison.Ordinal);
        Assert.Contains("--cluster-id", said, StringComparison.Ordinal);
        Assert.DoesNotContain(two.Output, line => line.Contains("DeskFleet listens", StringComparison.Ordinal));
        await using var database = store.Open();
        Assert.Equal("deskfleet", await database.Scalar<string>("SELECT name FROM fleet_cluster"));
        await one.Kill();
    }

    [Fact]
    public async Task AnotherCluster_WhenAllMembersHaveStopped_TakesTheDatabase()
    {
        using var store = Store.Of(StoreKind.Postgres, postgres);
        using var one = Silo(store, "one");
        await one.Says("DeskFleet listens", TimeSpan.FromSeconds(120));
        Assert.Equal(0, await one.Terminate());

        using var two = Silo(store, "two");
        await two.Says("DeskFleet listens", TimeSpan.FromSeconds(120));

        await using var database = store.Open();
        Assert.Equal("two", await database.Scalar<string>("SELECT name FROM fleet_cluster"));
    }

    /// <summary>Nobody is a member yet, so only the claim itself can tell them apart.</summary>
    [Fact]
    public async Task TwoClusters_StartingAtOnceOnAnEmptyDatabase_OneGetsIt()
    {
        using var store = Store.Of(StoreKind.Postgres, postgres);
        var clusters = Enumerable.Range(0, 8).Select(silo => silo % 2 == 0 ? "one" : "two").ToList();

        var refused = await Task.WhenAll(clusters.Select(cluster => Prepare(store, cluster)));

        Assert.Equal(4, refused.Count(sentence => sentence is null));
        Assert.Single(clusters.Zip(refused).Where(silo => silo.Second is null).Select(silo => silo.First).Distinct());
        Assert.All(refused.OfType<string>(), sentence => Assert.Contains("(starting)", sentence, StringComparison.Ordinal));
    }

    /// <summary>It stood still for so long that it counted as gone, and another cluster has begun.</summary>
    [Fact]
    public async Task Silo_WhoseDatabaseHasGoneToAnotherCluster_StopsAndSaysSo()
    {
        using var store = Store.Of(StoreKind.Postgres, postgres);
        using var one = Silo(store, "one");
        await one.Says("DeskFleet listens", TimeSpan.FromSeconds(120));
        await using var database = store.Open();

        await database.Execute("UPDATE fleet_cluster SET name = 'two'");
        await one.Says("belongs to the cluster 'two' now", TimeSpan.FromSeconds(60));

        Assert.Equal(1, await one.Exit());
        Assert.Contains(one.Errors, line => line.Contains("give that --cluster-id, or another database", StringComparison.Ordinal));
    }

    /// <summary>A refused start changes nothing: neither whose it is nor its schema.</summary>
    private static async Task<string?> Prepare(Store store, string cluster)
    {
        await using var database = store.Open();
        try
        {
            await new DatabaseStart(database, TimeProvider.System, NullLogger<DatabaseStart>.Instance) { Cluster = cluster }.Prepare(TimeSpan.Zero, Cancellation);
            return null;
        }
        catch (StoreException refused)
        {
            return refused.Message;
        }
    }

    private static SiloProcess Silo(Store store, string cluster) => new(
        [
            .. store.Arguments, "--urls", $"http://127.0.0.1:{SiloProcess.FreePort()}", "--silo-port", $"{SiloProcess.FreePort()}",
            "--gateway-port", $"{SiloProcess.FreePort()}", "--driver-time-scale", "3000", "--cluster-id", cluster,
        ],
        store.Environment);
}
