using DeskFleet.Core.Catalog;
using DeskFleet.Core.Directories;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Placement;
using DeskFleet.Core.Tests.TestKit;
using DeskFleet.Core.WorkSpaces;
using NodaTime;

namespace DeskFleet.Core.Tests.Fleets;

/// <summary>Graphics desktops from launch to use, on hosts with GPUs.</summary>
public sealed class GraphicsLaunchTests
{
    private static readonly HostType TwoGpus = new("two-gpus", new(64, 128 * 1024, 2), StartSlots: 8);

    [Fact]
    [Trait("Rule", "GPU-01")]
    public void Launch_Graphics_HasTheNumbersOfItsHardwareOnVolumesAndHost()
    {
        var fleet = TinyFleet.With(TwoGpus, 1, 0);

        var (id, reply) = fleet.Launch(1, bundle: Names.Graphics);
        fleet.Run(Duration.FromMinutes(30));

        Assert.IsType<Launched>(reply);
        var desk = fleet.WorkSpace(id);
        Assert.Equal((Lifecycle.Available, 100, 100), (desk.Lifecycle, desk.Identity!.Bundle.RootGB, desk.Identity.Bundle.UserGB));
        Assert.Equal((8, 15 * 1024, 1), (desk.Identity.Bundle.Size.VCpu, desk.Identity.Bundle.Size.MemoryMiB, desk.Identity.Bundle.Size.Gpus));
        Assert.Equal(new GpuModel(CudaCores: 1536, VideoMemoryGB: 4), desk.Identity.Bundle.Gpu);
        Assert.Equal(new Capacity(8, 15 * 1024, 1), Assert.Single(fleet.Hosts).Used);
    }

    /// <summary>In a domain of the customer's it is a member as any other desktop is.</summary>
    [Theory]
    [InlineData("Standard")]
    [InlineData("Graphics")]
    [Trait("Rule", "GPU-08")]
    public void Launch_InAConnectedDomain_JoinsIt(string bundle)
    {
        var fleet = TinyFleet.With(TwoGpus, 1, 0);
        var directory = new DirectoryId("d-corp");
        DirectoryProfile profile = new(DirectoryType.AdConnector, "corp.example.com", "CORP", "", "Small", "vpc-1", ["one", "two"], ["10.0.0.2"], "joiner");
        Assert.IsType<Accepted>(fleet.Do(Entity.Of(directory), new CreateDirectory(Names.Account, profile)));
        Assert.IsType<Accepted>(fleet.Do(Entity.Of(directory), new RegisterDirectory(Names.Account, Names.ZoneA, Names.ZoneB, IsDedicated: false)));

        Assert.IsType<Launched>(fleet.Do(Names.WorkSpace(1), new LaunchWorkSpace(Names.Operation(1), directory, UserName.Of("ann"), BundleId.Named(bundle), RunningMode.AutoStop)));
        fleet.Run(Duration.FromMinutes(30));

        Assert.Equal((Lifecycle.Available, "corp.example.com"), (fleet.WorkSpace(Names.WorkSpace(1)).Lifecycle, fleet.WorkSpace(Names.WorkSpace(1)).Identity!.Domain));
    }

    /// <summary>No GPU is shared: the third waits, however much else is free, and gets the GPU of the first that goes.</summary>
    [Fact]
    [Trait("RulePart", "GPU-01")]
    public void Launch_ThirdOnTwoGpus_WaitsUntilOneIsFree()
    {
        var fleet = TinyFleet.With(TwoGpus, 1, 0);
        var first = fleet.Launch(1, bundle: Names.Graphics).Id;
        fleet.Launch(2, bundle: Names.Graphics);
        fleet.Run(Duration.FromMinutes(30));

        var (third, reply) = fleet.Launch(3, bundle: Names.Graphics);
        Assert.True(Assert.IsType<Launched>(reply).Waits);
        fleet.Do(first, new TerminateWorkSpace(Names.Operation(100)));
        fleet.Run(Duration.FromMinutes(30));

        Assert.Equal(Lifecycle.Available, fleet.WorkSpace(third).Lifecycle);
        Assert.Equal(2, Assert.Single(fleet.Hosts).Occupants.Length);
    }

    /// <summary>The launch names the bundle and nothing more, as any other.</summary>
    [Theory]
    [InlineData("Value")]
    [InlineData("Standard")]
    [InlineData("Performance")]
    [InlineData("Graphics")]
    [Trait("Rule", "GPU-07")]
    public void Launch_AnyBundle_TakesTheSameParameters(string bundle)
    {
        var fleet = TinyFleet.With(TwoGpus, 1, 0);
        var launch = new LaunchWorkSpace(Names.Operation(1), Names.Directory, UserName.Of("user1"), Bundle.Defaults.Single(one => one.Name == bundle).Id, RunningMode.AutoStop);

        Assert.IsType<Launched>(fleet.Do(Names.WorkSpace(1), launch));
        fleet.Run(Duration.FromMinutes(30));

        Assert.Equal((Lifecycle.Available, bundle), (fleet.WorkSpace(Names.WorkSpace(1)).Lifecycle, fleet.WorkSpace(Names.WorkSpace(1)).Identity!.Bundle.HardwareName));
    }
}
