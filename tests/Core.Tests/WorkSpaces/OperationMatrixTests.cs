using DeskFleet.Core.Catalog;
using DeskFleet.Core.Drivers;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Tags;
using DeskFleet.Core.Tests.TestKit;
using DeskFleet.Core.WorkSpaces;
using NodaTime;
using static DeskFleet.Core.WorkSpaces.Lifecycle;

namespace DeskFleet.Core.Tests.WorkSpaces;

/// <summary>Table WKS-T1, typed from the catalogue: each operation in each state.</summary>
public sealed class OperationMatrixTests
{
    private const RefusalCode Missing = RefusalCode.ResourceNotFound;
    private const RefusalCode Wrong = RefusalCode.InvalidState;
    private const RefusalCode NotNow = RefusalCode.NotAvailable;

    /// <summary>Where an operation is admitted. IMPAIRED is UNHEALTHY; REBOOTING admits a reboot only when it is stuck.</summary>
    private static readonly Dictionary<string, Lifecycle[]> Admitted = new()
    {
        ["Connect"] = [Available, Unhealthy, Stopped, Stopping, Starting],
        ["Start"] = [Stopped],
        ["Stop"] = [Available, Unhealthy, Error],
        ["Reboot"] = [Available, Unhealthy],
        ["Rebuild"] = [Available, Unhealthy, Error, Stopped, Rebooting],
        ["Modify"] = [Available, Unhealthy, Stopped],
        ["AdminMaintenanceOn"] = [Available],
        ["AdminMaintenanceOff"] = [AdminMaintenance],
        ["Terminate"] =
        [
            Pending, Available, Unhealthy, Rebooting, Starting, Rebuilding, Restoring, Maintenance, AdminMaintenance, Updating, Stopping,
            Stopped, Error, Terminating, Terminated,
        ],
        ["CreateImage"] = [Available],
        ["CreateTags"] = [.. Enum.GetValues<Lifecycle>().Except([None, Terminating, Terminated])],
        ["DeleteTags"] = [.. Enum.GetValues<Lifecycle>().Except([None, Terminating, Terminated])],
        ["Disconnect"] = Enum.GetValues<Lifecycle>(),
        ["Launch"] = [None],
    };

    public static TheoryData<Lifecycle, string> EveryCell { get; } = [.. Cells()];

    [Theory]
    [MemberData(nameof(EveryCell))]
    [Trait("Rule", "WKS-05")]
    [Trait("Rule", "WKS-09")]
    [Trait("Rule", "RUN-11")]
    [Trait("Rule", "RUN-12")]
    public void Operation_InState_IsAnsweredAsTabulated(Lifecycle state, string operation)
    {
        var desk = Desk.In(state);
        var before = desk.Record;

        var reply = desk.Send(Command(desk, operation));

        if (Admitted[operation].Contains(state))
        {
            Assert.IsNotType<Refused>(reply);
            return;
        }

        Assert.Equal(ExpectedRefusal(state, operation), Assert.IsType<Refused>(reply).Code);
        Assert.Same(before, desk.Record);
        Assert.Empty(desk.Last.Effects);
        Assert.Empty(desk.Last.Logged);
        Assert.False(desk.Last.MustWrite);
    }

    [Theory]
    [InlineData("Connect", Available, Available)]
    [InlineData("Connect", Unhealthy, Unhealthy)]
    [InlineData("Connect", Stopped, Starting)]
    [InlineData("Connect", Stopping, Stopping)]
    [InlineData("Connect", Starting, Starting)]
    [InlineData("Start", Stopped, Starting)]
    [InlineData("Stop", Available, Stopping)]
    [InlineData("Stop", Unhealthy, Stopping)]
    [InlineData("Stop", Error, Stopping)]
    [InlineData("Reboot", Available, Rebooting)]
    [InlineData("Reboot", Unhealthy, Rebooting)]
    [InlineData("Rebuild", Available, Rebuilding)]
    [InlineData("Rebuild", Unhealthy, Rebuilding)]
    [InlineData("Rebuild", Error, Rebuilding)]
    [InlineData("Rebuild", Stopped, Rebuilding)]
    [InlineData("Rebuild", Rebooting, Rebuilding)]
    [InlineData("Modify", Stopped, Starting)]
    [InlineData("Modify", Available, Available)]
    [InlineData("Modify", Unhealthy, Unhealthy)]
    [InlineData("AdminMaintenanceOn", Available, AdminMaintenance)]
    [InlineData("AdminMaintenanceOff", AdminMaintenance, Available)]
    [InlineData("CreateImage", Available, Suspended)]
    [InlineData("Terminate", Pending, Terminating)]
    [InlineData("Terminate", Stopped, Terminating)]
    [InlineData("Terminate", Error, Terminating)]
    [InlineData("Terminate", Terminating, Terminating)]
    [InlineData("Terminate", Terminated, Terminated)]
    [InlineData("Launch", None, Pending)]
    [Trait("Rule", "WKS-05")]
    public void Operation_Admitted_LeadsToItsState(string operation, Lifecycle from, Lifecycle to)
    {
        var desk = Desk.In(from);

        desk.Send(Command(desk, operation));

        Assert.Equal(to, desk.State.Lifecycle);
    }

    /// <summary>For operations that no command asks for yet, the table itself.</summary>
    [Theory]
    [InlineData(WorkSpaceOperation.Restore, new[] { Available, Unhealthy, Error, Stopped })]
    [InlineData(WorkSpaceOperation.BeginMaintenance, new[] { Available, Unhealthy, Stopped })]
    public void Admission_OperationWithoutCommand_IsAsTabulated(WorkSpaceOperation operation, Lifecycle[] admitted)
    {
        var actual = Enum.GetValues<Lifecycle>().Where(state => Admission.Admits(state, operation));

        Assert.Equal(admitted.Order(), actual.Order());
    }

    [Theory]
    [InlineData("Start", Stopped)]
    [InlineData("Stop", Available)]
    [Trait("Rule", "RUN-02")]
    public void StartAndStop_InAlwaysOn_AreNotSupported(string operation, Lifecycle state)
    {
        var desk = state == Stopped ? AlwaysOnThatCouldNotStart() : Desk.In(state, RunningMode.AlwaysOn);
        var before = desk.Record;

        var refused = Assert.IsType<Refused>(desk.Send(Command(desk, operation)));

        Assert.Equal(RefusalCode.OperationNotSupported, refused.Code);
        Assert.Same(before, desk.Record);
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [Trait("Rule", "WKS-07")]
    public void Reboot_WhileRebooting_OnlyWhenStuckFor20Minutes(int nanoseconds, bool isAdmitted)
    {
        var desk = Desk.In(Rebooting);
        desk.At(desk.State.Since + Duration.FromMinutes(20) + Duration.FromNanoseconds(nanoseconds));

        var reply = desk.Send(new RebootWorkSpace(desk.NewId()));

        Assert.Equal(isAdmitted, reply is Accepted);
        Assert.Equal(Rebooting, desk.State.Lifecycle);
    }

    [Fact]
    [Trait("Rule", "WKS-01")]
    public void Connect_BySomebodyElse_IsRefusedInEveryState()
    {
        foreach (var state in Enum.GetValues<Lifecycle>().Except([None, Terminated]))
        {
            var desk = Desk.In(state);
            var refused = Assert.IsType<Refused>(desk.Send(new Connect(desk.NewId(), Names.Bob, Names.Session(1))));
            Assert.Equal(RefusalCode.NotOwner, refused.Code);
            Assert.Null(desk.State.Session);
        }
    }

    [Fact]
    [Trait("Rule", "DIR-11")]
    public void Connect_ByDisabledUser_IsRefusedAndNothingIsAskedOfHosts()
    {
        var desk = Desk.In(Stopped);
        desk.Neighbours.When<Core.Users.CheckUser>(_ => new Refused(RefusalCode.UserDisabled, "disabled"));
        desk.Neighbours.Asked.Clear();
        var before = desk.Record;

        Assert.Equal(RefusalCode.UserDisabled, Assert.IsType<Refused>(desk.Send(desk.Connect())).Code);

        Assert.Same(before, desk.Record);
        Assert.IsType<Core.Users.CheckUser>(Assert.Single(desk.Neighbours.Asked).Command);
    }

    private static IEnumerable<(Lifecycle State, string Operation)> Cells() =>
        from state in Enum.GetValues<Lifecycle>()
        from operation in Admitted.Keys
        select (state, operation);

    private static RefusalCode ExpectedRefusal(Lifecycle state, string operation) => (operation, state) switch
    {
        ("Launch", _) => RefusalCode.ResourceExists,
        (_, None or Terminated) => Missing,
        ("Connect", _) => NotNow,
        _ => Wrong,
    };

    /// <summary>Modify switches the mode, which in STOPPED starts the desktop (RUN-13).</summary>
    private static Operation Command(Desk desk, string operation) => operation switch
    {
        "Connect" => desk.Connect(),
        "Disconnect" => desk.Disconnect(),
        "Start" => new StartWorkSpace(desk.NewId()),
        "Stop" => new StopWorkSpace(desk.NewId()),
        "Reboot" => new RebootWorkSpace(desk.NewId()),
        "Rebuild" => new RebuildWorkSpace(desk.NewId()),
        "Modify" => new ModifyWorkSpace(desk.NewId(), RunningMode.AlwaysOn, null),
        "AdminMaintenanceOn" => new SetAdminMaintenance(desk.NewId(), On: true),
        "AdminMaintenanceOff" => new SetAdminMaintenance(desk.NewId(), On: false),
        "CreateImage" => new CaptureImage(desk.NewId(), "golden"),
        "CreateTags" => new CreateTags(desk.NewId(), [new("dept", "fin")]),
        "DeleteTags" => new DeleteTags(desk.NewId(), ["dept"]),
        "Terminate" => new TerminateWorkSpace(desk.NewId()),
        _ => desk.Launch(),
    };

    private static Desk AlwaysOnThatCouldNotStart()
    {
        var desk = Desk.In(Stopped);
        desk.Send(new ModifyWorkSpace(desk.NewId(), RunningMode.AlwaysOn, null));
        desk.DriverReports(DriverOutcome.Failed);
        return desk;
    }
}
