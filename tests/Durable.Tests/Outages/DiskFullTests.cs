using System.Diagnostics;
using DeskFleet.Contracts;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Silo.Tests.Support;

namespace DeskFleet.Durable.Tests.Outages;

/// <summary>SQLite's disk runs full under a running silo, and somebody makes room.</summary>
public sealed class DiskFullTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Disk_FullUnderLoad_ClearErrorsNothingLostAndRecoveryByItself()
    {
        using var disk = await SmallDisk.Mount(megabytes: 24);
        using var store = Store.On(disk.Folder);
        using var silo = await RunningSilo.Start(store);
        await silo.Fleet.SetUp(hosts: 4);
        await using var database = store.Open();
        await using var load = new Load(silo.Fleet, database, people: 6);
        load.Begin();
        await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);

        disk.Fill();
        await Eventually.True(() => IsUnavailable(silo.Fleet), "a call is told that nothing can be written");
        await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);
        var meanwhile = load.Acknowledged;
        disk.MakeRoom();
        await Until(() => load.Acknowledged > meanwhile + 20);
        await load.End();

        output.WriteLine($"{load.Acknowledged} acknowledged; {string.Join(", ", load.Failures)}");
        load.AssertIn(await JournalCheck.Of(database));
        Assert.Empty(await Audit.Of(database, Patience));
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
