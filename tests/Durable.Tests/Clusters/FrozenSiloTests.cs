using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Silo.Storage;

namespace DeskFleet.Durable.Tests.Clusters;

/// <summary>One of three silos stands still (SIGSTOP) while people work, and goes on: its peers and callers do without it, and it answers nobody from what it knew.</summary>
public sealed class FrozenSiloTests(PostgresServer postgres, ITestOutputHelper output)
{
    private const int Silos = 3;
    private static readonly int People = FullRun.Is ? 24 : 8;
    private static readonly int Freezes = FullRun.Is ? 4 : 1;
    private static readonly TimeSpan Still = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(FullRun.Is ? 30 : 5);

    /// <summary>On a machine that does nothing else: the full run's. The short form runs beside other tests.</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    [Fact]
    public async Task Silo_ThatStandsStillUnderLoad_HoldsNobodyAndAnswersNobodyAfterwards()
    {
        using var store = Store.Of(StoreKind.Postgres, postgres);
        await using var cluster = new SiloCluster(store, Silos);
        await cluster.StartAll();
        await cluster.Fleet.SetUp(hosts: 4);
        await using var load = new Load(cluster.Fleet, cluster.Database, People);
        load.Begin();
        await Task.Delay(Calm, TestContext.Current.CancellationToken);
        for (var silo = 0; silo < Freezes; silo++)
            await Freeze(cluster, silo % Silos, load);
        await load.End();

        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{load.Acknowledged} commands acknowledged, the slowest answer after {load.Slowest.TotalSeconds:0.0} s; failures: {string.Join(", ", load.Failures.Select(failure => $"{failure.Key} {failure.Value}"))}"));
        load.AssertIn(await JournalCheck.Of(cluster.Database));
        Assert.Empty(await Audit.Of(cluster.Database, Patience));
        Assert.DoesNotContain(load.Failures.Keys, failure => failure.EndsWith("Exception", StringComparison.Ordinal));
        Assert.True(!FullRun.Is || load.Slowest < MaxWait, $"Somebody waited {load.Slowest.TotalSeconds:0.0} s for an answer.");
    }

    private async Task Freeze(SiloCluster cluster, int silo, Load load)
    {
        var (watch, frozen) = (Stopwatch.StartNew(), load.Now);
        cluster.Freeze(silo);
        try
        {
            await cluster.Database.Until("SELECT count(*) FROM fleet_member WHERE status = 3", Silos - 1, Patience);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"declared dead after {watch.Elapsed.TotalSeconds:0.0} s"));
            if (Still - watch.Elapsed is { Ticks: > 0 } rest)
                await Task.Delay(rest, TestContext.Current.CancellationToken);
        }
        finally
        {
            cluster.Thaw(silo);
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"while it stood still {load.Rate(frozen, load.Now):0.0} commands a second, before {load.Rate(frozen - Calm, frozen):0.0}; everybody had an answer {load.FirstAfter(frozen)[^1].TotalSeconds:0.0} s after the freeze"));
        await cluster.Says(silo, "This silo stood still", Patience);
        await cluster.Exited(silo, Patience);
        foreach (var crash in new[] { "   at ", "Process terminated" })
            Assert.DoesNotContain(cluster.Log(silo), line => line.StartsWith(crash, StringComparison.Ordinal));
        cluster.Start(silo);
        await cluster.AllActive();
    }

    /// <summary>Asked through its own gateway, the moment it goes on.</summary>
    [Fact]
    public async Task Silo_ThatWasDeclaredDead_AnswersNothingStale()
    {
        using var store = Store.Of(StoreKind.Postgres, postgres);
        await using var cluster = new SiloCluster(store, Silos);
        await cluster.StartAll();
        await cluster.Fleet.SetUp(hosts: 2);
        var desks = new List<Core.Identity.WorkSpaceId>();
        for (var i = 0; i < 6; i++)
            desks.Add(await cluster.Fleet.LaunchOne($"person-{i}"));
        using var only = await cluster.BackendOf(0);
        foreach (var desk in desks)
            Assert.Equal(Lifecycle.Available, (await only.Fleet.Describe(desk, TestContext.Current.CancellationToken))!.State);
        cluster.Freeze(0);
        await cluster.Database.Until("SELECT count(*) FROM fleet_member WHERE status = 3", Silos - 1, Patience);
        foreach (var desk in desks)
        {
            var stop = new StopWorkSpace(Fleet.NewId());
            await Patient.Question(() => cluster.Fleet.Stop(desk, stop), Patience, failure => output.WriteLine($"{stop.OperationId} is asked again: {failure}"));
            await cluster.Fleet.Until(desk, Patience, Lifecycle.Stopped);
        }

        var said = new ConcurrentBag<Lifecycle>();
        var asked = Task.WhenAll(desks.Select(async desk =>
        {
            for (var watch = Stopwatch.StartNew(); watch.Elapsed < TimeSpan.FromSeconds(5);)
            {
                if (await only.Describe(desk) is { } stands)
                    said.Add(stands.State);
            }
        }));
        await Task.Delay(500, TestContext.Current.CancellationToken);
        cluster.Thaw(0);
        await asked;

        Assert.DoesNotContain(said, state => state is Lifecycle.Available);
    }
}
