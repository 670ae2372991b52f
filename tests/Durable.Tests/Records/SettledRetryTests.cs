using DeskFleet.Durable.Tests.Support;
using DeskFleet.Silo.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace DeskFleet.Durable.Tests.Records;

/// <summary>A record asks to be woken 30 s after it owed effects, and nothing writes it again when they are delivered: the scan cleans up.</summary>
public sealed class SettledRetryTests(PostgresServer postgres)
{
    private static readonly TimeSpan Within = TimeSpan.FromMinutes(5);

    [Theory, MemberData(nameof(Store.Kinds), MemberType = typeof(Store))]
    public async Task Records_WhoseEffectsAreDelivered_LeaveTheIndexAfterOneWake(StoreKind kind)
    {
        using var store = Store.Of(kind, postgres);
        await using var silo = await DurableSilo.Start(store);
        await silo.Fleet.SetUp();
        await silo.Fleet.Terminate(await silo.Fleet.LaunchOne("ann"), new(Fleet.NewId()));

        await silo.Database.Until("SELECT count(*) FROM fleet_journal WHERE CAST(event AS text) LIKE '%\"to\":\"TERMINATED\"%'", 1, Within);
        await silo.Database.Until(CountAwake(kind), 0, Within);

        var scan = silo.Services.GetRequiredService<WakeScan>();
        Assert.InRange(scan.Wakes, 1, await silo.Database.Scalar<long>("SELECT count(*) FROM fleet_record") * 2);
    }

    private static string CountAwake(StoreKind kind) => kind == StoreKind.Postgres
        ? "SELECT count(*) FROM fleet_record WHERE substring(payload FROM 1 FOR 8) < '\\xffffffffffffffff'::bytea"
        : "SELECT count(*) FROM fleet_record WHERE substr(payload, 1, 8) < x'FFFFFFFFFFFFFFFF'";
}
