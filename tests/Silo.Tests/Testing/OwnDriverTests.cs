using System.Collections.Concurrent;
using DeskFleet.Core.Drivers;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Grains.Drivers;
using DeskFleet.Testing;
using NodaTime;

namespace DeskFleet.Silo.Tests.Testing;

/// <summary>A test's fleet on machines of somebody's own.</summary>
public sealed class OwnDriverTests
{
    [Fact]
    [Trait("RulePart", "WKS-15")]
    public async Task Driver_OfOnesOwn_GetsOrdersWithAllThatAMachineIsMadeFromAndIsBelieved()
    {
        ObedientDriver? driver = null;
        await using var fleet = await TestFleet.Start(new() { Machines = (sink, _) => driver = new(sink) });

        var ann = await fleet.Launch("Ann");
        await fleet.Client.Reboot(ann, new(fleet.NewId()));
        await fleet.RunFor(Duration.FromMinutes(1));
        var rebuild = new RebuildWorkSpace(fleet.NewId());
        Assert.IsType<Accepted>(await fleet.Client.Rebuild(ann, rebuild));
        await fleet.RunFor(Duration.FromMinutes(1));

        Assert.Equal([DriverVerb.Boot, DriverVerb.Reboot, DriverVerb.Rebuild], driver!.Orders.Select(order => order.Verb));
        var (boot, last) = (driver.Orders.First(), driver.Orders.Last());
        Assert.Equal(("Ann", "Standard", 50), (boot.Desktop!.User.Value, boot.Desktop.Bundle.Name, boot.Desktop.Bundle.UserGB));
        Assert.All(driver.Orders, order => Assert.Equal(boot.Desktop, order.Desktop));
        var image = boot.Desktop.Bundle.RootContent;
        Assert.Equal([image, null, image], driver.Orders.Select(order => order.Root));

        driver.Sink.ReportHealth(ann, new(last.Epoch, IsHealthy: false, "the guest hangs"));
        await fleet.RunFor(Duration.Zero);
        Assert.Equal(Lifecycle.Unhealthy, (await fleet.Client.Describe(ann))!.State);
        driver.Sink.ReportHealth(ann, new(last.Epoch, IsHealthy: true, "it answers again"));
        await fleet.RunFor(Duration.Zero);
        Assert.Equal(Lifecycle.Available, (await fleet.Client.Describe(ann))!.State);
    }

    [Theory]
    [InlineData(DriverVerb.Rebuild)]
    [InlineData(DriverVerb.Reboot)]
    [Trait("RulePart", "WKS-15")]
    public async Task Driver_ThatTakesTimeByTheFleetsClockAndSaysNotWell_MakesTheDesktopUnhealthy(DriverVerb verb)
    {
        await using var fleet = await TestFleet.Start(new() { Machines = (sink, time) => new SlowDriver(sink, time, verb) });
        var ann = await fleet.Launch("ann");
        Assert.InRange(fleet.Now - TestFleetOptions.DefaultStart, SlowDriver.Takes, 2 * SlowDriver.Takes);

        Reply reply = verb == DriverVerb.Rebuild
            ? await fleet.Client.Rebuild(ann, new(fleet.NewId()))
            : await fleet.Client.Reboot(ann, new(fleet.NewId()));
        await fleet.RunFor(2 * SlowDriver.Takes);

        Assert.IsType<Accepted>(reply);
        var desktop = (await fleet.Client.Describe(ann))!;
        Assert.Equal((Lifecycle.Unhealthy, "the guest hangs"), (desktop.State, desktop.Reason));
    }

    /// <summary>After one of its verbs the guest does not answer.</summary>
    private sealed class SlowDriver(IDriverSink sink, TimeProvider time, DriverVerb ill) : IDesktopDriver
    {
        public static Duration Takes => Duration.FromMinutes(3);

        public ValueTask<Reply> Submit(DriverCommand command)
        {
            _ = CarryOut(command);
            return new(Accepted.Instance);
        }

        private async Task CarryOut(DriverCommand command)
        {
            await Task.Delay(Takes.ToTimeSpan(), time);
            var outcome = command.Verb == ill ? DriverOutcome.DoneUnhealthy : DriverOutcome.Done;
            sink.Report(command.WorkSpace, new(command.Verb, command.Epoch, outcome, outcome == DriverOutcome.Done ? null : "the guest hangs"));
        }
    }

    private sealed class ObedientDriver(IDriverSink sink) : IDesktopDriver
    {
        public IDriverSink Sink => sink;

        public ConcurrentQueue<DriverCommand> Orders { get; } = new();

        public ValueTask<Reply> Submit(DriverCommand command)
        {
            Orders.Enqueue(command);
            sink.Report(command.WorkSpace, new(command.Verb, command.Epoch, DriverOutcome.Done));
            return new(Accepted.Instance);
        }
    }
}
