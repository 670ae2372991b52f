using DeskFleet.Core.Drivers;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Tests.TestKit;
using DeskFleet.Core.WorkSpaces;
using NodaTime;
using static DeskFleet.Core.WorkSpaces.Lifecycle;

namespace DeskFleet.Core.Tests.WorkSpaces;

/// <summary>What timers and maintenance do is told once and with its reason; what somebody called for is not theirs (AUD-01).</summary>
public sealed class SystemActionsTests
{
    [Fact]
    public void AutoStop_AtItsDeadline_IsOneActionWithItsReason()
    {
        var desk = Desk.In(Available).After(Duration.FromHours(1));

        var action = Assert.Single(Told(desk, new Wake()));

        Assert.Equal("AutoStop", action.Name);
        Assert.Equal($"due at {desk.Now}: nobody connected for 60 minutes", action.Why);
    }

    [Fact]
    public void Backup_AtItsMark_IsOneActionAlthoughItIsNotLogged()
    {
        var desk = Desk.In(Available, RunningMode.AlwaysOn).After(Duration.FromHours(12));

        var action = Assert.Single(Told(desk, new Wake()));

        Assert.Equal(("Backup", $"due at {desk.Now}"), (action.Name, action.Why));
    }

    [Fact]
    public void Driver_NoAnswer_IsOneActionWithItsReason()
    {
        var desk = Desk.In(Pending);
        desk.At(desk.State.Job!.Deadline);

        Assert.EndsWith(": no answer to Boot", Assert.Single(Told(desk, new Wake())).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void CapacityWait_Over_IsOneActionWithItsReason()
    {
        var desk = Desk.In(Stopped);
        desk.Neighbours.WithFullPoolUntil(desk.Now + Duration.FromMinutes(5));
        desk.Send(desk.Connect());
        desk.At(desk.State.Wait!.Until);

        var action = Assert.Single(Told(desk, new Wake()));

        Assert.Equal("CapacityWait", action.Name);
        Assert.Contains("within 5 minutes", action.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Commands_BeforeAnyDeadline_AreNoActionsOfTheSystem()
    {
        var desk = Desk.In(Available);

        Assert.Empty(Told(desk, desk.Connect()));
        Assert.Empty(Told(desk, desk.Disconnect()));
        Assert.Empty(Told(desk, new StopWorkSpace(desk.NewId())));
        Assert.Empty(Told(desk, new DriverReported(desk.State.Job!.Verb, desk.State.Job.Epoch, DriverOutcome.Done)));
    }

    [Fact]
    public void Command_AfterTheDeadline_TellsTheDeadlineOnly()
    {
        var desk = Desk.In(Available).After(Duration.FromHours(2));

        Assert.Equal("AutoStop", Assert.Single(Told(desk, desk.Connect())).Name);
    }

    private static List<SystemAction> Told(Desk desk, Command command)
    {
        var before = desk.State;
        desk.Send(command);
        return [.. SystemActions.Of(before, desk.State, desk.Last.Logged, desk.Now)];
    }
}
