using System.Globalization;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Silo.Storage;

namespace DeskFleet.Durable.Tests.Clusters;

/// <summary>Three silos on PostgreSQL under load: one after another is killed, never before all three are there again, and at last all at once.</summary>
public sealed class KilledSilosTests(PostgresServer postgres, ITestOutputHelper output)
{
    private const int Silos = 3;
    private static readonly int LeastAcknowledged = FullRun.Is ? 10_000 : 1;
    private static readonly int Kills = FullRun.Is ? 20 : 3;
    private static readonly int People = FullRun.Is ? 24 : 12;

    /// <summary>Of the calm rate; the short form runs beside other tests and has few kills, so it only sees that work goes on.</summary>
    private static readonly double LeastGoodput = FullRun.Is ? 0.7 : 0;
    /// <summary>Until everything is compiled as well as it will be, so that what counts as calm is not too easy to reach.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(FullRun.Is ? 60 : 5);
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(FullRun.Is ? 30 : 5);

    /// <summary>From one kill to the next at least; a silo is back sooner.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(FullRun.Is ? 30 : 8);

    /// <summary>The short form runs on machines that may need half a minute to start a process.</summary>
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(FullRun.Is ? 30 : 600);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Silos_KilledUnderLoad_LoseNothingAndDoNothingTwice()
    {
        using var store = Store.Of(StoreKind.Postgres, postgres);
        await using var cluster = new SiloCluster(store, Silos);
        await cluster.StartAll();
        await cluster.Fleet.SetUp(hosts: 4);
        await using var load = new Load(cluster.Fleet, cluster.Database, People);
        load.Begin();
        await Task.Delay(WarmUp, TestContext.Current.CancellationToken);
        var begun = load.Now;
        await Task.Delay(Calm, TestContext.Current.CancellationToken);
        var kills = new List<Kill>();
        for (var silo = 0; kills.Count < Kills; silo = (silo + 1) % Silos)
            kills.Add(await KillOne(cluster, silo, load));
        var (calm, killed) = (load.Rate(begun, kills[0].At), load.Rate(kills[0].At, load.Now));
        kills.Add(await KillAll(cluster, load));
        await load.End();

        Report(load, calm, killed, kills);
        load.AssertIn(await JournalCheck.Of(cluster.Database));
        Assert.Empty(await Audit.Of(cluster.Database, Patience));
        Assert.All(kills, kill => Assert.InRange(load.FirstAfter(kill.At)[^1], TimeSpan.Zero, Recovery));
        Assert.True(load.Acknowledged >= LeastAcknowledged, $"Only {load.Acknowledged} commands were acknowledged.");
        Assert.True(killed >= LeastGoodput * calm, $"Goodput fell from {calm:0.0} to {killed:0.0} commands a second.");
    }

    /// <summary>Returns when membership shows all of them active again, and after some work.</summary>
    private static async Task<Kill> KillOne(SiloCluster cluster, int silo, Load load)
    {
        var at = load.Now;
        await cluster.Kill(silo);
        cluster.Start(silo);
        await cluster.AllActive();
        var active = load.Now;
        if (at + Pace - active is { Ticks: > 0 } rest)
            await Task.Delay(rest, TestContext.Current.CancellationToken);
        return new(at, active);
    }

    private static async Task<Kill> KillAll(SiloCluster cluster, Load load)
    {
        var at = load.Now;
        for (var silo = 0; silo < Silos; silo++)
            await cluster.Kill(silo);
        for (var silo = 0; silo < Silos; silo++)
            cluster.Start(silo);
        await cluster.AllActive();
        var active = load.Now;
        await Task.Delay(Calm, TestContext.Current.CancellationToken);
        return new(at, active);
    }

    private void Report(Load load, double calm, double killed, IReadOnlyList<Kill> kills)
    {
        var failures = string.Join(", ", load.Failures.Select(failure => $"{failure.Key} {failure.Value}"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Kills} kills and all at once: {load.Acknowledged} commands acknowledged; {calm:0.0}/s calm, {killed:0.0}/s while killed ({killed / calm:0%}); failures: {failures}"));
        output.WriteLine($"acknowledged in each second after a kill, of the calm rate: {string.Join(' ', Profile(load, calm, kills))}");
        foreach (var kill in kills)
        {
            var waits = load.FirstAfter(kill.At);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"all active after {(kill.AllActive - kill.At).TotalSeconds:0.0} s; first success of half the people within {waits[waits.Count / 2].TotalSeconds:0.0} s, of three in four {waits[waits.Count * 3 / 4].TotalSeconds:0.0} s, of all within {waits[^1].TotalSeconds:0.0} s"));
        }
    }

    /// <summary>The mean over the kills of one silo.</summary>
    private static IEnumerable<string> Profile(Load load, double calm, IReadOnlyList<Kill> kills) =>
        Enumerable.Range(0, (int)Pace.TotalSeconds).Select(second => kills.Take(Kills)
            .Average(kill => load.Rate(kill.At + TimeSpan.FromSeconds(second), kill.At + TimeSpan.FromSeconds(second + 1)) / calm)
            .ToString("0%", CultureInfo.InvariantCulture));

    /// <param name="AllActive">When membership showed all silos again.</param>
    private sealed record Kill(TimeSpan At, TimeSpan AllActive);
}
