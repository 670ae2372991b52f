using System.Net.Http.Json;
using System.Text.Json;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Silo.Storage;
using DeskFleet.Silo.Tests.Support;
using DeskFleet.Silo.Time;
using NodaTime;
using NodaTime.Text;

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

    /// <summary>Nothing happened at the time to which it was moved, so no line tells it.</summary>
    [Theory]
    [InlineData(StoreKind.Sqlite, true)]
    [InlineData(StoreKind.Sqlite, false)]
    [InlineData(StoreKind.Postgres, true)]
    public async Task Restart_AfterTheClockWasMoved_GoesOnFromThere(StoreKind kind, bool isKilled)
    {
        using var store = Store.Of(kind, postgres);
        using var http = new HttpClient { BaseAddress = store.Url };
        Instant before;
        using (var silo = await RunningSilo.Start(store, "--control"))
        {
            await http.PostAsJsonAsync("/control/clock", new { advanceSeconds = 100 * 86400 }, TestContext.Current.CancellationToken);
            before = await Clock(http);
            if (isKilled)
                await silo.Kill();
        }

        using var again = await RunningSilo.Start(store, "--control");
        Assert.InRange(await Clock(http), before - Duration.FromMinutes(1), Instant.MaxValue);
    }

    private static async Task<Instant> Clock(HttpClient http)
    {
        using var told = JsonDocument.Parse(await http.GetStringAsync("/control/clock", TestContext.Current.CancellationToken));
        return InstantPattern.ExtendedIso.Parse(told.RootElement.GetProperty("now").GetString()!).Value;
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
