using DeskFleet.Core.Accounts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Silo.Auditing;
using DeskFleet.Silo.Loops;
using DeskFleet.Silo.Retention;
using DeskFleet.Silo.Storage;
using DeskFleet.Silo.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace DeskFleet.Durable.Tests.Retention;

/// <summary>What nobody needs does not pile up: records of users, activations, room in the file.</summary>
public sealed class GrowthTests(PostgresServer postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Store.Kinds), MemberType = typeof(Store))]
    public async Task IdleUsers_OfRefusedLaunches_AreDroppedAndComeBack(StoreKind kind)
    {
        using var store = Store.Of(kind, postgres);
        await using var silo = await DurableSilo.Start(store);
        await silo.Fleet.SetUp();
        await silo.Fleet.LaunchOne("ann");
        await silo.Fleet.Accept(Entity.Of(Fleet.Account), new SetLimits(1, GraphicsMonthlyEnabled: false));
        for (var i = 0; i < 20; i++)
            Assert.IsType<Refused>(await silo.Fleet.Launch(Fleet.Launch($"refused-{i}")));
        await silo.Fleet.EnableUser(Fleet.NewId(), Fleet.Directory, UserName.Of("disabled"), isEnabled: false);
        Assert.Equal(22, await Users(silo));

        // A record may still be about to be trimmed by a write.
        var idle = new IdleUsers(silo.Database, silo.Services.GetRequiredService<FleetRecords>(), silo.Services.GetRequiredService<LoopBook>());
        var later = silo.Services.GetRequiredService<Grains.Ports.IFleetClock>().Now + Duration.FromHours(1);
        await Eventually.True(async () => await idle.Round(later, Cancellation) >= 0 && await Users(silo) == 2, "only ann and who is disabled are kept", TimeSpan.FromMinutes(2));

        await silo.Fleet.Accept(Entity.Of(Fleet.Account), new SetLimits(100, GraphicsMonthlyEnabled: false));
        await silo.Fleet.LaunchOne("refused-7");
        Assert.IsType<Refused>(await Patient.Question(() => silo.Fleet.Launch(Fleet.Launch("ann")), TimeSpan.FromSeconds(30)));
        Assert.Equal(3, await Users(silo));
    }

    [Fact]
    public async Task Activations_OfRefusedAndTerminatedDesktops_EndByThemselves()
    {
        using var store = Store.Of(StoreKind.Sqlite, postgres);
        await using var silo = await DurableSilo.Start(store);
        await silo.Fleet.SetUp();
        var ann = await silo.Fleet.LaunchOne("ann");
        var bob = await silo.Fleet.LaunchOne("bob");
        await silo.Fleet.Accept(Entity.Of(Fleet.Account), new SetLimits(2, GraphicsMonthlyEnabled: false));
        for (var i = 0; i < 20; i++)
            Assert.IsType<Refused>(await silo.Fleet.Launch(Fleet.Launch($"refused-{i}")));
        await silo.Fleet.Terminate(bob, new(Fleet.NewId()));

        var management = silo.Services.GetRequiredService<IGrainFactory>().GetGrain<IManagementGrain>(0);
        await Eventually.True(
            async () => await WorkSpaces(management) == 1, "only ann's desktop is active", TimeSpan.FromMinutes(2));
        Assert.NotNull(await silo.Fleet.Describe(ann));
    }

    /// <summary>54 % of a file was free after a purge, and was never given back.</summary>
    [Fact]
    public async Task Sqlite_AfterMuchIsGone_GivesRoomBack()
    {
        using var store = Store.Of(StoreKind.Sqlite, postgres);
        await using var silo = await DurableSilo.Start(store);
        await silo.Database.Execute("CREATE TABLE ballast (x BLOB); INSERT INTO ballast WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000) SELECT randomblob(8000) FROM n");
        await silo.Database.Execute("DROP TABLE ballast");
        var full = await silo.Database.Space(Cancellation);
        Assert.True(full.FreeBytes > full.Bytes / 2, $"{full}");

        await silo.Database.GiveBack(Cancellation);

        var after = await silo.Database.Space(Cancellation);
        Assert.True(after.Bytes < full.Bytes / 2 && after.FreeBytes <= 5_000_000, $"{full}, then {after}");
        Assert.Equal("ok", await silo.Database.Scalar<string>("PRAGMA integrity_check"));
    }

    private static async Task<int> WorkSpaces(IManagementGrain management) =>
        (await management.GetSimpleGrainStatistics()).Where(of => of.GrainType.Contains("WorkSpaceGrain", StringComparison.Ordinal)).Sum(of => of.ActivationCount);

    private static Task<int> Users(DurableSilo silo) => silo.Database.Scalar<int>("SELECT count(*) FROM fleet_record WHERE kind = 'User'");
}
