using System.Collections.Immutable;
using DeskFleet.Contracts.Views;
using DeskFleet.Contracts.WorkSpaces;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Views;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Silo.Storage;
using DeskFleet.Silo.Tests.Support;

namespace DeskFleet.Durable.Tests.Views;

/// <summary>Lists and counts, on every store, against what the grains themselves say.</summary>
public sealed class WorkSpaceViewTests(PostgresServer postgres)
{
    private static readonly string[] Users = ["ann", "bob", "cem", "dan", "eva", "fay", "gus"];

    [Theory, MemberData(nameof(Store.AllKinds), MemberType = typeof(Store))]
    public async Task List_AfterALifeOfTheFleet_SaysWhatTheGrainsSay(StoreKind kind)
    {
        using var store = Store.Of(kind, postgres);
        await using var silo = await DurableSilo.Start(store);
        var ids = await LiveALittle(silo);

        var listed = await CaughtUp(silo, ids);

        Assert.Equal(ids.Order(StringComparer.Ordinal), listed.Select(item => item.Desktop.Id.Value));
        Assert.All(listed, item => Assert.Equal(Fleet.Account, item.Account));
    }

    [Theory, MemberData(nameof(Store.AllKinds), MemberType = typeof(Store))]
    public async Task Count_AfterALifeOfTheFleet_IsTheCountOfTheList(StoreKind kind)
    {
        using var store = Store.Of(kind, postgres);
        await using var silo = await DurableSilo.Start(store);
        var listed = await CaughtUp(silo, await LiveALittle(silo));
        var counts = await silo.Fleet.Count(TestContext.Current.CancellationToken);

        var expected = listed.CountBy(item => (item.Desktop.State, item.Desktop.Zone, item.Desktop.RunningMode, item.Desktop.Session is not null));
        Assert.Equal(
            expected.OrderBy(pair => $"{pair.Key}"),
            counts.ToDictionary(count => (count.State, count.Zone, count.Mode, count.IsConnected), count => (int)count.Number).OrderBy(pair => $"{pair.Key}"));
    }

    [Theory, MemberData(nameof(Store.AllKinds), MemberType = typeof(Store))]
    public async Task List_ByEachFilter_GivesThoseThatMatch(StoreKind kind)
    {
        using var store = Store.Of(kind, postgres);
        await using var silo = await DurableSilo.Start(store);
        var all = await CaughtUp(silo, await LiveALittle(silo));

        var other = new AccountId("other", "us-east-1");
        await Same(new(Account: Fleet.Account), _ => true);
        await Same(new(Account: other), _ => false);
        await Same(new(State: Lifecycle.Stopped), item => item.Desktop.State == Lifecycle.Stopped);
        await Same(new(Account: Fleet.Account, State: Lifecycle.Available), item => item.Desktop.State == Lifecycle.Available);
        await Same(new(Directory: Fleet.Directory), _ => true);
        await Same(new(Directory: Fleet.Directory, State: Lifecycle.Stopped), item => item.Desktop.State == Lifecycle.Stopped);
        await Same(new(Directory: Fleet.Directory, User: UserName.Of("BOB")), item => item.Desktop.User == UserName.Of("bob"));
        await Same(new(Account: Fleet.Account, Bundle: BundleId.Named("Standard")), _ => true);
        await Same(new(Account: Fleet.Account, Bundle: BundleId.Named("Value")), _ => false);

        async Task Same(WorkSpaceFilter filter, Func<ListedWorkSpace, bool> matches) => Assert.Equal(
            all.Where(matches).Select(item => item.Desktop.Id),
            (await silo.Fleet.List(filter, null, 100)).Items.Select(item => item.Desktop.Id));
    }

    [Theory, MemberData(nameof(Store.AllKinds), MemberType = typeof(Store))]
    public async Task Pages_WhileOthersComeAndGo_GiveEachThatStaysOnce(StoreKind kind)
    {
        using var store = Store.Of(kind, postgres);
        await using var silo = await DurableSilo.Start(store);
        await silo.Fleet.SetUp();
        var stays = new List<string>();
        var goes = new List<WorkSpaceId>();
        for (var i = 0; i < 12; i++)
        {
            var id = await silo.Fleet.LaunchOne($"u{i}");
            if (i % 3 == 0)
                goes.Add(id);
            else
                stays.Add(id.Value);
        }

        await CaughtUp(silo, [.. stays, .. goes.Select(id => id.Value)]);
        var seen = new List<string>();
        WorkSpaceId? after = null;
        for (var page = 0; page == 0 || after is not null; page++)
        {
            var items = await silo.Fleet.List(WorkSpaceFilter.All, after, 3);
            seen.AddRange(items.Items.Select(item => item.Desktop.Id.Value));
            after = items.Next;
            if (page < goes.Count)
                await silo.Fleet.Terminate(goes[page], new(Fleet.NewId()));
            var late = await silo.Fleet.LaunchOne($"late{page}");
            await Eventually.True(async () => (await silo.Fleet.List(Only($"late{page}"), null, 1)).Items is [var it] && it.Desktop.Id == late, "the late one is listed");
        }

        Assert.Equal(seen.Distinct(), seen);
        Assert.Empty(stays.Except(seen));
    }

    [Theory]
    [InlineData("A user name needs its directory")]
    [InlineData("A user has one WorkSpace")]
    [InlineData("A bundle needs its account")]
    [InlineData("A bundle cannot be combined")]
    public async Task List_WhatNoIndexAnswers_IsRefusedBySentence(string sentence)
    {
        using var store = Store.Of(StoreKind.Memory, postgres);
        await using var silo = await DurableSilo.Start(store);
        var filter = sentence switch
        {
            "A user name needs its directory" => new WorkSpaceFilter(User: UserName.Of("ann")),
            "A user has one WorkSpace" => new(Directory: Fleet.Directory, User: UserName.Of("ann"), State: Lifecycle.Stopped),
            "A bundle needs its account" => new(Bundle: BundleId.Named("Value")),
            _ => new(Account: Fleet.Account, Bundle: BundleId.Named("Value"), State: Lifecycle.Stopped),
        };

        var refused = await Assert.ThrowsAsync<ArgumentException>(() => silo.Fleet.List(filter, null, 10));

        Assert.StartsWith(sentence, refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Some are connected, some stopped, one is gone.</summary>
    private static async Task<ImmutableArray<string>> LiveALittle(DurableSilo silo)
    {
        await silo.Fleet.SetUp();
        var ids = await Task.WhenAll(Users.Select(silo.Fleet.LaunchOne));
        await silo.Fleet.Connect(ids[0], new(Fleet.NewId(), UserName.Of(Users[0]), new SessionId("s-1")));
        foreach (var id in ids[1..3])
            Assert.IsType<Accepted>(await silo.Fleet.Stop(id, new(Fleet.NewId())));
        await silo.Fleet.Modify(ids[3], new(Fleet.NewId(), RunningMode.AlwaysOn, null));
        await silo.Fleet.Terminate(ids[^1], new(Fleet.NewId()));
        foreach (var id in ids[1..3])
            await silo.Fleet.WaitFor(id, Lifecycle.Stopped, TimeSpan.FromMinutes(5));
        await Eventually.True(async () => await silo.Fleet.Describe(ids[^1]) is null, "the last one is gone");
        return [.. ids[..^1].Select(id => id.Value)];
    }

    private static WorkSpaceFilter Only(string user) => new(Directory: Fleet.Directory, User: UserName.Of(user));

    /// <summary>The list, once it says what the grains say: they are at rest, so the view must get there.</summary>
    private static async Task<ImmutableArray<ListedWorkSpace>> CaughtUp(DurableSilo silo, IEnumerable<string> ids)
    {
        var expected = new List<WorkSpaceDescription?>();
        foreach (var id in ids.Order(StringComparer.Ordinal))
            expected.Add(await silo.Fleet.Describe(new(id)));
        var listed = ImmutableArray<ListedWorkSpace>.Empty;
        await Eventually.True(
            async () =>
            {
                listed = (await silo.Fleet.List(WorkSpaceFilter.All, null, IWorkSpaceView.MaxOnAPage)).Items;
                return expected.SequenceEqual(listed.Select(item => item.Desktop));
            },
            "the view says what the grains say");
        return listed;
    }
}
