using DeskFleet.Contracts.Views;
using DeskFleet.Core.Views;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Silo.Journal;
using DeskFleet.Silo.Storage;
using DeskFleet.Silo.Tests.Support;
using DeskFleet.Silo.Views;
using Microsoft.Extensions.DependencyInjection;

namespace DeskFleet.Durable.Tests.Views;

/// <summary>Whichever silos live, each line is folded in once.</summary>
public sealed class ViewKeeperTests(PostgresServer postgres)
{
    [Fact]
    public async Task Step_WhileAnotherSiloIsAtIt_LeavesItAlone()
    {
        using var store = Store.Of(StoreKind.Postgres, postgres);
        await using var silo = await DurableSilo.Start(store);
        await using var other = await silo.Database.Open(TestContext.Current.CancellationToken);
        await using var transaction = await other.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var command = other.Command(transaction, "SELECT position FROM fleet_view FOR UPDATE"))
            await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);

        var step = await silo.Services.GetRequiredService<WorkSpaceViewKeeper>().Step(TestContext.Current.CancellationToken);

        Assert.Null(step);
    }

    [Fact]
    public async Task TwoSilos_BothFoldAndOneStops_CountsAreThoseOfTheJournal()
    {
        using var store = Store.Of(StoreKind.Postgres, postgres);
        await using var stays = await DurableSilo.Start(store);
        await using (var leaves = await DurableSilo.Start(store))
        {
            await leaves.Fleet.SetUp();
            await Task.WhenAll(Enumerable.Range(0, 10).Select(i => leaves.Fleet.LaunchOne($"a{i}")));
        }

        await Task.WhenAll(Enumerable.Range(0, 10).Select(i => stays.Fleet.LaunchOne($"b{i}")));

        await Eventually.True(async () => (await stays.Fleet.Count()).Sum(count => count.Number) == 20, "twenty are counted");
        var listed = (await stays.Fleet.List(WorkSpaceFilter.All, null, 100)).Items;
        Assert.Equal(20, listed.Length);
        await Eventually.True(
            async () => (await stays.Fleet.Count()).Where(count => count.State == Lifecycle.Available).Sum(count => count.Number) == 20,
            "all are counted as AVAILABLE");
        Assert.Equal(20, await stays.Database.Scalar<int>("SELECT sum(number) FROM fleet_workspace_count"));
    }

    [Theory, MemberData(nameof(Store.Kinds), MemberType = typeof(Store))]
    public async Task View_BuiltAnewFromTheJournal_IsTheSame(StoreKind kind)
    {
        using var store = Store.Of(kind, postgres);
        await using var silo = await DurableSilo.Start(store);
        await silo.Fleet.SetUp();
        var ids = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => silo.Fleet.LaunchOne($"u{i}")));
        await silo.Fleet.Stop(ids[0], new(Fleet.NewId()));
        await silo.Fleet.WaitFor(ids[0], Lifecycle.Stopped, TimeSpan.FromSeconds(30));
        var view = silo.Services.GetRequiredService<IWorkSpaceView>();
        await Eventually.True(async () => (await view.List(new(State: Lifecycle.Stopped), null, 10)).Items.Length == 1, "the stop is listed");
        var before = await silo.Database.Rows("SELECT id, state, sequence, folded FROM fleet_workspace ORDER BY id");

        await silo.Database.Execute("UPDATE fleet_view SET position = 0; DELETE FROM fleet_workspace; DELETE FROM fleet_workspace_count");
        var keeper = silo.Services.GetRequiredService<WorkSpaceViewKeeper>();
        var tail = silo.Services.GetRequiredService<JournalTail>();
        await Eventually.True(async () => await keeper.Step(default) is { } position && position >= tail.Settled, "the view has been built");

        Assert.Equal(before, await silo.Database.Rows("SELECT id, state, sequence, folded FROM fleet_workspace ORDER BY id"));
        Assert.Equal(4, await silo.Database.Scalar<int>("SELECT sum(number) FROM fleet_workspace_count"));
    }
}
