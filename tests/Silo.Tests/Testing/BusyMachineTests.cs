using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using DeskFleet.Contracts.Journal;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Silo.Tests.Support;
using DeskFleet.Testing;
using NodaTime;

namespace DeskFleet.Silo.Tests.Testing;

/// <summary>
/// One story in a fleet of the test package is the same to the last line on a busy machine, where any thread may come before any other: 10 runs,
/// 500 with DESKFLEET_FULL=1.
/// </summary>
public sealed class BusyMachineTests
{
    private static int Runs => Environment.GetEnvironmentVariable("DESKFLEET_FULL") == "1" ? 500 : 10;

    [Fact]
    public async Task Story_BesideBusyLoops_IsTheSameToTheLastLine()
    {
        var told = await Story(1);
        using var busy = new BusyLoops();

        for (var run = 1; run <= Runs; run++)
            Assert.True(told == await Story(1 + (run % 2)), $"Run {run} of the story differs.");
    }

    /// <summary>It may have ended before it was given up; the clock stands still in any case.</summary>
    [Fact]
    public async Task Delay_ThatIsGivenUp_MovesTheClockNoFurther()
    {
        await using var fleet = await TestFleet.Start();
        await fleet.Launch("ann");
        using var giveUp = new CancellationTokenSource();

        var delay = Task.Delay(TimeSpan.FromDays(40), fleet.Time, giveUp.Token);
        await giveUp.CancelAsync();
        await delay.ContinueWith(_ => { }, TestContext.Current.CancellationToken, TaskContinuationOptions.None, TaskScheduler.Default);
        await fleet.RunFor(Duration.Zero);
        var stands = fleet.Now;
        await Task.Delay(100, TestContext.Current.CancellationToken);

        Assert.Equal(stands, fleet.Now);
    }

    /// <summary>Three people's week, with waits of every kind; what became of every entity in it.</summary>
    private static async Task<string> Story(int repeats)
    {
        await using var fleet = await TestFleet.Start(new() { Seed = 7, Repeats = repeats });
        var ann = await fleet.Launch("ann");
        var bob = await fleet.Launch("bob", RunningMode.AlwaysOn);
        await Use(fleet, ann, "ann");
        await fleet.Client.Reboot(bob, new(fleet.NewId()));
        await fleet.Client.WaitFor(bob, Lifecycle.Available, TimeSpan.FromHours(1));
        var cleo = await fleet.Launch("cleo");
        await Task.Delay(TimeSpan.FromHours(3), fleet.Time);
        await Use(fleet, cleo, "cleo");
        await fleet.Client.Terminate(ann, new(fleet.NewId()));
        await fleet.RunFor(Duration.FromHours(1));

        var story = new StringBuilder();
        ImmutableArray<Entity> all = [Entity.Of(ann), Entity.Of(bob), Entity.Of(cleo), Entity.Of(TestFleet.Directory), Entity.Of(TestFleet.Account)];
        foreach (var entity in all)
        {
            foreach (var line in await fleet.Client.History(entity, 0, IJournalReader.MaxLines))
                story.AppendLine(CultureInfo.InvariantCulture, $"{line.At} {line.Entity} {line.Event}");
        }

        return story.AppendLine(CultureInfo.InvariantCulture, $"at {fleet.Now}").ToString();
    }

    /// <summary>Signs in when the desktop has stopped, works, and signs out.</summary>
    private static async Task Use(TestFleet fleet, WorkSpaceId desktop, string user)
    {
        await fleet.Client.WaitFor(desktop, Lifecycle.Stopped, TimeSpan.FromHours(6));
        Assert.IsType<Resuming>(await fleet.Client.Connect(desktop, new(fleet.NewId(), UserName.Of(user), new("s-" + user))));
        await fleet.Client.WaitFor(desktop, Lifecycle.Available, TimeSpan.FromHours(1));
        await fleet.RunFor(Duration.FromHours(8));
        await fleet.Client.Disconnect(desktop, new(fleet.NewId(), new("s-" + user)));
        await fleet.RunFor(Duration.FromHours(2));
    }
}
