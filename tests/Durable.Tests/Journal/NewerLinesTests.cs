using DeskFleet.Contracts.Journal;
using DeskFleet.Core.Journal;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Views;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Grains.Journal;
using DeskFleet.Silo.Storage;
using DeskFleet.Silo.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace DeskFleet.Durable.Tests.Journal;

/// <summary>Two versions at once: a newer one has written what this one does not know, or an older one has folded as it knew.</summary>
public sealed class NewerLinesTests(PostgresServer postgres)
{
    private const string OfTomorrow = """{"what":"teleported","to":"mars","members":{"of":["tomorrow"]}}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The line stands between others, of a WorkSpace and of a kind of entity that nobody knows yet.</summary>
    [Theory, MemberData(nameof(Store.Kinds), MemberType = typeof(Store))]
    public async Task Line_OfAKindOfTomorrow_IsCarriedThroughByEveryReader(StoreKind kind)
    {
        using var store = Store.Of(kind, postgres);
        await using var silo = await DurableSilo.Start(store);
        await silo.Fleet.SetUp();
        var ann = await silo.Fleet.LaunchOne("ann");
        await Insert(silo.Database, kind, "WorkSpace", ann.Value, 1000);
        await Insert(silo.Database, kind, "Wormhole", "w-1", 1);
        var bob = await silo.Fleet.LaunchOne("bob");
        var before = EventReader.UnknownLines;

        var read = await silo.Fleet.Changes(JournalPosition.Beginning, Cancellation).TakeWhile(line => line.Event is not StateChanged { To: Lifecycle.Available } || line.Entity.Key != bob.Value).ToListAsync(Cancellation);

        var unknown = read.Where(line => line.Event is UnknownEvent).ToList();
        Assert.Equal([(EntityKind.WorkSpace, ann.Value), (EntityKind.Unknown, "Wormhole:w-1")], unknown.Select(line => (line.Entity.Kind, line.Entity.Key)));
        Assert.All(unknown, line => Assert.Equal("teleported", ((UnknownEvent)line.Event).Kind));
        Assert.All(unknown, line => Assert.Contains("mars", ((UnknownEvent)line.Event).Json, StringComparison.Ordinal));
        Assert.True(EventReader.UnknownLines > before);
        Assert.Contains(await silo.Fleet.History(Entity.Of(ann), 0, 1000, Cancellation), line => line.Event is UnknownEvent);
        Assert.NotEmpty(await silo.Fleet.Statements(Fleet.Account, Core.Billing.BillingMonth.Of(NodaTime.SystemClock.Instance.GetCurrentInstant()), Cancellation).ToListAsync(Cancellation));
        await Eventually.True(async () => (await silo.Fleet.List(WorkSpaceFilter.All, null, 10, Cancellation)).Items.Length == 2, "the view has gone on behind the line");
    }

    /// <summary>As a silo serves a client that is older than its lines.</summary>
    [Fact]
    public async Task Client_ThatKnowsFewerKinds_GetsTheOthersAsTheyAreStored()
    {
        using var store = Store.Of(StoreKind.Sqlite, postgres);
        using var silo = await RunningSilo.Start(store);
        await silo.Fleet.SetUp();
        var journal = silo.Backend.GetRequiredService<IGrainFactory>().GetGrain<IJournalGrain>(0);

        var page = await journal.ReadKnown(JournalPosition.Beginning, 100, IJournalReader.MaxWait, ["directory-registered"], Cancellation);

        Assert.Contains(page.Entries, line => line.Event is UnknownEvent { Kind: "limits-set" } known && known.Json.Contains("\"workSpaces\":1000000", StringComparison.Ordinal));
        Assert.Contains(page.Entries, line => line.Event is Core.Directories.DirectoryRegistered);
        await silo.Kill();
    }

    /// <summary>What a silo of an earlier version leaves: its row, and a sequence that the marks of the fold do not follow.</summary>
    [Theory, MemberData(nameof(Store.Kinds), MemberType = typeof(Store))]
    public async Task Row_ThatAnotherVersionFolded_IsFoldedAnew(StoreKind kind)
    {
        using var store = Store.Of(kind, postgres);
        var (ann, bob) = (default(Core.Identity.WorkSpaceId), default(Core.Identity.WorkSpaceId));
        await using (var silo = await DurableSilo.Start(store))
        {
            await silo.Fleet.SetUp();
            (ann, bob) = (await silo.Fleet.LaunchOne("ann"), await silo.Fleet.LaunchOne("bob"));
            await Eventually.True(async () => (await silo.Fleet.Count(Cancellation)).Where(one => one.State == Lifecycle.Available).Sum(one => one.Number) == 2, "both are counted");
            await silo.Database.Execute($"UPDATE fleet_workspace SET bundle = 'wsb-wrong', folded = replace(folded, '{Fleet.Standard.Id}', 'wsb-wrong'), fold_sequence = fold_sequence - 1 WHERE id = '{ann}'");
            await silo.Database.Execute($"UPDATE fleet_workspace SET bundle = 'wsb-wrong', folded = replace(folded, '{Fleet.Standard.Id}', 'wsb-wrong'), fold = 0 WHERE id = '{bob}'");
        }

        await using var after = await DurableSilo.Start(store);

        await Eventually.True(async () => (await after.Fleet.List(new() { Account = Fleet.Account, Bundle = Fleet.Standard.Id }, null, 10, Cancellation)).Items.Length == 2, "both have their bundle again");
        Assert.Equal(0, await after.Database.Scalar<int>("SELECT count(*) FROM fleet_workspace WHERE folded LIKE '%wsb-wrong%' OR fold_sequence <> sequence"));
        Assert.Equal(2, await after.Database.Scalar<int>("SELECT sum(number) FROM fleet_workspace_count"));
    }

    private static Task Insert(FleetDatabase database, StoreKind kind, string entity, string key, long sequence) => database.Execute(
        $"INSERT INTO fleet_journal (service, kind, key, sequence, at, event) VALUES ('deskfleet', '{entity}', '{key}', {sequence}, "
        + (kind == StoreKind.Postgres ? $"now(), '{OfTomorrow}')" : $"strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), '{OfTomorrow}')"));
}
