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
        await using var fleet = await TestFleet.Start(new() { Machines = sink => driver = new(sink) });

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
