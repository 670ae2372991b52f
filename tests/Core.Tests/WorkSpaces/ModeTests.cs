using DeskFleet.Core.Accounts;
using DeskFleet.Core.Drivers;
using DeskFleet.Core.HostPools;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Placement;
using DeskFleet.Core.Tests.TestKit;
using DeskFleet.Core.WorkSpaces;
using NodaTime;
using static DeskFleet.Core.WorkSpaces.Lifecycle;

namespace DeskFleet.Core.Tests.WorkSpaces;

/// <summary>Switching the running mode (RUN-12..14); its price is not Core's matter here.</summary>
public sealed class ModeTests
{
    [Fact]
    [Trait("Rule", "RUN-01")]
    public void Launch_WithAMode_HasIt()
    {
        Assert.Equal(RunningMode.AutoStop, Desk.In(Pending).State.Mode);
        Assert.Equal(RunningMode.AlwaysOn, Desk.In(Pending, RunningMode.AlwaysOn).State.Mode);
        Assert.Equal(2, Enum.GetValues<RunningMode>().Length);
    }

    [Fact]
    [Trait("Rule", "RUN-13")]
    public void AlwaysOn_TenMinutesBeforeTheStop_DropsIt()
    {
        var desk = Desk.In(Available).After(Duration.FromMinutes(50));

        Switch(desk, RunningMode.AlwaysOn);
        Assert.Null(desk.State.AutoStopAt);
        desk.After(Duration.FromDays(2)).Send(new Wake());

        Assert.Equal((Available, RunningMode.AlwaysOn), (desk.State.Lifecycle, desk.State.Mode));
    }

    [Fact]
    [Trait("Rule", "RUN-13")]
    public void AlwaysOn_Stopped_StartsAsPartOfTheSwitch()
    {
        var desk = Desk.In(Stopped);

        Assert.IsType<Accepted>(Switch(desk, RunningMode.AlwaysOn));

        Assert.Equal((Starting, RunningMode.AlwaysOn), (desk.State.Lifecycle, desk.State.Mode));
        Assert.Equal(DriverVerb.Resume, Assert.Single(desk.Orders).Verb);
    }

    [Fact]
    [Trait("Rule", "RUN-13")]
    public void AlwaysOn_StoppedAndNoRoom_IsRefusedAndUnchanged()
    {
        var desk = Desk.In(Stopped);
        desk.Neighbours.When<ProposeHosts>(_ => new NoRoom(PlacementExplanation.None));
        var before = desk.Record;

        var refused = Assert.IsType<Refused>(Switch(desk, RunningMode.AlwaysOn));

        Assert.Equal(RefusalCode.InsufficientCapacity, refused.Code);
        Assert.Same(before, desk.Record);
    }

    /// <summary>From Windows 7 to Windows 10, or anywhere else: only by way of another desktop.</summary>
    [Theory]
    [InlineData(Available)]
    [InlineData(Stopped)]
    [Trait("Rule", "WKS-11")]
    public void Bundle_ChangedInPlace_IsRefusedAndTheModeStaysToo(Lifecycle state)
    {
        var desk = Desk.In(state);
        var before = desk.Record;

        var refused = desk.Send(new ModifyWorkSpace(desk.NewId(), RunningMode.AlwaysOn, null) { Bundle = Names.Graphics.Id });

        Assert.Equal(RefusalCode.OperationNotSupported, Assert.IsType<Refused>(refused).Code);
        Assert.Same(before, desk.Record);
        Assert.IsType<Accepted>(desk.Send(new ModifyWorkSpace(desk.NewId(), null, Duration.FromHours(2)) { Bundle = Names.Standard.Id }));
    }

    [Fact]
    [Trait("Rule", "RUN-14")]
    public void AutoStop_SwitchedWithNobodyConnected_CountsDownFromNow()
    {
        var desk = Desk.In(Available, RunningMode.AlwaysOn).After(Duration.FromDays(3));

        Switch(desk, RunningMode.AutoStop);

        Assert.Equal(desk.Now + Duration.FromHours(1), desk.Record.Deadline);
    }

    [Fact]
    [Trait("Rule", "RUN-14")]
    public void AutoStop_SwitchedWhileConnected_CountsDownFromTheDisconnect()
    {
        var desk = Desk.In(Available, RunningMode.AlwaysOn);
        desk.Send(desk.Connect());
        Switch(desk, RunningMode.AutoStop);
        Assert.Null(desk.State.AutoStopAt);

        desk.After(Duration.FromHours(5)).Send(desk.Disconnect());

        Assert.Equal(desk.Now + Duration.FromHours(1), desk.Record.Deadline);
    }

    [Theory]
    [InlineData(RunningMode.AutoStop)]
    [InlineData(RunningMode.AlwaysOn)]
    [Trait("Rule", "RUN-12")]
    public void Switch_ToTheSameMode_ChangesNothing(RunningMode mode)
    {
        var desk = Desk.In(Available, mode).After(Duration.FromMinutes(30));
        var before = desk.State;

        Assert.IsType<Accepted>(Switch(desk, mode));

        Assert.Same(before, desk.State);
        Assert.Empty(desk.Last.Logged);
    }

    [Fact]
    [Trait("Rule", "RUN-12")]
    public void Switch_OfARunningDesktop_IsLoggedAndNeitherStopsNorStartsIt()
    {
        var desk = Desk.In(Available);

        Switch(desk, RunningMode.AlwaysOn);

        Assert.IsType<ModeChanged>(Assert.Single(desk.Last.Logged).Event);
        Assert.Empty(desk.Orders);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Rule", "BIL-23")]
    public void AlwaysOn_OfGraphics_NeedsTheArrangement(bool hasArrangement)
    {
        var desk = Desk.In(Available, bundle: Names.Graphics);
        if (!hasArrangement)
            desk.Neighbours.When<CheckArrangement>(_ => new Refused(RefusalCode.ArrangementNeeded, "contact support"));

        var reply = Switch(desk, RunningMode.AlwaysOn);

        Assert.Equal(hasArrangement, reply is Accepted);
        Assert.Equal(hasArrangement ? RunningMode.AlwaysOn : RunningMode.AutoStop, desk.State.Mode);
    }

    private static Reply Switch(Desk desk, RunningMode mode) => desk.Send(new ModifyWorkSpace(desk.NewId(), mode, null));
}
