using DeskFleet.Core.Accounts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Grains.Kernel;
using DeskFleet.Grains.Storage;
using DeskFleet.Silo.Storage;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Orleans.Storage;

namespace DeskFleet.Durable.Tests.Records;

/// <summary>What grain storage promises, on both databases: who comes with an old version changes nothing, in records and journal alike.</summary>
public sealed class GuardedWriteTests(PostgresServer postgres)
{
    private static readonly Instant Noon = Instant.FromUtc(2026, 3, 2, 12, 0);
    private static readonly GrainId Grain = GrainId.Create("account", "acme/us-east-1");

    [Theory, MemberData(nameof(Store.Kinds), MemberType = typeof(Store))]
    public async Task Write_ThenRead_GivesTheRecordAndItsLines(StoreKind kind)
    {
        using var store = Store.Of(kind, postgres);
        await using var silo = await DurableSilo.Start(store);
        var storage = silo.Services.GetRequiredKeyedService<IGrainStorage>(FleetStorage.Name);

        var written = await Write(storage, new(), 1, 2);
        var read = new GrainState<StoredRecord<AccountState>>();
        await storage.ReadStateAsync(nameof(EntityKind.Account), Grain, read);

        Assert.Equal(("1", true), (read.ETag, read.RecordExists));
        Assert.Equal(2, read.State!.Record!.Sequence);
        Assert.Equal(2, await Lines(silo));
        await Write(storage, written, 3);
        Assert.Equal("2", written.ETag);
        Assert.Equal(3, await Lines(silo));
    }

    [Theory, MemberData(nameof(Store.Kinds), MemberType = typeof(Store))]
    public async Task Write_WithAnOldVersion_FailsAndLeavesNoTrace(StoreKind kind)
    {
        using var store = Store.Of(kind, postgres);
        await using var silo = await DurableSilo.Start(store);
        var storage = silo.Services.GetRequiredKeyedService<IGrainStorage>(FleetStorage.Name);
        var first = await Write(storage, new(), 1);
        await Write(storage, new() { ETag = first.ETag }, 2);

        await Assert.ThrowsAsync<InconsistentStateException>(() => Write(storage, first, 3));
        await Assert.ThrowsAsync<InconsistentStateException>(() => Write(storage, new(), 4));
        await Assert.ThrowsAsync<InconsistentStateException>(() => Write(storage, new() { ETag = "9" }, 5));

        Assert.Equal(2, await Lines(silo));
        Assert.Equal(2, await silo.Database.Scalar<int>("SELECT max(sequence) FROM fleet_journal"));
    }

    [Theory, MemberData(nameof(Store.Kinds), MemberType = typeof(Store))]
    public async Task Write_OfARecordThatIsGone_Fails(StoreKind kind)
    {
        using var store = Store.Of(kind, postgres);
        await using var silo = await DurableSilo.Start(store);
        var storage = silo.Services.GetRequiredKeyedService<IGrainStorage>(FleetStorage.Name);
        var first = await Write(storage, new(), 1);
        await silo.Database.Execute("DELETE FROM fleet_record");

        await Assert.ThrowsAsync<InconsistentStateException>(() => Write(storage, first, 2));

        Assert.Equal(0, await silo.Database.Scalar<int>("SELECT count(*) FROM fleet_record"));
    }

    [Theory, MemberData(nameof(Store.Kinds), MemberType = typeof(Store))]
    public async Task Write_HundredAtOnceOnOneVersion_OneWins(StoreKind kind)
    {
        using var store = Store.Of(kind, postgres);
        await using var silo = await DurableSilo.Start(store);
        var storage = silo.Services.GetRequiredKeyedService<IGrainStorage>(FleetStorage.Name);

        var outcomes = await Task.WhenAll(Enumerable.Range(1, 100).Select(async number =>
        {
            try
            {
                await Write(storage, new(), number);
                return true;
            }
            catch (InconsistentStateException)
            {
                return false;
            }
        }));

        Assert.Single(outcomes, won => won);
        Assert.Equal(1, await Lines(silo));
    }

    private static async Task<GrainState<StoredRecord<AccountState>>> Write(
        IGrainStorage storage, GrainState<StoredRecord<AccountState>> state, params long[] lines)
    {
        var entity = Entity.Of(new AccountId("acme", "us-east-1"));
        state.State = new()
        {
            Record = EntityKernel<AccountState, Account>.New(entity.Key) with { Sequence = lines[^1] },
            Lines = [.. lines.Select(line => new LoggedEvent(Noon, entity, line, new OperationRefused("ask", RefusalCode.InvalidState, "Zürich \0 'no'")))],
        };
        await storage.WriteStateAsync(nameof(EntityKind.Account), Grain, state);
        return state;
    }

    private static Task<int> Lines(DurableSilo silo) => silo.Database.Scalar<int>("SELECT count(*) FROM fleet_journal");
}
