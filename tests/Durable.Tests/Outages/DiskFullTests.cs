using System.Diagnostics;
using DeskFleet.Contracts;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Silo.Tests.Support;

namespace DeskFleet.Durable.Tests.Outages;

/// <summary>SQLite's disk runs full under a running silo, and somebody makes room.</summary>
public sealed class DiskFullTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Disk_FullUnderLoad_ClearErrorsNothingLostAndRecoveryByItself()
    {
        await using var disk = await FillingDisk.Start(megabytes: 24, people: 6);
        var load = disk.Load;
        await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);

        disk.Fill();
        await Eventually.True(() => IsUnavailable(disk.Fleet), "a call is told that nothing can be written");
        await Eventually.True(async () => (await Ready(disk.Store)).Contains("writes are refused", StringComparison.Ordinal), "readiness says that writes are refused");
        await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);
        var meanwhile = load.Acknowledged;
        disk.MakeRoom();
        await Until(() => load.Acknowledged > meanwhile + 20);
        await Eventually.True(async () => await Ready(disk.Store) == "ready", "it is ready again", Patience);
        await load.End();

        output.WriteLine($"{load.Acknowledged} acknowledged; {string.Join(", ", load.Failures)}");
        load.AssertIn(await JournalCheck.Of(disk.Database));
        Assert.Empty(await Audit.Of(disk.Database, Patience));
    }

    private static async Task<string> Ready(Store store)
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri($"{store.Ports[1]}/health/ready"), TestContext.Current.CancellationToken);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Its own call: the people may all be waiting for a desktop just then.</summary>
    private static async Task<bool> IsUnavailable(FleetClient fleet)
    {
        try
        {
            await fleet.SetLimits(Fleet.NewId(), Fleet.Account, new(1_000_000, GraphicsMonthlyEnabled: false));
            return false;
        }
        catch (FleetUnavailableException)
        {
            return true;
        }
    }

    private static async Task Until(Func<bool> condition)
    {
        for (var watch = Stopwatch.StartNew(); !condition(); await Task.Delay(20, TestContext.Current.CancellationToken))
            Assert.True(watch.Elapsed < Patience, $"It has not come about within {Patience.TotalSeconds} s.");
    }
}
