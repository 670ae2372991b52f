using DeskFleet.Core.Catalog;
using DeskFleet.Core.Drivers;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Tests.TestKit;
using DeskFleet.Core.WorkSpaces;
using NodaTime;

namespace DeskFleet.Core.Tests.Catalog;

/// <summary>Capturing an image, from the desktop's side.</summary>
public sealed class CaptureTests
{
    [Fact]
    [Trait("Rule", "BUN-06")]
    [Trait("Rule", "GPU-11")]
    public void Capture_OfAGraphicsDesktopInUse_SuspendsItAndTellsTheImageWhatItIs()
    {
        var desk = Desk.In(Lifecycle.Available, bundle: Names.Graphics with { HasPlus = true, Language = Language.Japanese });
        desk.Send(desk.Connect());

        var begun = Assert.IsType<ImageBegun>(desk.Send(new CaptureImage(desk.NewId(), "golden")));

        Assert.Equal((Lifecycle.Suspended, begun.Image), (desk.State.Lifecycle, desk.State.Capturing));
        Assert.Null(desk.State.Session);
        Assert.Contains(desk.Last.Logged, line => line.Event is SessionClosed);
        Assert.Equal(DriverVerb.Capture, Assert.Single(desk.Orders).Verb);
        var asked = desk.Neighbours.Asked.Select(question => question.Command).OfType<BeginImage>().Single();
        Assert.Equal(
            new ImageFacts("golden", HardwareFamily.Graphics, SoftwareTier.Plus, Experience.Windows7, Language.Japanese, ImageOrigin.Provider), asked.Facts);
    }

    [Fact]
    [Trait("Rule", "BUN-06")]
    public void Capture_Done_FinishesTheImageWithWhatIsOnTheSystemVolume()
    {
        var desk = Desk.In(Lifecycle.Available);
        desk.Send(desk.Connect());
        desk.Send(desk.Disconnect());
        var root = desk.State.Volumes!.Root;
        desk.Send(new CaptureImage(desk.NewId(), "golden"));

        desk.After(Duration.FromMinutes(40)).DriverReports();

        Assert.Equal((Lifecycle.Available, null), (desk.State.Lifecycle, desk.State.Capturing));
        Assert.Equal(root, Told<FinishImage>(desk).Content);
        Assert.Equal(desk.Now + AutoStop.DefaultPeriod, desk.State.AutoStopAt);
    }

    [Fact]
    [Trait("Rule", "BUN-06")]
    public void Capture_WhileItLasts_IsNotMeteredAndAdmitsNoSignIn()
    {
        var desk = Desk.In(Lifecycle.Available);
        desk.Send(new CaptureImage(desk.NewId(), "golden"));
        var before = desk.Record;

        Assert.Null(desk.State.Meter.OpenSince);
        Assert.Equal(RefusalCode.NotAvailable, Assert.IsType<Refused>(desk.Send(desk.Connect())).Code);
        Assert.Equal(RefusalCode.InvalidState, Assert.IsType<Refused>(desk.Send(new TerminateWorkSpace(desk.NewId()))).Code);
        Assert.Same(before, desk.Record);
    }

    [Fact]
    public void Capture_Failed_LeavesTheDesktopAsItWasAndFailsTheImage()
    {
        var desk = Desk.In(Lifecycle.Suspended);

        desk.DriverReports(DriverOutcome.Failed);

        Assert.Equal(Lifecycle.Available, desk.State.Lifecycle);
        Assert.NotNull(Told<FailImage>(desk));
    }

    [Theory]
    [InlineData(-1, Lifecycle.Suspended)]
    [InlineData(0, Lifecycle.Error)]
    [Trait("RulePart", "BUN-07")]
    public void Capture_NoEndIn120Minutes_IsGivenUp(int nanoseconds, Lifecycle expected)
    {
        var desk = Desk.In(Lifecycle.Suspended);

        desk.After(Duration.FromMinutes(120) + Duration.FromNanoseconds(nanoseconds)).Send(new Wake());

        Assert.Equal(expected, desk.State.Lifecycle);
        Assert.Equal(expected == Lifecycle.Error ? 1 : 0, desk.Last.Effects.Count(owed => owed.Effect.Command is FailImage));
    }

    [Fact]
    public void Capture_HostLost_FailsTheImage()
    {
        var desk = Desk.In(Lifecycle.Suspended);

        desk.LoseHost();

        Assert.Equal((Lifecycle.Unhealthy, null), (desk.State.Lifecycle, desk.State.Capturing));
        Assert.NotNull(Told<FailImage>(desk));
    }

    [Fact]
    [Trait("Rule", "BUN-10")]
    public void Capture_NoImageLeftUnderTheQuota_IsRefusedAndNothingHasChanged()
    {
        var desk = Desk.In(Lifecycle.Available);
        desk.Neighbours.When<BeginImage>(_ => new Refused(RefusalCode.LimitExceeded, "5 of 5"));
        var before = desk.Record;

        Assert.Equal(RefusalCode.LimitExceeded, Assert.IsType<Refused>(desk.Send(new CaptureImage(desk.NewId(), "sixth"))).Code);

        Assert.Same(before, desk.Record);
        Assert.Empty(desk.Last.Effects);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123")]
    public void Capture_NameOutOfBounds_IsRefused(string name)
    {
        var desk = Desk.In(Lifecycle.Available);

        Assert.Equal(RefusalCode.InvalidParameter, Assert.IsType<Refused>(desk.Send(new CaptureImage(desk.NewId(), name))).Code);
    }

    private static T Told<T>(Desk desk)
        where T : Command => desk.Last.Effects.Select(owed => owed.Effect.Command).OfType<T>().Single();
}
