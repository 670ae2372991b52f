using DeskFleet.Contracts;
using DeskFleet.Contracts.Journal;
using DeskFleet.Core.Accounts;
using DeskFleet.Core.Journal;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Grains.Kernel;
using DeskFleet.Grains.Storage;
using DeskFleet.Silo.Storage;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Orleans.Storage;

namespace DeskFleet.Durable.Tests.Journal;

/// <summary>Who follows the journal gets every line once and in its order: with many writers, and over restarts of either side.</summary>
public sealed class ChangeFeedTests(PostgresServer postgres)
{
    private static readonly Instant Noon = Instant.FromUtc(2026, 3, 2, 12, 0);

    [Theory, MemberData(nameof(Store.Kinds), MemberType = typeof(Store))]
    public async Task Feed_WhileManyWrite_GivesEveryLineOnceInItsOrder(StoreKind kind)
    {
        const int Writers = 16;
        const int LinesAWriter = 40;
        using var store = Store.Of(kind, postgres);
        await using var silo = await DurableSilo.Start(store);

        var reading = Collect(silo.Fleet, JournalPosition.Beginning, Writers * LinesAWriter);
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Write(silo, $"a{writer}/r", LinesAWriter)));
        var read = await reading;

        Assert.Equal(await Positions(silo.Database), read.Select(entry => entry.Position.Value));
        Assert.All(read.GroupBy(entry => entry.Entity), lines => Assert.Equal(Enumerable.Range(1, LinesAWriter), lines.Select(line => (int)line.Sequence)));
    }

    [Theory, MemberData(nameof(Store.Kinds), MemberType = typeof(Store))]
    public async Task Feed_OverRestartsOfSiloAndReader_LosesAndRepeatsNothing(StoreKind kind)
    {
        using var store = Store.Of(kind, postgres);
        using var first = await RunningSilo.Start(store);
        await first.Fleet.SetUp();
        var seen = await Until(first.Fleet, JournalPosition.Beginning, entry => entry.Event is StateChanged { To: Lifecycle.Available }, () => first.Fleet.LaunchOne("ann"));

        // The reader starts again from what it kept, and the silo dies while it waits.
        using var limit = Limit();
        var reading = Collect(first.Fleet, seen[^1].Position, entry => entry.Event is StateChanged { To: Lifecycle.Available }, limit.Token);
        var launch = Fleet.Launch("bob");
        var id = launch.OperationId.ToWorkSpaceId();
        var waiting = first.Fleet.WaitFor(id, Lifecycle.Available, TimeSpan.FromMinutes(2), limit.Token);
        await first.Kill();
        using var second = await RunningSilo.Start(store);
        Assert.IsType<Launched>(await second.Fleet.Launch(launch));
        seen.AddRange(await reading);

        Assert.Equal(id, (await waiting).Id);
        Assert.Equal(id.Value, seen[^1].Entity.Key);
        await using var database = store.Open();
        Assert.Equal((await Positions(database)).Where(position => position <= seen[^1].Position.Value), seen.Select(entry => entry.Position.Value));
        await second.Kill();
    }

    [Theory, MemberData(nameof(Store.AllKinds), MemberType = typeof(Store))]
    public async Task Feed_FromBehindTheEndOfTheJournal_SaysWhereItEnds(StoreKind kind)
    {
        using var store = Store.Of(kind, postgres);
        await using var silo = await DurableSilo.Start(store);
        await silo.Fleet.SetUp();
        var last = (await Until(silo.Fleet, JournalPosition.Beginning, entry => entry.Event is StateChanged { To: Lifecycle.Available }, () => silo.Fleet.LaunchOne("ann")))[^1];
        using var limit = Limit();

        var ahead = await Assert.ThrowsAsync<JournalAheadException>(() => Collect(silo.Fleet, new(last.Position.Value + 1), _ => true, limit.Token));

        Assert.Equal(last.Position, ahead.End);
        var reading = Collect(silo.Fleet, ahead.End, _ => true, limit.Token);
        await silo.Fleet.LaunchOne("bob");
        Assert.Equal(1, Assert.Single(await reading).Sequence);
    }

    [Theory, MemberData(nameof(Store.AllKinds), MemberType = typeof(Store))]
    public async Task History_OfAWorkSpace_TellsWhyItIsAsItIs(StoreKind kind)
    {
        using var store = Store.Of(kind, postgres);
        await using var silo = await DurableSilo.Start(store);
        await silo.Fleet.SetUp();
        var id = await silo.Fleet.LaunchOne("ann");
        await silo.Fleet.LaunchOne("bob");

        var history = await silo.Fleet.History(Entity.Of(id), 0, 100);
        var later = await silo.Fleet.History(Entity.Of(id), 1, 1);

        Assert.Equal(["launched", "provisioned"], history.Select(entry => ((StateChanged)entry.Event).Reason));
        Assert.Equal(history[1], Assert.Single(later));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(IJournalReader.MaxLines + 1, 0)]
    [InlineData(1, -1)]
    [InlineData(1, 11)]
    public async Task Read_OutsideTheRange_IsRefused(int limit, int waitSeconds)
    {
        using var store = Store.Of(StoreKind.Sqlite, postgres);
        await using var silo = await DurableSilo.Start(store);
        var journal = silo.Services.GetRequiredService<IJournalReader>();

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => journal.Read(JournalPosition.Beginning, limit, TimeSpan.FromSeconds(waitSeconds)));
    }

    private static async Task<List<JournalEntry>> Until(FleetClient fleet, JournalPosition after, Func<JournalEntry, bool> isLast, Func<Task> act)
    {
        using var limit = Limit();
        var reading = Collect(fleet, after, isLast, limit.Token);
        await act();
        return await reading;
    }

    private static async Task<List<JournalEntry>> Collect(FleetClient fleet, JournalPosition after, int count)
    {
        using var limit = Limit();
        var left = count;
        return await Collect(fleet, after, _ => --left == 0, limit.Token);
    }

    private static async Task<List<JournalEntry>> Collect(FleetClient fleet, JournalPosition after, Func<JournalEntry, bool> isLast, CancellationToken cancellation)
    {
        var entries = new List<JournalEntry>();
        await foreach (var entry in fleet.Changes(after, cancellation))
        {
            entries.Add(entry);
            if (isLast(entry))
                break;
        }

        return entries;
    }

    private static CancellationTokenSource Limit()
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        return limit;
    }

    private static async Task<IEnumerable<long>> Positions(FleetDatabase database) =>
        (await database.Rows("SELECT position FROM fleet_journal ORDER BY position")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(long.Parse);

    private static async Task Write(DurableSilo silo, string key, int lines)
    {
        var storage = silo.Services.GetRequiredKeyedService<IGrainStorage>(FleetStorage.Name);
        var state = new GrainState<StoredRecord<AccountState>>(new());
        var entity = new Entity(EntityKind.Account, key);
        for (var line = 1; line <= lines; line++)
        {
            state.State!.Record = EntityKernel<AccountState, Account>.New(key) with { Sequence = line };
            state.State.Lines = [new(Noon, entity, line, new OperationRefused("ask", RefusalCode.InvalidState, ""))];
            await storage.WriteStateAsync(nameof(EntityKind.Account), GrainId.Create("account", key), state);
        }
    }
}
