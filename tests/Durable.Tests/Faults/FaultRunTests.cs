using DeskFleet.Durable.Tests.Support;
using DeskFleet.Silo.Storage;

namespace DeskFleet.Durable.Tests.Faults;

/// <summary>Five kinds of faults under load. None that was acknowledged is lost or done twice, and callers do not wait for what is broken. <c>tests/faults.sh</c> makes them large.</summary>
public sealed class FaultRunTests(PostgresServer postgres, ITestOutputHelper output)
{
    private const int Silos = 3;
    private const int MaxLifeMilliseconds = 6_000;
    private const int MaxStartMilliseconds = 2_000;
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(5);
    private static readonly FaultSizes Sizes = FaultSizes.Now;

    [Fact]
    public async Task Silo_ThatStandsStill_LosesNothing()
    {
        using var store = Store.Of(StoreKind.Postgres, postgres);
        await using var cluster = new SiloCluster(store, Silos);
        await using var load = await Work(cluster);
        var run = new FaultRun($"one of three silos stands still {Sizes.Still.TotalSeconds} s", load, cluster.Database);
        for (var fault = 0; fault < Sizes.Times; fault++)
        {
            var silo = fault % Silos;
            await FaultRun.Pause(Sizes.Calm);
            await run.During(async () =>
            {
                cluster.Freeze(silo);
                await FaultRun.Pause(Sizes.Still);
                cluster.Thaw(silo);
            });
            await FaultRun.Pause(Settled);
            await cluster.Revive();
        }

        await run.Judge(output, hold: false);
    }

    /// <summary>One silo is cut off from its peers, in one direction, in the other and in both; it still reaches the database, and callers reach it.</summary>
    [Fact]
    public async Task Silos_PartedFromEachOther_LoseNothing()
    {
        using var network = await Network.Lay(Silos);
        using var store = Store.OfEveryNetwork(postgres);
        await using var cluster = new SiloCluster(store, Silos) { Network = network };
        await using var load = await Work(cluster);
        var run = new FaultRun($"one of three silos cut off {Sizes.Parted.TotalSeconds} s: what it sends, what it is sent, both", load, cluster.Database);
        foreach (var (silo, ways) in new (int, (int From, int To)[])[] { (0, [(0, 1), (0, 2)]), (1, [(0, 1), (2, 1)]), (2, [(0, 2), (1, 2), (2, 0), (2, 1)]) })
        {
            await FaultRun.Pause(Sizes.Calm);
            await run.During(async () =>
            {
                foreach (var (from, to) in ways)
                    await network.Cut(from, to);
                await FaultRun.Pause(Sizes.Parted);
                foreach (var (from, to) in ways)
                    await network.Mend(from, to);
            });
            output.WriteLine($"silo {silo} {(cluster.HasExited(silo) ? "was declared dead and has ended" : "runs")}");
            await FaultRun.Pause(Settled);
            await cluster.Revive();
        }

        await run.Judge(output, hold: false);
    }

    [Fact]
    public async Task Postgres_ThatStandsStill_LosesNothing()
    {
        await using var server = new PostgresServer();
        await server.InitializeAsync();
        using var store = Store.Of(StoreKind.Postgres, server);
        await using var cluster = new SiloCluster(store, Silos);
        await using var load = await Work(cluster);
        var run = new FaultRun($"PostgreSQL stands still {Sizes.Away.TotalSeconds} s", load, cluster.Database);
        for (var fault = 0; fault < Sizes.Times; fault++)
        {
            await FaultRun.Pause(Sizes.Calm);
            await run.During(async () =>
            {
                await server.Freeze();
                await FaultRun.Pause(Sizes.Away);
                await server.Thaw();
            });
            await FaultRun.Pause(Sizes.Calm);
            await FaultRun.Pause(Settled);
            await cluster.Revive();
        }

        await run.Judge(output, hold: true);
    }

    [Fact]
    public async Task Disk_ThatIsFull_LosesNothing()
    {
        await using var disk = await FillingDisk.Start(megabytes: 256, Sizes.People);
        var run = new FaultRun("the disk of SQLite is full 20 s", disk.Load, disk.Database);
        for (var fault = 0; fault < Sizes.Times; fault++)
        {
            await FaultRun.Pause(Sizes.Calm);
            await run.During(async () =>
            {
                disk.Fill();
                await FaultRun.Pause(TimeSpan.FromSeconds(20));
                disk.MakeRoom();
            });
        }

        await run.Judge(output, hold: true);
    }

    /// <summary>At moments that a number draws, some of them while it starts.</summary>
    [Fact]
    public async Task OnlySilo_KilledAtAnyMoment_LosesNothing()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"moments of seed {seed}");
        var chance = new Random(seed);
        using var store = Store.Of(StoreKind.Sqlite, postgres);
        await using var database = store.Open();
        using var only = new OnlySilo(store);
        await only.Start();
        var fleet = await only.Join();
        await fleet.SetUp(hosts: 4);
        await using var load = new Load(fleet, database, Sizes.People);
        load.Begin();
        var run = new FaultRun("the only silo, on SQLite, killed (kill -9)", load, database);
        for (var kill = 0; kill < Sizes.Kills; kill++)
        {
            if (chance.Next(4) > 0)
            {
                await only.Ready();
                await FaultRun.Pause(TimeSpan.FromMilliseconds(chance.Next(MaxLifeMilliseconds)));
            }
            else
            {
                await FaultRun.Pause(TimeSpan.FromMilliseconds(chance.Next(MaxStartMilliseconds)));
            }

            await run.During(async () =>
            {
                await only.Kill();
                only.Begin();
            });
        }

        await only.Ready();
        await run.Judge(output, hold: false, isOnly: true);
    }

    private static async Task<Load> Work(SiloCluster cluster)
    {
        await cluster.StartAll();
        await cluster.Fleet.SetUp(hosts: 4);
        var load = new Load(cluster.Fleet, cluster.Database, Sizes.People);
        load.Begin();
        return load;
    }
}
