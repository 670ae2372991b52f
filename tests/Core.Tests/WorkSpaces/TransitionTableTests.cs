using DeskFleet.Core.Tests.TestKit;
using DeskFleet.Core.WorkSpaces;
using static DeskFleet.Core.WorkSpaces.Lifecycle;

namespace DeskFleet.Core.Tests.WorkSpaces;

/// <summary>Table WKS-T2 with its rows for lost hosts, typed from the catalogue and not from the code.</summary>
public sealed class TransitionTableTests
{
    /// <summary>Leaves to; hourly meter; holds a host slot.</summary>
    private static readonly Dictionary<Lifecycle, (Lifecycle[] LeavesTo, bool Metered, bool HoldsSlot)> Table = new()
    {
        [None] = ([Pending], false, false),
        [Pending] = ([Available, Error, Terminating, Unhealthy], false, true),
        [Available] =
        ([
            Rebooting, Rebuilding, Restoring, Stopping, Maintenance, AdminMaintenance, Suspended, Updating, Unhealthy, Error, Terminating,
        ], true, true),
        [Unhealthy] = ([Available, Rebooting, Rebuilding, Restoring, Stopping, Maintenance, Error, Terminating, Unhealthy], true, true),
        [Rebooting] = ([Available, Unhealthy, Rebuilding, Error, Terminating, Rebooting], true, true),
        [Stopping] = ([Stopped, Error, Terminating, Unhealthy], false, true),
        [Stopped] = ([Starting, Rebuilding, Restoring, Terminating], false, false),
        [Starting] = ([Available, Maintenance, Stopped, Error, Terminating, Unhealthy], false, true),
        [Maintenance] = ([Available, Stopping, Unhealthy, Error, Terminating], true, true),
        [AdminMaintenance] = ([Available, Terminating, Unhealthy], true, true),
        [Suspended] = ([Available, Error, Unhealthy], false, true),
        [Updating] = ([Available, Unhealthy, Error, Terminating], true, true),
        [Rebuilding] = ([Available, Error, Terminating, Unhealthy], false, true),
        [Restoring] = ([Available, Error, Terminating, Unhealthy], false, true),
        [Error] = ([Stopping, Rebuilding, Restoring, Terminating, Unhealthy], false, true),
        [Terminating] = ([Terminated], false, true),
        [Terminated] = ([], false, false),
    };

    public static TheoryData<Lifecycle> EveryState { get; } = [.. Enum.GetValues<Lifecycle>()];

    [Theory]
    [MemberData(nameof(EveryState))]
    [Trait("Rule", "WKS-05")]
    public void Transitions_FromState_LeaveToWhatIsTabulated(Lifecycle state)
    {
        var actual = Transitions.All.Where(t => t.From == state).Select(t => t.To).Distinct();

        Assert.Equal(Table[state].LeavesTo.Order(), actual.Order());
    }

    [Theory]
    [MemberData(nameof(EveryState))]
    [Trait("Rule", "BIL-06")]
    public void Metering_OfState_IsAsTabulated(Lifecycle state) => Assert.Equal(Table[state].Metered, state.IsMetered());

    [Theory]
    [MemberData(nameof(EveryState))]
    [Trait("Rule", "PLC-06")]
    public void Slot_OfState_IsAsTabulated(Lifecycle state) => Assert.Equal(Table[state].HoldsSlot, state.MayHoldSlot());

    [Fact]
    public void Transitions_FromTheStart_ReachEveryState()
    {
        var reached = new HashSet<Lifecycle> { None };
        while (Transitions.All.Any(t => reached.Contains(t.From) && reached.Add(t.To)))
        {
        }

        Assert.Equal(Enum.GetValues<Lifecycle>(), reached.Order());
    }

    [Fact]
    public void Transitions_SameTriggerInSameState_LeadToOneState() =>
        Assert.Equal(Transitions.All.Count, Transitions.All.Select(t => (t.From, t.On)).Distinct().Count());

    [Theory]
    [MemberData(nameof(EveryState))]
    public void Next_EveryTrigger_IsTheRowOrNothing(Lifecycle state)
    {
        foreach (var on in Enum.GetValues<Trigger>())
        {
            Lifecycle? row = Transitions.All.Any(t => t.From == state && t.On == on) ? Transitions.All.First(t => t.From == state && t.On == on).To : null;
            Assert.Equal(row, Transitions.Next(state, on));
        }
    }

    [Theory]
    [MemberData(nameof(EveryState))]
    public void Evolve_MoveThatTheTableDoesNotKnow_Throws(Lifecycle state)
    {
        var desk = Desk.In(state);
        var illegal = new StateChanged(Trigger.LaunchAccepted, state, Available, "never");

        Assert.Throws<InvalidOperationException>(() => WorkSpace.Evolve(desk.State, illegal, desk.Now));
    }

    [Theory]
    [InlineData(AdminMaintenance, "ADMIN_MAINTENANCE")]
    [InlineData(Stopped, "STOPPED")]
    [InlineData(Terminating, "TERMINATING")]
    public void Name_ForCallers_IsTheServices(Lifecycle state, string name) => Assert.Equal(name, state.ToWire());
}
