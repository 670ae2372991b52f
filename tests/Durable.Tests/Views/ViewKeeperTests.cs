using System.Diagnostics;
using DeskFleet.Contracts.Views;
using DeskFleet.Core.Identity;
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
    /// <summary>It is 0.2 s and the time of a few statements; the rest is for machines that do much else.</summary>
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(5);

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

    /// <summary>A silo that stands still in the midst of a step says nothing to the server any more, and its connection stays.</summary>
    [Fact]
    public async Task Step_AfterAnotherSiloHasStoodStillAtIt_GoesOn()
    {
        using var store = Store.Of(StoreKind.Postgres, postgres);
        await using var silo = await DurableSilo.Start(store);
        await using var other = await silo.Database.Open(TestContext.Current.CancellationToken);
        await using var transaction = await silo.Database.BeginWrite(other, TestContext.Current.CancellationToken);
        await using (var command = other.Command(transaction, "SELECT position FROM fleet_view FOR UPDATE"))
            await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
        var keeper = silo.Services.GetRequiredService<WorkSpaceViewKeeper>();
        Assert.Null(await keeper.Step(TestContext.Current.CancellationToken));

        await Eventually.True(async () => await keeper.Step(TestContext.Current.CancellationToken) is not null, "the place is free again", 4 * PostgresDatabase.MaxSilence);
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

    /// <summary>From the answer to the list that shows it, while others launch as fast as they can.</summary>
    [Theory, MemberData(nameof(Store.Kinds), MemberType = typeof(Store))]
    public async Task View_UnderLoad_ShowsWhatWasAnsweredWithinItsBound(StoreKind kind)
    {
        using var store = Store.Of(kind, postgres);
        await using var silo = await DurableSilo.Start(store);
        await silo.Fleet.SetUp(hosts: 20);
        using var stop = new CancellationTokenSource();
        var others = Enumerable.Range(0, 4).Select(i => LaunchUntil(silo, $"other{i}-", stop.Token)).ToList();
        var longest = TimeSpan.Zero;

        for (var i = 0; i < 10; i++)
        {
            var user = $"seen{i}";
            Assert.IsType<Launched>(await silo.Fleet.Launch(Fleet.Launch(user)));
            var answered = Stopwatch.GetTimestamp();
            await Eventually.True(
                async () => (await silo.Fleet.List(new(Directory: Fleet.Directory, User: UserName.Of(user)), null, 2)).Items.Length == 1, $"{user} is listed");
            longest = new(Math.Max(longest.Ticks, Stopwatch.GetElapsedTime(answered).Ticks));
        }

        await stop.CancelAsync();
        await Task.WhenAll(others);
        TestContext.Current.TestOutputHelper?.WriteLine($"{kind}: {longest.TotalMilliseconds:0} ms at most.");
        // The bound is that of a machine that has nothing else to do.
        if (FullRun.Is)
            Assert.InRange(longest, TimeSpan.Zero, Bound);
    }

    [Theory, MemberData(nameof(Store.Kinds), MemberType = typeof(Store))]
    public async Task View_BuiltAnewFromTheJournal_IsTheSame(StoreKind kind)
    {
        using var store = Store.Of(kind, postgres);
        await using var silo = await DurableSilo.Start(store);
        await silo.Fleet.SetUp();
        var ids = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => silo.Fleet.LaunchOne($"u{i}")));
        await silo.Fleet.Stop(ids[0], new(Fleet.NewId()));
        await silo.Fleet.WaitFor(ids[0], Lifecycle.Stopped, TimeSpan.FromMinutes(5));
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

    private static async Task LaunchUntil(DurableSilo silo, string users, CancellationToken stop)
    {
        for (var i = 0; !stop.IsCancellationRequested; i++)
            await silo.Fleet.Launch(Fleet.Launch($"{users}{i}"), CancellationToken.None);
    }
}
