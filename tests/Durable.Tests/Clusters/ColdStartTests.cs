using DeskFleet.Core.WorkSpaces;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Silo.Storage;

namespace DeskFleet.Durable.Tests.Clusters;

public sealed class ColdStartTests(PostgresServer postgres)
{
    /// <summary>Ten in a full run; so many at a time are a load for a small machine.</summary>
    private static readonly int Silos = FullRun.Is ? 10 : 4;

    [Fact]
    public async Task Silos_StartedTogetherOnAServerWithoutTheDatabase_MakeItOnceAndFormOneCluster()
    {
        using var store = Store.Of(StoreKind.Postgres, postgres);
        await using var cluster = new SiloCluster(store, Silos);

        await cluster.StartAll();

        await cluster.Fleet.SetUp();
        var id = await cluster.Fleet.LaunchOne("ann");
        Assert.Equal(Lifecycle.Available, (await cluster.Fleet.Describe(id))!.State);
        Assert.Equal(1, await cluster.Database.Scalar<int>("SELECT count(*) FROM fleet_membership_version"));
    }
}
