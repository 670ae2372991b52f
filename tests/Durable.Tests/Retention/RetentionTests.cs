using DeskFleet.Contracts.Journal;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Journal;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Grains.Ports;
using DeskFleet.Silo.Retention;
using DeskFleet.Silo.Storage;
using DeskFleet.Silo.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace DeskFleet.Durable.Tests.Retention;

/// <summary>What is over goes, and nothing that anybody still needs.</summary>
public sealed class RetentionTests(PostgresServer postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Store.Kinds), MemberType = typeof(Store))]
    public async Task Trim_OfOldLines_LeavesUsageAndViewAsTheyWere(StoreKind kind)
    {
        using var store = Store.Of(kind, postgres);
        await using var silo = await DurableSilo.Start(store);
        await silo.Fleet.SetUp();
        var id = await silo.Fleet.LaunchOne("ann");
        await silo.Fleet.Stop(id, new(Fleet.NewId()));
        await silo.Fleet.WaitFor(id, Lifecycle.Stopped, TimeSpan.FromMinutes(5));
        await Listed(silo, Lifecycle.Stopped);
        var trim = silo.Services.GetRequiredService<JournalTrim>();
        var before = await trim.UsageOf(id, Cancellation);

        var dropped = await trim.Step(silo.Services.GetRequiredService<IFleetClock>().Now, Cancellation);
        await silo.Fleet.Start(id, new(Fleet.NewId()));
        await silo.Fleet.WaitFor(id, Lifecycle.Available, TimeSpan.FromMinutes(5));

        Assert.True(dropped > 4, $"Only {dropped} lines were dropped.");
        var after = await trim.UsageOf(id, Cancellation);
        Assert.Equal((before.Usage.FirstAvailableAt, before.Usage.Plan, before.Desktop), (after.Usage.FirstAvailableAt, after.Usage.Plan, after.Desktop));
        Assert.Equal(before.Usage.Running, after.Usage.Running);
        Assert.NotNull(after.Usage.RunsSince);
        var history = await silo.Fleet.History(Entity.Of(id), 0, 10, Cancellation);
        Assert.Equal(Lifecycle.Starting, ((StateChanged)history[0].Event).To);
        await Listed(silo, Lifecycle.Available);
    }

    [Theory, MemberData(nameof(Store.Kinds), MemberType = typeof(Store))]
    public async Task Feed_FromBeforeWhatIsKept_SaysWhereToGoOn(StoreKind kind)
    {
        using var store = Store.Of(kind, postgres);
        await using var silo = await DurableSilo.Start(store);
        await silo.Fleet.SetUp();
        await silo.Fleet.LaunchOne("ann");
        await Listed(silo, Lifecycle.Available);
        await silo.Services.GetRequiredService<JournalTrim>().Step(silo.Services.GetRequiredService<IFleetClock>().Now, Cancellation);
        await silo.Fleet.LaunchOne("bob");

        var missed = await Assert.ThrowsAsync<JournalTrimmedException>(() => First(JournalPosition.Beginning));
        var next = await First(missed.TrimmedUpTo);

        Assert.Equal(missed.TrimmedUpTo.Value + 1, next.Position.Value);

        async Task<JournalEntry> First(JournalPosition after)
        {
            await foreach (var entry in silo.Fleet.Changes(after, Cancellation))
                return entry;
            throw new InvalidOperationException("The feed has no end.");
        }
    }

    [Theory, MemberData(nameof(Store.Kinds), MemberType = typeof(Store))]
    public async Task Purge_OfATerminatedWorkSpace_LeavesThatItsIdWasUsedAndItsLines(StoreKind kind)
    {
        using var store = Store.Of(kind, postgres);
        var launch = Fleet.Launch("ann");
        await using (var silo = await DurableSilo.Start(store))
        {
            await silo.Fleet.SetUp();
            await Gone(silo, launch);
            var purge = silo.Services.GetRequiredService<TerminatedPurge>();
            var now = silo.Services.GetRequiredService<IFleetClock>().Now;
            Assert.Equal(0, await purge.Step(now - Duration.FromDays(1), Cancellation));
            // It leaves alone who writes in between, and trimming what was owed may be the last write.
            await Eventually.Is(1, () => purge.Step(now + Duration.FromHours(1), Cancellation), "how many are purged");
            Assert.Equal(0, await purge.Step(now + Duration.FromHours(1), Cancellation));
            Assert.DoesNotContain("\"launch\"", await silo.Database.Scalar<string>(Payload(kind, launch.OperationId.ToWorkSpaceId())), StringComparison.Ordinal);
        }

        await using var later = await DurableSilo.Start(store);

        Assert.IsType<Refused>(await later.Fleet.Launch(launch));
        Assert.Null(await later.Fleet.Describe(launch.OperationId.ToWorkSpaceId()));
        Assert.Contains(
            await later.Fleet.History(Entity.Of(launch.OperationId.ToWorkSpaceId()), 0, 100, Cancellation),
            line => line.Event is StateChanged { To: Lifecycle.Terminated });
    }

    /// <summary>Nobody calls anything: what a silo does by itself when it starts, and so also one that never runs for an hour.</summary>
    [Theory, MemberData(nameof(Store.Kinds), MemberType = typeof(Store))]
    public async Task Silo_StartedWhenTheTermIsOver_PurgesByItself(StoreKind kind)
    {
        using var store = Store.Of(kind, postgres);
        var launch = Fleet.Launch("ann");
        await using (var silo = await DurableSilo.Start(store))
        {
            await silo.Fleet.SetUp();
            await Gone(silo, launch);
        }

        await using var database = store.Open();
        using (var early = await RunningSilo.Start(store, "--terminated-days", "62", "--clock-offset", "1487"))
        {
            await early.Kill();
            // The user is idle, and is dropped already.
            Assert.DoesNotContain(early.Log, line => line.Contains("Purged 1 records", StringComparison.Ordinal));
            Assert.Contains("\"launch\"", await database.Scalar<string>(Payload(kind, launch.OperationId.ToWorkSpaceId())), StringComparison.Ordinal);
        }

        using var late = await RunningSilo.Start(store, "--terminated-days", "62", "--clock-offset", "1489");

        await late.Says("Purged 1 records of TERMINATED WorkSpaces and dropped 0 lines of the journal");
        await late.Kill();
        Assert.DoesNotContain("\"launch\"", await database.Scalar<string>(Payload(kind, launch.OperationId.ToWorkSpaceId())), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Store.Kinds), MemberType = typeof(Store))]
    public async Task Erase_OfAUserWhoHasLeft_LeavesTheNameNowhere(StoreKind kind)
    {
        using var store = Store.Of(kind, postgres);
        await using var silo = await DurableSilo.Start(store);
        await silo.Fleet.SetUp();
        var (leaver, given) = (UserName.Of("wilhelmina"), "Wilhelmina");
        var launch = Fleet.Launch(given);
        Assert.IsType<Launched>(await silo.Fleet.Launch(launch));
        await silo.Fleet.WaitFor(launch.OperationId.ToWorkSpaceId(), Lifecycle.Available, TimeSpan.FromMinutes(5));
        await Listed(silo, Lifecycle.Available);
        Assert.Equal(RefusalCode.InvalidState, Assert.IsType<Refused>(await silo.Fleet.EraseUser(Fleet.NewId(), Fleet.Directory, leaver)).Code);
        await silo.Fleet.LaunchOne("stays");
        await Gone(silo, launch);
        var lines = await silo.Database.Scalar<int>("SELECT count(*) FROM fleet_journal");

        var erase = Fleet.NewId();
        await Eventually.True(async () => await silo.Fleet.EraseUser(erase, Fleet.Directory, leaver) is Accepted, "the user is erased");

        Assert.Equal(lines, await silo.Database.Scalar<int>("SELECT count(*) FROM fleet_journal"));
        Assert.DoesNotContain(leaver.Value, await silo.Database.Scalar<string>(Payload(kind, launch.OperationId.ToWorkSpaceId())), StringComparison.OrdinalIgnoreCase);
        foreach (var table in (string[])["fleet_journal", "fleet_terminated", "fleet_usage", "fleet_workspace"])
            Assert.DoesNotContain(leaver.Value, await silo.Database.Rows($"SELECT * FROM {table}"), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(leaver.Value, await silo.Database.Rows("SELECT key FROM fleet_record"), StringComparison.OrdinalIgnoreCase);
        var history = await silo.Fleet.History(Entity.Of(launch.OperationId.ToWorkSpaceId()), 0, 100, Cancellation);
        Assert.StartsWith("erased-", ((StateChanged)history[0].Event).Terms!.Identity.User.Value, StringComparison.Ordinal);
        Assert.Single((await silo.Fleet.List(new(Directory: Fleet.Directory, User: UserName.Of("stays")), null, 2)).Items);

        // Somebody of the same name comes; who asks again under the old id erases nobody.
        var again = Fleet.Launch(leaver.Value);
        Assert.IsType<Launched>(await Patient.Question(() => silo.Fleet.Launch(again), TimeSpan.FromMinutes(5)));
        await Eventually.True(async () => (await silo.Fleet.List(new(Directory: Fleet.Directory, User: leaver), null, 2)).Items.Length == 1, "the second one is listed");
        Assert.IsType<Accepted>(await silo.Fleet.EraseUser(erase, Fleet.Directory, leaver));
        Assert.IsType<Refused>(await silo.Fleet.EraseUser(Fleet.NewId(), Fleet.Directory, leaver));
    }

    [Theory]
    [InlineData(-25, RefusalCode.OperationExpired)]
    [InlineData(1, RefusalCode.InvalidParameter)]
    public async Task Erase_UnderAnIdOfAnotherTime_IsRefused(int hours, RefusalCode code)
    {
        using var store = Store.Of(StoreKind.Sqlite, postgres);
        await using var silo = await DurableSilo.Start(store);
        var id = Fleet.NewId();

        var reply = await silo.Fleet.EraseUser(id with { UnixMilliseconds = id.UnixMilliseconds + (hours * 3_600_000L) }, Fleet.Directory, UserName.Of("ann"));

        Assert.Equal(code, Assert.IsType<Refused>(reply).Code);
    }

    private static async Task Gone(DurableSilo silo, LaunchWorkSpace launch)
    {
        var id = launch.OperationId.ToWorkSpaceId();
        await silo.Fleet.Launch(launch);
        await silo.Fleet.WaitFor(id, Lifecycle.Available, TimeSpan.FromMinutes(5));
        await silo.Fleet.Terminate(id, new(Fleet.NewId()));
        await Eventually.True(async () => await silo.Fleet.Describe(id) is null, "it is terminated");
        await Eventually.Is(1, () => silo.Database.Scalar<int>("SELECT count(*) FROM fleet_terminated"), "what the view has noted as terminated");
    }

    private static Task Listed(DurableSilo silo, Lifecycle state) =>
        Eventually.True(async () => (await silo.Fleet.List(new(State: state), null, 10)).Items.Length >= 1, $"one is listed as {state}");

    private static string Payload(StoreKind kind, WorkSpaceId id) => kind == StoreKind.Postgres
        ? $"SELECT encode(payload, 'escape') FROM fleet_record WHERE key = '{id}'"
        : $"SELECT CAST(substr(payload, 18) AS TEXT) FROM fleet_record WHERE key = '{id}'";
}
