using DeskFleet.Durable.Tests.Support;
using DeskFleet.Silo.Storage;

namespace DeskFleet.Durable.Tests.Outages;

/// <summary>The database server dies under load and comes back later; nobody touches the silos.</summary>
public sealed class PostgresAwayTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(FullRun.Is ? 60 : 15);
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>What callers may meet meanwhile, all of which mean: ask again under the same id.</summary>
    private static readonly string[] Retryable = ["FleetUnavailableException", "TimeoutException", "OrleansMessageRejectionException", "SiloUnavailableException", "ResourceExistsWorkSpace", "OrleansException", "ConnectionFailedException"];

    [Fact]
    public async Task Server_AwayUnderLoad_ClearErrorsNothingLostAndRecoveryByItself()
    {
        await using var postgres = new PostgresServer();
        await postgres.InitializeAsync();
        using var store = Store.Of(StoreKind.Postgres, postgres);
        await using var cluster = new SiloCluster(store, silos: 2);
        await cluster.StartAll();
        await cluster.Fleet.SetUp(hosts: 4);
        await using var load = new Load(cluster.Fleet, cluster.Database, people: 12);
        load.Begin();
        await Task.Delay(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);

        await postgres.StopAtOnce();
        var gone = load.Acknowledged;
        await Task.Delay(Away, TestContext.Current.CancellationToken);
        var meanwhile = load.Acknowledged - gone;
        await postgres.Start();
        var back = load.Now;
        await Task.Delay(Recovery / 3, TestContext.Current.CancellationToken);
        await load.End();

        output.WriteLine($"{gone} acknowledged before, {meanwhile} while away, {load.Acknowledged} in all; first success {load.FirstAfter(back)[0]} after it was back; {string.Join(", ", load.Failures)}");
        await using var database = store.Open();
        load.AssertIn(await JournalCheck.Of(database));
        Assert.Empty(await Audit.Of(database, Patience));
        Assert.InRange(load.FirstAfter(back)[0], TimeSpan.Zero, Recovery);
        Assert.Contains("FleetUnavailableException", load.Failures.Keys);
        Assert.Empty(load.Failures.Keys.Except(Retryable));
    }
}
