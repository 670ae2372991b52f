using DeskFleet.Core.WorkSpaces;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Silo.Storage;
using DeskFleet.Silo.Tests.Support;
using DeskFleet.Silo.Time;
using NodaTime;

namespace DeskFleet.Durable.Tests.Clusters;

/// <summary>A clock that is not the machine's goes on after a restart from the fleet's own last time.</summary>
public sealed class ClockStartTests(PostgresServer postgres)
{
    [Theory, MemberData(nameof(Store.Kinds), MemberType = typeof(Store))]
    public async Task Restart_UnderATimeScale_WritesNothingBeforeWhatIsThere(StoreKind kind)
    {
        using var store = Store.Of(kind, postgres);
        Instant before;
        using (var silo = await RunningSilo.Start(store, "--clock-offset", "400"))
        {
            await silo.Fleet.SetUp();
            await silo.Fleet.LaunchOne("ann");
            await Eventually.True(async () => (await silo.Fleet.List(new(State: Lifecycle.Available), null, 10)).Items.Length == 1, "ann's desktop is listed");
            before = (await silo.Fleet.List(new(State: Lifecycle.Available), null, 10)).Items.Single().Since;
            await silo.Kill();
        }

        using var again = await RunningSilo.Start(store, "--time-scale", "2");
        var bob = await again.Fleet.LaunchOne("bob");
        await Eventually.True(
            async () => (await again.Fleet.List(new(State: Lifecycle.Available), null, 10)).Items.Any(item => item.Desktop.Id == bob && item.Since > before), "bob's desktop is newer than ann's");
    }

    [Fact]
    public async Task Continue_OfTheMachinesOwnClock_ChangesNothing()
    {
        using var store = Store.Of(StoreKind.Sqlite, postgres);
        await using var silo = await DurableSilo.Start(store);
        await silo.Fleet.SetUp();

        var profile = await ClockStart.Continue(TimeProfile.Real, silo.Database, Instant.FromUtc(2001, 1, 1, 0, 0), TestContext.Current.CancellationToken);

        Assert.Equal(TimeProfile.Real, profile);
    }
}
