using DeskFleet.Contracts.WorkSpaces;
using DeskFleet.Core.Accounts;
using DeskFleet.Core.Directories;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Silo.Storage;

namespace DeskFleet.Durable.Tests.Clusters;

/// <summary>Real silos: a hundred callers want the last one there is.</summary>
public sealed class LastUnitTests(PostgresServer postgres)
{
    private const int Callers = 100;

    /// <summary>Holds one desktop.</summary>
    private static readonly HostType Single = new("single", Fleet.Standard.Size, StartSlots: 1);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Launch_HundredForTheLastUnitOverTwoSilos_OneWinsAndTheOthersAreRefusedByName()
    {
        using var store = Store.Of(StoreKind.Postgres, postgres);
        await using var cluster = new SiloCluster(store, silos: 2);
        await cluster.StartAll();
        await cluster.Fleet.SetUp(hosts: 2);
        await cluster.Fleet.Accept(Entity.Of(Fleet.Account), new SetLimits(1, GraphicsMonthlyEnabled: false));

        var replies = await Task.WhenAll(Launches().Select(launch => Question(cluster, launch)));

        var winner = Assert.Single(replies.OfType<Launched>());
        Assert.All(replies.Where(reply => reply is not Launched), reply => Assert.Equal(RefusalCode.LimitExceeded, Assert.IsType<Refused>(reply).Code));
        Assert.Equal(Callers, replies.Length);
        await cluster.Fleet.WaitFor(winner.WorkSpace, Lifecycle.Available, Patience, TestContext.Current.CancellationToken);
        Assert.Empty(await Audit.Of(cluster.Database, Patience));
        Assert.Equal(1, await Stored.Count<AccountState>(cluster.Database, Entity.Of(Fleet.Account), account => account.WorkSpaces));
        Assert.Equal(1, await Stored.Count<DirectoryState>(
            cluster.Database, Entity.Of(Fleet.Directory), directory => directory.Count(Fleet.ZoneA) + directory.Count(Fleet.ZoneB)));
    }

    /// <summary>Who finds no room waits for five minutes; those pass while the silos are down, and the queue is still there afterwards.</summary>
    [Fact]
    public async Task Launch_HundredForTheLastHostSlotOverTwoSilos_OneWinsAndTheOthersAreRefusedByName()
    {
        using var store = Store.Of(StoreKind.Postgres, postgres);
        var launches = Launches();
        await using (var cluster = new SiloCluster(store, silos: 2))
        {
            await cluster.StartAll();
            await cluster.Fleet.SetUp(hosts: 1, Single, Fleet.ZoneA);
            await Task.WhenAll(launches.Select(launch => Question(cluster, launch)));
            await cluster.Database.Until(Journaled("\"to\":\"AVAILABLE\""), 1, Patience);
            await cluster.Database.Until(Journaled("\"what\":\"capacity-awaited\""), Callers - 1, Patience);
            for (var silo = 0; silo < cluster.Count; silo++)
                await cluster.Terminate(silo);
        }

        await using var later = new SiloCluster(store, silos: 2, "--clock-offset", "0.1");
        await later.StartAll();

        await later.Database.Until(Journaled("\"to\":\"TERMINATED\""), Callers - 1, Patience);
        Assert.Equal(Callers - 1, await later.Database.Scalar<int>(Journaled($"\"what\":\"capacity-wait-ended\"%{nameof(RefusalCode.InsufficientCapacity)}")));
        var winner = Assert.Single((await Task.WhenAll(launches.Select(launch => later.Fleet.Describe(launch.OperationId.ToWorkSpaceId())))).OfType<WorkSpaceDescription>());
        Assert.Equal(Lifecycle.Available, winner.State);
        Assert.Empty(await Audit.Of(later.Database, Patience));
        Assert.Equal(1, await Stored.Count<AccountState>(later.Database, Entity.Of(Fleet.Account), account => account.WorkSpaces));
        Assert.Equal(winner.Id, Assert.Single((await Stored.Of<HostState>(later.Database, Entity.Of(winner.Host!.Value))).State.Occupants).WorkSpace);
    }

    private static List<LaunchWorkSpace> Launches() => [.. Enumerable.Range(0, Callers).Select(number => Fleet.Launch($"user-{number}"))];

    private static Task<Reply> Question(SiloCluster cluster, LaunchWorkSpace launch) => Patient.Question(() => cluster.Fleet.Launch(launch), Patience);

    /// <summary>Counts the lines of the journal that hold this.</summary>
    private static string Journaled(string text) => $"SELECT count(*) FROM fleet_journal WHERE kind = 'WorkSpace' AND CAST(event AS text) LIKE '%{text}%'";
}
