using System.Diagnostics;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Grains.Kernel;
using DeskFleet.Silo.Auditing;
using DeskFleet.Silo.Storage;
using DeskFleet.Silo.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Orleans.Storage;

namespace DeskFleet.Durable.Tests.Idle;

/// <summary>What costs something is the work that is due, not how many desktops there are.</summary>
public sealed class IdleFleetTests(PostgresServer postgres)
{
    /// <summary>The auditor looks up the neighbours of what it reads; in a small fleet more of its pages are empty.</summary>
    private const double MaxTimesAsMany = 1.5;

    /// <summary>Of one processor.</summary>
    private const double MaxCpu = 0.05;

    private static readonly (int Few, int Many) Sizes = FullRun.Is ? (1_000, 100_000) : (100, 2_000);
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(FullRun.Is ? 60 : 20);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Statements_OfAFleetThatStandsStill_DoNotDependOnItsSize()
    {
        using var statements = new Statements();
        using var fewStore = Store.Of(StoreKind.Postgres, postgres);
        using var manyStore = Store.Of(StoreKind.Postgres, postgres);
        await Fill(fewStore, Sizes.Few);
        await Fill(manyStore, Sizes.Many);
        await using var few = await DurableSilo.Start(fewStore, "few");
        await using var many = await DurableSilo.Start(manyStore, "many");
        await AtRest(few, Sizes.Few);
        await AtRest(many, Sizes.Many);
        await Task.Delay(Window / 4, Cancellation);
        var (fewName, manyName) = (await Name(few), await Name(many));

        var (fewBefore, manyBefore) = (statements.Of(fewName), statements.Of(manyName));
        await Task.Delay(Window, Cancellation);
        var (ofFew, ofMany) = (statements.Of(fewName) - fewBefore, statements.Of(manyName) - manyBefore);

        TestContext.Current.TestOutputHelper?.WriteLine($"In {Window.TotalSeconds} s: {ofFew} statements for {Sizes.Few} desktops, {ofMany} for {Sizes.Many}.");
        Assert.InRange(ofFew, 1, int.MaxValue);
        Assert.InRange(ofMany, 1, ofFew * MaxTimesAsMany);
        Assert.Equal(0, few.Services.GetRequiredService<AuditCounts>().Found + many.Services.GetRequiredService<AuditCounts>().Found);
    }

    [Theory, MemberData(nameof(Store.Kinds), MemberType = typeof(Store))]
    public async Task Process_WithAHundredThousandStopped_TakesNoCpu(StoreKind kind)
    {
        Assert.SkipUnless(FullRun.Is, "100,000 desktops: tests/run.sh --full.");
        using var store = Store.Of(kind, postgres);
        await Fill(store, Sizes.Many);
        using var silo = await RunningSilo.Start(store);
        await Eventually.True(async () => (await silo.Fleet.Count(Cancellation)).Sum(count => count.Number) == Sizes.Many, "all are counted", TimeSpan.FromMinutes(10));
        // The newest service update is told to everybody once, a minute after the start: that is work that is due.
        await Eventually.True(
            () => Task.FromResult(silo.Log.Any(line => line.Contains($"Told {Sizes.Many} desktops", StringComparison.Ordinal))), "all know the newest update", TimeSpan.FromMinutes(10));
        await Task.Delay(Window, Cancellation);
        using var process = Process.GetProcessById(silo.ProcessId);

        var before = process.TotalProcessorTime;
        await Task.Delay(Window, Cancellation);
        process.Refresh();
        var share = (process.TotalProcessorTime - before) / Window;

        TestContext.Current.TestOutputHelper?.WriteLine($"{kind}: {share:p2} of one processor with {Sizes.Many} stopped desktops.");
        Assert.InRange(share, 0, MaxCpu);
        await silo.Kill();
    }

    /// <summary>By a silo that looks after nothing meanwhile, since half a fleet is full of discrepancies.</summary>
    private static async Task Fill(Store store, int desktops)
    {
        var fleet = await StoppedFleet.Of(desktops, SystemClock.Instance.GetCurrentInstant() - Duration.FromDays(2));
        await using var silo = await DurableSilo.Start(store, before: services => services.AddSingleton(new AuditOptions { Pause = TimeSpan.FromHours(12) }));
        await fleet.Store(silo.Services.GetRequiredKeyedService<IGrainStorage>(FleetStorage.Name), silo.Services.GetRequiredService<IGrainFactory>());
        await AtRest(silo, desktops);
    }

    private static Task AtRest(DurableSilo silo, int desktops) =>
        Eventually.True(async () => (await silo.Fleet.Count(Cancellation)).Sum(count => count.Number) == desktops, "the view shows all", TimeSpan.FromMinutes(10));

    private static Task<string> Name(DurableSilo silo) => silo.Database.Scalar<string>("SELECT current_database()");
}
