using DeskFleet.Core.Tests.TestKit;
using DeskFleet.Core.WorkSpaces;
using NodaTime;

namespace DeskFleet.Core.Tests.WorkSpaces;

/// <summary>Content fingerprints of C: and D: through everything that happens to a desktop.</summary>
public sealed class VolumeTests
{
    [Fact]
    public void Volumes_BeforeProvisioning_AreNotThere()
    {
        Assert.Null(Desk.In(Lifecycle.Pending).State.Volumes);
        Assert.Equal(VolumeFingerprint.Blank, Desk.In(Lifecycle.Available).State.Volumes!.User);
    }

    [Fact]
    public void Session_Ended_HasChangedBoth()
    {
        var desk = Desk.In(Lifecycle.Available);
        var fresh = desk.State.Volumes!;

        Use(desk, 1);
        var first = desk.State.Volumes!;
        Use(desk, 2);

        Assert.Equal(3, new[] { fresh.Root, first.Root, desk.State.Volumes!.Root }.Distinct().Count());
        Assert.Equal(3, new[] { fresh.User, first.User, desk.State.Volumes.User }.Distinct().Count());
    }

    [Fact]
    [Trait("Rule", "WKS-06")]
    public void StopAndResume_AfterUse_KeepBoth()
    {
        var desk = Used();
        var before = desk.State.Volumes;

        desk.Send(new StopWorkSpace(desk.NewId()));
        desk.DriverReports();
        desk.Send(new StartWorkSpace(desk.NewId()));
        desk.DriverReports();

        Assert.Equal((Lifecycle.Available, before), (desk.State.Lifecycle, desk.State.Volumes));
    }

    [Fact]
    [Trait("Rule", "WKS-06")]
    [Trait("Rule", "WKS-07")]
    public void Reboot_AfterUse_KeepsBoth()
    {
        var desk = Used();
        var before = desk.State.Volumes;

        desk.Send(new RebootWorkSpace(desk.NewId()));
        desk.DriverReports();

        Assert.Equal((Lifecycle.Available, before), (desk.State.Lifecycle, desk.State.Volumes));
    }

    [Fact]
    [Trait("Rule", "WKS-08")]
    public void Rebuild_AfterUse_PutsBackTheSystemAndKeepsTheUsersOwn()
    {
        var desk = Desk.In(Lifecycle.Available);
        var fresh = desk.State.Volumes!;
        Use(desk, 1);
        var used = desk.State.Volumes!;

        desk.Send(new RebuildWorkSpace(desk.NewId()));
        Assert.Equal(used, desk.State.Volumes);
        desk.DriverReports();

        Assert.Equal(new Volumes(fresh.Root, used.User), desk.State.Volumes);
    }

    [Fact]
    public void HostLost_AndPlacedAgain_KeepsBoth()
    {
        var desk = Used();
        var before = desk.State.Volumes;

        desk.LoseHost();
        desk.Send(desk.Connect());
        desk.DriverReports();

        Assert.Equal((Lifecycle.Available, before), (desk.State.Lifecycle, desk.State.Volumes));
    }

    [Fact]
    [Trait("Rule", "WKS-09")]
    public void Terminate_Confirmed_LeavesNothing()
    {
        var desk = Used();
        desk.Send(new TerminateWorkSpace(desk.NewId()));
        Assert.NotNull(desk.State.Volumes);

        desk.DriverReports();

        Assert.Null(desk.State.Volumes);
    }

    private static Desk Used()
    {
        var desk = Desk.In(Lifecycle.Available);
        Use(desk, 1);
        return desk;
    }

    private static void Use(Desk desk, int session)
    {
        desk.Send(desk.Connect(session));
        desk.After(Duration.FromMinutes(5)).Send(desk.Disconnect(session));
    }
}
