using DeskFleet.Core.WorkSpaces;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Silo.Storage;

namespace DeskFleet.Durable.Tests.Crashes;

/// <summary>The only silo dies with orders given and reports under way, and nobody asks for anything afterwards.</summary>
public sealed class OwedEffectsTests(PostgresServer postgres)
{
    private const int People = 12;

    /// <summary>Well before the retry that every record with effects asks for, half a minute after its last write.</summary>
    private static readonly TimeSpan AfterReady = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Theory, MemberData(nameof(Store.Kinds), MemberType = typeof(Store))]
    public async Task OnlySilo_KilledDuringLaunches_FinishesThemSoonAfterItsStart(StoreKind kind)
    {
        using var store = Store.Of(kind, postgres);
        using (var first = await RunningSilo.Start(store))
        {
            await first.Fleet.SetUp();
            var launches = Enumerable.Range(0, People).Select(person => Fleet.Launch($"person-{person}")).ToList();
            var replies = await Task.WhenAll(launches.Select(launch => Patient.Question(() => first.Fleet.Launch(launch), Patience)));
            Assert.All(replies, reply => Assert.IsType<Launched>(reply));
            await first.Kill();
        }

        using var later = await RunningSilo.Start(store);

        await using var database = store.Open();
        await database.Until("SELECT count(*) FROM fleet_journal WHERE CAST(event AS text) LIKE '%\"to\":\"AVAILABLE\"%'", People, AfterReady);
        await later.Kill();
    }
}
