using DeskFleet.Core.Identity;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Grains.Ports;
using DeskFleet.Silo.Loops;
using DeskFleet.Silo.MaintenanceWindows;
using DeskFleet.Silo.Storage;
using DeskFleet.Silo.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace DeskFleet.Durable.Tests.MaintenanceWindows;

/// <summary>Service updates come by the calendar, and nobody has to call for them.</summary>
public sealed class UpdateAnnouncerTests(PostgresServer postgres)
{
    [Theory]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Sqlite)]
    [Trait("Rule", "MNT-04")]
    public async Task Announce_AsMonthsPass_TellsEverybodyOnceAReleaseAndWhoeverIsNewBeforeTheNextWindow(StoreKind kind)
    {
        using var store = Store.Of(kind, postgres);
        await using var silo = await DurableSilo.Start(store);
        await silo.Fleet.SetUp();
        var (ann, bob) = (await silo.Fleet.LaunchOne("ann"), await silo.Fleet.LaunchOne("bob"));
        var clock = new SetClock { Now = Instant.FromUtc(2017, 4, 12, 0, 0) };
        using var announcer = new UpdateAnnouncer(
            silo.Services.GetRequiredService<IGrainFactory>(), silo.Services.GetRequiredService<ISiloStatusOracle>(), silo.Services.GetRequiredService<LoopBook>(), clock, TimeProvider.System, NullLogger<UpdateAnnouncer>.Instance);
        await IsListed(silo, 2);

        Assert.Equal(2, await announcer.Announce(TestContext.Current.CancellationToken));
        Assert.Equal(("2017-04", "2017-04"), (await Pending(silo, ann), await Pending(silo, bob)));
        Assert.Equal(0, await announcer.Announce(TestContext.Current.CancellationToken));

        var cat = await silo.Fleet.LaunchOne("cat");
        await IsListed(silo, 3);
        clock.Now += Duration.FromDays(7);
        Assert.Equal(3, await announcer.Announce(TestContext.Current.CancellationToken));
        Assert.Equal("2017-04", await Pending(silo, cat));

        clock.Now = Instant.FromUtc(2017, 5, 9, 4, 0);
        Assert.Equal(3, await announcer.Announce(TestContext.Current.CancellationToken));
        Assert.Equal(("2017-05", "2017-05", "2017-05"), (await Pending(silo, ann), await Pending(silo, bob), await Pending(silo, cat)));
    }

    private static async Task<string?> Pending(DurableSilo silo, WorkSpaceId id) => (await silo.Fleet.Describe(id))?.Update?.Name;

    private static Task IsListed(DurableSilo silo, int desktops) => Eventually.True(
        async () => (await silo.Fleet.List(Core.Views.WorkSpaceFilter.All, null, 100, TestContext.Current.CancellationToken)).Items.Length == desktops, $"{desktops} are listed");

    private sealed class SetClock : IFleetClock
    {
        public Instant Now { get; set; }
    }
}
