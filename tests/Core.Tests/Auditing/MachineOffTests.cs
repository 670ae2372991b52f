using DeskFleet.Core.Auditing;
using DeskFleet.Core.Drivers;
using DeskFleet.Core.Tests.TestKit;
using DeskFleet.Core.WorkSpaces;

namespace DeskFleet.Core.Tests.Auditing;

/// <summary>An older database says that a desktop is up, and its machine does not run, or runs elsewhere.</summary>
public sealed class MachineOffTests
{
    [Theory]
    [InlineData(RunningMode.AutoStop, Lifecycle.Stopping, DriverVerb.Hibernate)]
    [InlineData(RunningMode.AlwaysOn, Lifecycle.Rebooting, DriverVerb.Reboot)]
    public void Desktop_UpWithoutItsMachine_StopsOrStartsAgainAsItsModeSays(RunningMode mode, Lifecycle then, DriverVerb verb)
    {
        var desk = Desk.In(Lifecycle.Available, mode);
        var found = Comparisons.IsOff(desk.State)!;

        desk.Send(Assert.Single(found.Repair).Command);

        Assert.Equal((DiscrepancyKind.MachineOff, then), (found.Kind, desk.State.Lifecycle));
        Assert.Equal(verb, Assert.Single(desk.Orders).Verb);
        desk.DriverReports();
        Assert.Equal(mode == RunningMode.AutoStop ? Lifecycle.Stopped : Lifecycle.Available, desk.State.Lifecycle);
    }

    [Theory]
    [InlineData(Lifecycle.Stopped)]
    [InlineData(Lifecycle.Stopping)]
    [InlineData(Lifecycle.Starting)]
    [InlineData(Lifecycle.Rebooting)]
    [InlineData(Lifecycle.Suspended)]
    public void Desktop_WhoseMachineIsMovedOrDown_IsLeftAlone(Lifecycle lifecycle)
    {
        var desk = Desk.In(lifecycle);

        Assert.Null(Comparisons.IsOff(desk.State));
        if (desk.State.Slot is { } slot)
            desk.Send(new MachineOff(slot.Host, slot.Epoch));
        Assert.Equal(lifecycle, desk.State.Lifecycle);
    }

    [Fact]
    public void Desktop_InAnotherSlotMeanwhile_IsLeftAlone()
    {
        var desk = Desk.In(Lifecycle.Available);

        desk.Send(new MachineOff(desk.State.Slot!.Host, desk.State.Slot.Epoch - 1));

        Assert.Equal(Lifecycle.Available, desk.State.Lifecycle);
        Assert.False(desk.Last.MustWrite);
    }

    [Fact]
    public void Machine_OnAnotherHostThanItsRecordSays_IsListedAndNotMoved()
    {
        var desk = Desk.In(Lifecycle.Available);
        var (here, elsewhere) = (desk.State.Slot!.Host, new Identity.HostId("h-elsewhere"));

        Assert.Null(Comparisons.Runs(new(desk.State.Id, here, desk.State.Epoch), desk.Record));
        var found = Comparisons.Runs(new(desk.State.Id, elsewhere, desk.State.Epoch), desk.Record)!;

        Assert.Equal(DiscrepancyKind.MachineElsewhere, found.Kind);
        Assert.Empty(found.Repair);
    }
}
