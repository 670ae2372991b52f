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

/// <summary>The wake index: who is due is found in order and in batches, and nobody else.</summary>
public sealed class DueRecordsTests(PostgresServer postgres)
{
    /// <summary>Far ahead, so that the silo's own scan leaves these records alone.</summary>
    private static readonly Instant Noon = Instant.FromUtc(2126, 3, 2, 12, 0);

    [Theory, MemberData(nameof(Store.Kinds), MemberType = typeof(Store))]
    public async Task Due_AroundTheInstant_IncludesTheInstantItself(StoreKind kind)
    {
        using var store = Store.Of(kind, postgres);
        await using var silo = await DurableSilo.Start(store);
        var tick = Duration.FromTicks(1);
        await Write(silo, "earlier", Noon - tick);
        await Write(silo, "at", Noon);
        await Write(silo, "later", Noon + tick);
        await Write(silo, "never", null);

        Assert.Equal(["earlier", "at"], await Keys(silo, Noon, 100));
    }

    [Theory, MemberData(nameof(Store.Kinds), MemberType = typeof(Store))]
    public async Task Due_InBatchesWithTies_ComesOnceEachAndInOrder(StoreKind kind)
    {
        using var store = Store.Of(kind, postgres);
        await using var silo = await DurableSilo.Start(store);
        for (var i = 0; i < 7; i++)
            await Write(silo, $"k{6 - i}", Noon + Duration.FromSeconds(i / 3));

        Assert.Equal(["k4", "k5", "k6", "k1", "k2", "k3", "k0"], await Keys(silo, Noon + Duration.FromHours(1), 2));
    }

    [Theory, MemberData(nameof(Store.Kinds), MemberType = typeof(Store))]
    public async Task Query_ForDueRecords_UsesTheIndex(StoreKind kind)
    {
        using var store = Store.Of(kind, postgres);
        await using var silo = await DurableSilo.Start(store);
        var sql = new SqlScripts(silo.Database.Dialect)[nameof(DueRecords)];
        var bytes = kind == StoreKind.Postgres ? "'\\x80'::bytea" : "x'80'";
        sql = sql.Replace("@service", "'s'", StringComparison.Ordinal).Replace("@until", bytes, StringComparison.Ordinal)
            .Replace("@wake", bytes, StringComparison.Ordinal).Replace("@kind", "'k'", StringComparison.Ordinal)
            .Replace("@key", "'k'", StringComparison.Ordinal).Replace("@batch", "5", StringComparison.Ordinal);

        var plan = await silo.Database.Rows(kind == StoreKind.Postgres ? $"SET enable_seqscan = off; EXPLAIN {sql}" : $"EXPLAIN QUERY PLAN {sql}");

        Assert.Contains("fleet_record_wake", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("Sort", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("B-TREE", plan, StringComparison.Ordinal);
    }

    private static async Task<List<string>> Keys(DurableSilo silo, Instant until, int batch)
    {
        var records = silo.Services.GetRequiredService<DueRecords>();
        var keys = new List<string>();
        for (DueCursor? last = null; ;)
        {
            var page = await records.Read(until, last, batch, Loops.Unheard().WakeScan, TestContext.Current.CancellationToken);
            keys.AddRange(page.Due.Select(record => record.Entity.Key));
            last = page.Next;
            if (last is null)
                return keys;
        }
    }

    private static Task Write(DurableSilo silo, string key, Instant? wakeAt)
    {
        var state = new GrainState<StoredRecord<AccountState>>(new());
        state.State!.Record = EntityKernel<AccountState, Account>.New(new AccountId(key, "r").ToString()) with { Deadline = wakeAt };
        return silo.Services.GetRequiredKeyedService<IGrainStorage>(FleetStorage.Name)
            .WriteStateAsync(nameof(EntityKind.Account), GrainId.Create("account", key), state);
    }
}
