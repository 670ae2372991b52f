using DeskFleet.Durable.Tests.Support;
using DeskFleet.Silo.Storage;

namespace DeskFleet.Durable.Tests.Clusters;

/// <summary>
/// An upgrade under load, with the silo of an earlier version as it was built from its commit: DESKFLEET_EARLIER_SILO names its program. One silo after the other becomes
/// this version's, and people notice nothing. One goes back in between: it does not start on the newer schema and says so, and those of its version that still run work on.
/// </summary>
public sealed class TwoVersionsTests(PostgresServer postgres, ITestOutputHelper output)
{
    private static readonly string? Earlier = Environment.GetEnvironmentVariable("DESKFLEET_EARLIER_SILO");
    private static readonly TimeSpan Mixed = TimeSpan.FromSeconds(FullRun.Is ? 30 : 8);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    [Fact]
    public async Task Silos_OfTwoVersions_WorkTogetherUnderLoadUntilAllAreNew()
    {
        Assert.SkipUnless(File.Exists(Earlier), "DESKFLEET_EARLIER_SILO names no deskfleet-silo.dll of an earlier version.");
        using var store = Store.Of(StoreKind.Postgres, postgres);
        await using var cluster = new SiloCluster(store, 3) { Program = Earlier };
        await cluster.StartAll();
        await cluster.Fleet.SetUp(hosts: 4);
        await using var load = new Load(cluster.Fleet, cluster.Database, people: 6);
        load.Begin();
        await Task.Delay(Mixed, TestContext.Current.CancellationToken);
        cluster.Program = null;
        for (var silo = 0; silo < cluster.Count; silo++)
        {
            await cluster.Terminate(silo);
            cluster.Start(silo);
            await cluster.AllActive();
            await Task.Delay(Mixed, TestContext.Current.CancellationToken);
            if (silo == 0)
                await GoesBack(cluster, silo);
        }

        await load.End();
        output.WriteLine($"{load.Acknowledged} commands acknowledged, the slowest answer after {load.Slowest.TotalSeconds:0.0} s; failures: {string.Join(", ", load.Failures)}");
        load.AssertIn(await JournalCheck.Of(cluster.Database));
        Assert.Empty(await Audit.Of(cluster.Database, Patience));
        await cluster.Database.Until("SELECT count(*) FROM fleet_workspace WHERE fold_sequence <> sequence", 0, Patience);
        Assert.Equal(1, await cluster.Database.Scalar<int>("SELECT count(DISTINCT proof) FROM fleet_cluster"));
    }

    /// <summary>The only new one is taken away again: the earlier ones go on with what it has written, and it is tried once more.</summary>
    private async Task GoesBack(SiloCluster cluster, int silo)
    {
        await cluster.Terminate(silo);
        cluster.Program = Earlier;
        cluster.Start(silo);
        await cluster.Exited(silo, Patience);
        output.WriteLine(Assert.Single(cluster.Log(silo), line => line.Contains(" has schema ", StringComparison.Ordinal)));
        await Task.Delay(Mixed, TestContext.Current.CancellationToken);
        cluster.Program = null;
        cluster.Start(silo);
        await cluster.AllActive();
    }
}
