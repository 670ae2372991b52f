using System.Globalization;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Silo.Storage;

namespace DeskFleet.Durable.Tests.Clusters;

/// <summary>Three silos on PostgreSQL under load: one after another is killed as soon as all three are there, and at last all at once.</summary>
public sealed class KilledSilosTests(PostgresServer postgres, ITestOutputHelper output)
{
    private const int Silos = 3;
    private const int LeastAcknowledged = 10_000;
    private static readonly int Kills = FullRun.Is ? 20 : 3;
    private static readonly int People = FullRun.Is ? 24 : 12;
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(FullRun.Is ? 30 : 5);
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary>Less than this after a kill was no interruption.</summary>
    private static readonly TimeSpan Noticed = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task Silos_KilledUnderLoad_LoseNothingAndDoNothingTwice()
    {
        using var store = Store.Of(StoreKind.Postgres, postgres);
        await using var cluster = new SiloCluster(store, Silos);
        await cluster.StartAll();
        await cluster.Fleet.SetUp(hosts: 4);
        await using var load = new Load(cluster.Fleet, People);
        load.Begin();
        await Task.Delay(Calm, TestContext.Current.CancellationToken);
        var begun = load.Now;
        await Task.Delay(Calm, TestContext.Current.CancellationToken);
        var kills = new List<TimeSpan> { load.Now };
        for (var kill = 0; kill < Kills; kill++)
        {
            kills.Add(load.Now);
            await cluster.Kill(kill % Silos);
            cluster.Start(kill % Silos);
            await cluster.AllActive();
        }

        var (calm, killed) = (load.Rate(begun, kills[0]), load.Rate(kills[0], load.Now));
        await KillAll(cluster, kills, load);
        await load.End();

        load.AssertIn(await JournalCheck.Of(cluster.Database));
        Assert.Empty(await Audit.Of(cluster.Database, Patience));
        var interruptions = kills.Skip(1).Select(moment => load.FirstAfter(moment).Where(wait => wait > Noticed).ToList()).Where(waits => waits.Count > 0).ToList();
        Report(load, calm, killed, [.. interruptions.Select(waits => (waits[0], waits[^1]))]);
        Assert.All(interruptions, waits => Assert.True(waits[0] < Recovery, $"The first success on its grains came after {waits[0]}."));
        if (FullRun.Is)
        {
            Assert.True(load.Acknowledged >= LeastAcknowledged, $"Only {load.Acknowledged} commands were acknowledged.");
            Assert.True(killed >= 0.7 * calm, $"Goodput fell from {calm:0.0} to {killed:0.0} commands a second.");
        }
    }

    private static async Task KillAll(SiloCluster cluster, List<TimeSpan> kills, Load load)
    {
        kills.Add(load.Now);
        for (var silo = 0; silo < Silos; silo++)
            await cluster.Kill(silo);
        for (var silo = 0; silo < Silos; silo++)
            cluster.Start(silo);
        await cluster.AllActive();
        await Task.Delay(Calm, TestContext.Current.CancellationToken);
    }

    private void Report(Load load, double calm, double killed, IReadOnlyList<(TimeSpan First, TimeSpan Last)> interruptions)
    {
        var failures = string.Join(", ", load.Failures.Select(failure => $"{failure.Key} {failure.Value}"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Kills} kills and all at once: {load.Acknowledged} commands acknowledged; {calm:0.0}/s calm, {killed:0.0}/s while killed ({killed / calm:0%}); failures: {failures}"));
        foreach (var (first, last) in interruptions)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"first success after {first.TotalSeconds:0.0} s, the last one served again after {last.TotalSeconds:0.0} s"));
    }
}
