using DeskFleet.Core.Displays;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Tests.TestKit;
using DeskFleet.Core.WorkSpaces;

namespace DeskFleet.Core.Tests.Displays;

/// <summary>What a session is shown on.</summary>
public sealed class DisplayTests
{
    [Theory]
    [InlineData(1, 2500, 1600, 1, 2500, 1600, 0)]
    [InlineData(2, 1920, 1080, 1, 1920, 1080, 1)]
    [InlineData(1, 2501, 1600, 1, 2500, 1600, 1)]
    [InlineData(1, 2560, 1600, 1, 2500, 1600, 1)]
    [InlineData(1, 2500, 1601, 1, 2500, 1600, 1)]
    [InlineData(4, 3840, 2160, 1, 2500, 1600, 2)]
    [Trait("Rule", "GPU-04")]
    [Trait("Rule", "GPU-05")]
    public void Connect_ToAGraphicsDesktop_OpensLimitedWithAWarning(
        int monitors, int width, int height, int grantedMonitors, int grantedWidth, int grantedHeight, int warnings)
    {
        var desk = Desk.In(Lifecycle.Available, bundle: Names.Graphics);

        var connected = Assert.IsType<Connected>(desk.Send(desk.Connect() with { Display = new(monitors, width, height) }));

        Assert.Equal(new Display(grantedMonitors, grantedWidth, grantedHeight), connected.Display!.Display);
        Assert.Equal(warnings, connected.Display.Warnings.Length);
        Assert.NotNull(desk.State.Session);
    }

    [Fact]
    [Trait("Rule", "GPU-04")]
    public void Connect_ToAStoppedGraphicsDesktop_IsToldWhileItResumes()
    {
        var desk = Desk.In(Lifecycle.Stopped, bundle: Names.Graphics);

        var resuming = Assert.IsType<Resuming>(desk.Send(desk.Connect() with { Display = new(2, 800, 600) }));

        Assert.Equal(1, resuming.Display!.Display.Monitors);
    }

    [Fact]
    public void Connect_ToAnotherDesktop_IsNotLimited()
    {
        var desk = Desk.In(Lifecycle.Available);

        var connected = Assert.IsType<Connected>(desk.Send(desk.Connect() with { Display = new(2, 3840, 2160) }));

        Assert.Equal((new Display(2, 3840, 2160), 0), (connected.Display!.Display, connected.Display.Warnings.Length));
        Assert.Null(Assert.IsType<Connected>(desk.Send(desk.Connect())).Display);
    }

    [Theory]
    [InlineData(0, 800, 600)]
    [InlineData(1, 0, 600)]
    [InlineData(1, 800, -1)]
    public void Connect_WithAnImpossibleDisplay_IsRefused(int monitors, int width, int height)
    {
        var desk = Desk.In(Lifecycle.Available);

        var refused = desk.Send(desk.Connect() with { Display = new(monitors, width, height) });

        Assert.Equal(RefusalCode.InvalidParameter, Assert.IsType<Refused>(refused).Code);
        Assert.Null(desk.State.Session);
    }

    [Fact]
    [Trait("Rule", "GPU-05")]
    public void Rules_Configured_LimitToOtherNumbers()
    {
        var granted = new DisplayRules(GraphicsWidth: 2560).Grant(isGraphics: true, new(1, 2560, 1600));

        Assert.Equal((2560, 0), (granted.Display.Width, granted.Warnings.Length));
    }
}
