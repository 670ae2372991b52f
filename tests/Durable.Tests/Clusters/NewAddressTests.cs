using DeskFleet.Core.WorkSpaces;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Silo.Storage;

namespace DeskFleet.Durable.Tests.Clusters;

public sealed class NewAddressTests(PostgresServer postgres)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>A machine dies and its successor has another address and other ports, while membership still shows the dead one.</summary>
    [Fact]
    public async Task OnlySilo_KilledAndStartedElsewhere_TakesOver()
    {
        using var store = Store.Of(StoreKind.Postgres, postgres);
        using var first = await RunningSilo.Start(store);
        await first.Fleet.SetUp();
        var id = await first.Fleet.LaunchOne("ann");
        await first.Kill();

        await using var elsewhere = new SiloCluster(store, 1, "--address", "127.0.0.2");
        await elsewhere.StartAll("127.0.0.2");

        await elsewhere.Fleet.Until(id, Patience, Lifecycle.Available);
        await elsewhere.Fleet.Stop(id, new(Fleet.NewId()));
        await elsewhere.Fleet.Until(id, Patience, Lifecycle.Stopped);
    }
}
