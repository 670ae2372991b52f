using DeskFleet.Durable.Tests.Support;
using DeskFleet.Silo.Storage;

namespace DeskFleet.Durable.Tests.Clusters;

/// <summary>The death of a peer is news and no fault: its survivors say it in sentences, and call no record odd for it.</summary>
public sealed class QuietKillTests(PostgresServer postgres, ITestOutputHelper output)
{
    private const int Silos = 3;
    private static readonly int Kills = FullRun.Is ? 8 : 2;

    [Fact]
    public async Task Survivors_OfAKilledSilo_ShowNoStackTrace()
    {
        using var store = Store.Of(StoreKind.Postgres, postgres);
        await using var cluster = new SiloCluster(store, Silos);
        await cluster.StartAll();
        await cluster.Fleet.SetUp(hosts: 4);
        await using var load = new Load(cluster.Fleet, cluster.Database, people: 6);
        load.Begin();
        var said = new List<string>();
        for (var kill = 0; kill < Kills; kill++)
        {
            await Task.Delay(3000, TestContext.Current.CancellationToken);
            await cluster.Kill(kill % Silos);
            await cluster.Database.Until("SELECT count(*) FROM fleet_member WHERE status = 3", Silos - 1, TimeSpan.FromMinutes(2));
            await Task.Delay(1000, TestContext.Current.CancellationToken);
            await cluster.Revive();
        }

        await load.End();
        // Who was killed and came back begins a new log; the others have theirs from the start.
        for (var silo = 0; silo < Silos; silo++)
            said.AddRange(cluster.Log(silo));
        var traces = said.Where(line => line.Contains("   at ", StringComparison.Ordinal) || line.Contains("Watchdog", StringComparison.Ordinal)).ToList();
        traces.ForEach(output.WriteLine);
        Assert.Empty(traces);
        Assert.DoesNotContain(said, line => line.Contains(" passes over ", StringComparison.Ordinal));
    }
}
