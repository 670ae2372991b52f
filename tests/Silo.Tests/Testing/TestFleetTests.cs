using DeskFleet.Contracts.Journal;
using DeskFleet.Core.Drivers;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Grains.Drivers;
using DeskFleet.Testing;
using NodaTime;

namespace DeskFleet.Silo.Tests.Testing;

/// <summary>What somebody's own test can rely on.</summary>
public sealed class TestFleetTests
{
    private static readonly TestFleetOptions Punctual = new() { Driver = DriverBehaviour.Fixed(verb => Duration.FromMinutes(verb == DriverVerb.Boot ? 20 : 1)) };

    [Fact]
    public async Task Clock_NobodyWaits_StandsStill()
    {
        await using var fleet = await TestFleet.Start();

        await fleet.Client.Launch(LaunchOf(fleet, "ann"));
        await Task.Delay(50);

        Assert.Equal(TestFleetOptions.DefaultStart, fleet.Now);
    }

    [Fact]
    public async Task RunFor_ToTheTickOfAProvisioning_IsExact()
    {
        await using var fleet = await TestFleet.Start(Punctual);
        var launched = Assert.IsType<Launched>(await fleet.Client.Launch(LaunchOf(fleet, "ann")));

        await fleet.RunFor(Duration.FromMinutes(20) - Duration.FromTicks(1));
        Assert.Equal(Lifecycle.Pending, (await fleet.Client.Describe(launched.WorkSpace))!.State);
        await fleet.RunFor(Duration.FromTicks(1));

        Assert.Equal(Lifecycle.Available, (await fleet.Client.Describe(launched.WorkSpace))!.State);
    }

    [Fact]
    public async Task WaitFor_OfTheClient_PassesVirtualTimeOnly()
    {
        await using var fleet = await TestFleet.Start(Punctual);
        var started = TimeProvider.System.GetTimestamp();

        var desktop = await fleet.Launch("ann");
        await fleet.Client.WaitFor(desktop, Lifecycle.Stopped, TimeSpan.FromHours(2));

        Assert.InRange(fleet.Now - TestFleetOptions.DefaultStart, Duration.FromMinutes(81), Duration.FromMinutes(82));
        Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromMinutes(30));
    }

    [Fact]
    public async Task WaitFor_AStateThatDoesNotCome_EndsAfterItsVirtualTime()
    {
        await using var fleet = await TestFleet.Start();
        var desktop = await fleet.Launch("ann", RunningMode.AlwaysOn);
        var before = fleet.Now;

        var failure = await Assert.ThrowsAsync<TimeoutException>(() => fleet.Client.WaitFor(desktop, Lifecycle.Stopped, TimeSpan.FromHours(5)));

        Assert.Contains("it is AVAILABLE", failure.Message, StringComparison.Ordinal);
        Assert.InRange(fleet.Now - before, Duration.FromHours(4.9), Duration.FromHours(5));
    }

    [Fact]
    public async Task Delays_OfSeveral_EndAtTheirTimesAndNotBefore()
    {
        await using var fleet = await TestFleet.Start();

        var ended = await Task.WhenAll(new[] { 3, 1, 2 }.Select(async hours =>
        {
            var due = fleet.Now + Duration.FromHours(hours);
            await Task.Delay(TimeSpan.FromHours(hours), fleet.Time);
            return (Due: due, At: fleet.Now);
        }));

        Assert.All(ended, one => Assert.True(one.At >= one.Due, $"A delay until {one.Due} ended at {one.At}."));
        // The clock may have begun to move to the first when the last was set: they may wait one after the other, but no longer.
        Assert.InRange(fleet.Now - TestFleetOptions.DefaultStart, Duration.FromHours(3), Duration.FromHours(6));
    }

    [Fact]
    public async Task HundredLaunches_AtOnceForOneUnit_OneWins()
    {
        await using var fleet = await TestFleet.Start(new() { WorkSpaces = 1 });

        var replies = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => fleet.Client.Launch(LaunchOf(fleet, $"user{i}"))));

        Assert.Single(replies.OfType<Launched>());
        Assert.All(replies.OfType<Refused>(), refused => Assert.Equal(RefusalCode.LimitExceeded, refused.Code));
        Assert.Equal(99, replies.OfType<Refused>().Count());
    }

    [Fact]
    public async Task SameStory_Twice_IsTheSameToTheLastLine() => Assert.Equal(await Story(1), await Story(1));

    [Fact]
    public async Task SameStory_EveryEffectDelivered_Twice_EndsTheSame() => Assert.Equal(await Story(1), await Story(2));

    [Fact]
    public async Task ListsCountsAndHistory_AreThose_OfTheFleet()
    {
        await using var fleet = await TestFleet.Start();
        var desktop = await fleet.Launch("ann");

        var listed = Assert.Single((await fleet.Client.List(new(Directory: TestFleet.Directory), null, 10)).Items);
        var history = await fleet.Client.History(Entity.Of(desktop), 0, 100);

        Assert.Equal(desktop, listed.Desktop.Id);
        Assert.Equal(1, (await fleet.Client.Count()).Sum(count => count.Number));
        Assert.Contains(history, line => line.Event is StateChanged { To: Lifecycle.Available });
    }

    [Fact]
    public async Task Launch_ThatIsRefused_SaysWhy()
    {
        await using var fleet = await TestFleet.Start(new() { WorkSpaces = 0 });

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => fleet.Launch("ann"));

        Assert.StartsWith("Refused as LimitExceeded: ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Timer_ThatRepeats_IsRefused()
    {
        await using var fleet = await TestFleet.Start();

        Assert.Throws<NotSupportedException>(() => fleet.Time.CreateTimer(_ => { }, null, TimeSpan.Zero, TimeSpan.FromSeconds(1)));
    }

    private static LaunchWorkSpace LaunchOf(TestFleet fleet, string user) =>
        new(fleet.NewId(), TestFleet.Directory, UserName.Of(user), BundleId.Named("Standard"), RunningMode.AutoStop);

    /// <summary>The fleet's journal of a day with a person in it.</summary>
    private static async Task<string> Story(int repeats)
    {
        await using var fleet = await TestFleet.Start(new() { Seed = 7, Repeats = repeats });
        var desktop = await fleet.Launch("ann");
        await fleet.RunFor(Duration.FromHours(2));
        Assert.IsType<Resuming>(await fleet.Client.Connect(desktop, new(fleet.NewId(), UserName.Of("ann"), new("s-1"))));
        await fleet.RunFor(Duration.FromHours(8));
        await fleet.Client.Terminate(desktop, new(fleet.NewId()));
        await fleet.RunFor(Duration.FromHours(1));
        var lines = await fleet.Client.History(Entity.Of(desktop), 0, IJournalReader.MaxLines);
        Assert.Contains(lines, line => line.Event is StateChanged { To: Lifecycle.Terminated });
        return string.Join('\n', lines.Select(line => $"{line.At} {line.Event}"));
    }
}
