using DeskFleet.Durable.Tests.Support;
using DeskFleet.Silo.Storage;

namespace DeskFleet.Durable.Tests.Clusters;

/// <summary>The death of a peer is news and no fault: its survivors say it in sentences.</summary>
public sealed class QuietKillTests(PostgresServer postgres)
{
    [Fact]
    public async Task Survivors_OfAKilledSilo_ShowNoStackTrace()
    {
        using var store = Store.Of(StoreKind.Postgres, postgres);
        await using var cluster = new SiloCluster(store, 3);
        await cluster.StartAll();
        await cluster.Fleet.SetUp(hosts: 4);
        await using var load = new Load(cluster.Fleet, cluster.Database, people: 6);
        load.Begin();
        await Task.Delay(3000, TestContext.Current.CancellationToken);
        await cluster.Kill(1);
        await cluster.Database.Until("SELECT count(*) FROM fleet_member WHERE status = 3", 2, TimeSpan.FromSeconds(120));
        await load.End();

        Assert.DoesNotContain(load.Failures.Keys, failure => failure.EndsWith("Exception", StringComparison.Ordinal));
        var traces = cluster.Log(0).Concat(cluster.Log(2)).Where(line => line.Contains(" at Orleans.", StringComparison.Ordinal) || line.Contains(" at DeskFleet.", StringComparison.Ordinal));
        Assert.True(!traces.Any(), string.Join('\n', traces));
    }
}
