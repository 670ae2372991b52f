using DeskFleet.Contracts.WorkSpaces;
using DeskFleet.Core.Identity;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Silo.Storage;

namespace DeskFleet.Durable.Tests.Crashes;

/// <summary>The only silo dies while a countdown runs, and comes back when its end has passed.</summary>
public sealed class AutoStopTests(PostgresServer postgres)
{
    private static readonly TimeSpan AfterReady = TimeSpan.FromMinutes(10);

    [Theory, MemberData(nameof(Store.Kinds), MemberType = typeof(Store))]
    public async Task OnlySilo_KilledBetweenArmedAndDeadline_StopsOnceAndBillsToTheDeadline(StoreKind kind)
    {
        using var store = Store.Of(kind, postgres);
        var armed = await ArmAndKill(store);

        using var later = await RunningSilo.Start(store, "--clock-offset", "5");
        await using (var database = store.Open())
        {
            // Nobody calls: the stored wake alone must do it.
            await database.Until(Moves("\"to\":\"STOPPED\""), 1, AfterReady);
            Assert.Equal(1, await database.Scalar<int>(Moves("AutoStopDue")));
        }

        var stopped = await later.Fleet.Describe(armed.Id);

        Assert.Equal(Lifecycle.Stopped, stopped!.State);
        // An hour's countdown after some seconds of use: two started hours, however late the silo came back.
        Assert.Equal(2, stopped.MeteredHours);
        await later.Kill();
    }

    /// <summary>Counts the lines of the journal that hold this.</summary>
    private static string Moves(string text) => $"SELECT count(*) FROM fleet_journal WHERE CAST(event AS text) LIKE '%{text}%'";

    private static async Task<WorkSpaceDescription> ArmAndKill(Store store)
    {
        using var first = await RunningSilo.Start(store);
        await first.Fleet.SetUp();
        var id = await first.Fleet.LaunchOne("ann");
        Assert.IsType<Connected>(await first.Fleet.Connect(id, new(Fleet.NewId(), UserName.Of("ann"), new SessionId("s-1"))));
        await first.Fleet.Disconnect(id, new(Fleet.NewId(), new SessionId("s-1")));
        var armed = await first.Fleet.Describe(id);
        Assert.NotNull(armed!.AutoStopAt);
        await first.Kill();
        return armed;
    }
}
