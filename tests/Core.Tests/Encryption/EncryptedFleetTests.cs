using DeskFleet.Core.Encryption;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Tests.TestKit;
using DeskFleet.Core.WorkSpaces;
using NodaTime;

namespace DeskFleet.Core.Tests.Encryption;

/// <summary>Encrypted desktops with the real machines of keys, accounts and hosts together.</summary>
public sealed class EncryptedFleetTests
{
    private readonly TinyFleet _fleet = TinyFleet.With(HostType.General, 1, 1);
    private int _operations = 1000;

    /// <summary>Interaction 8.</summary>
    [Fact]
    [Trait("Rule", "ENC-04")]
    public void Launch_ThirtyFirstOnOneKey_IsRefusedUntilOneIsTerminatedAndLeaksNothing()
    {
        var desks = Enumerable.Range(1, 30).Select(number => Launched(number)).ToList();

        var (first, second) = (Refused(31), Refused(32));
        Assert.All([first, second], refused => Assert.Equal(RefusalCode.KeyLimitExceeded, refused.Code));
        Assert.Equal((30, 30, 30), (_fleet.Key.Seats.Count(Key.SeatSlot), _fleet.Account.WorkSpaces, _fleet.Directory.Count(Names.ZoneA) + _fleet.Directory.Count(Names.ZoneB)));
        Assert.IsType<Launched>(_fleet.Launch(50).Reply);

        _fleet.Run(Duration.FromMinutes(20));
        _fleet.Do(desks[0], new TerminateWorkSpace(NewId()));
        _fleet.Run(Duration.FromMinutes(2));
        Launched(33);
        Assert.Equal(RefusalCode.KeyLimitExceeded, Refused(34).Code);
        Assert.Equal(30, _fleet.Key.Seats.Count(Key.SeatSlot));
    }

    /// <summary>Interaction 7 and X-06: three sign-ins fail, nothing runs, nothing is metered.</summary>
    [Fact]
    [Trait("Rule", "ENC-13")]
    [Trait("Rule", "BIL-06")]
    public void SignIn_KeyDisabledWhileStopped_FailsWithoutAnHourUntilTheKeyIsEnabled()
    {
        var desk = Launched(1);
        var sibling = Launched(2);
        _fleet.Run(Duration.FromMinutes(30));
        _fleet.Do(desk, new StopWorkSpace(NewId()));
        _fleet.Run(Duration.FromMinutes(1));
        var hours = _fleet.WorkSpace(desk).Meter.Hours;
        _fleet.Do(Entity.Of(Names.Key), new EnableKey(IsEnabled: false));

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(RefusalCode.KmsKeyInvalid, Assert.IsType<Refused>(SignIn(desk, 1)).Code);
            _fleet.Run(Duration.FromHours(5));
        }

        Assert.Equal((Lifecycle.Stopped, hours), (_fleet.WorkSpace(desk).Lifecycle, _fleet.WorkSpace(desk).Meter.Hours));
        Assert.Equal(RefusalCode.KmsKeyInvalid, Assert.IsType<Refused>(_fleet.Do(sibling, new RebuildWorkSpace(NewId()))).Code);
        _fleet.Do(Entity.Of(Names.Key), new EnableKey(IsEnabled: true));
        Assert.IsType<Resuming>(SignIn(desk, 1));
        _fleet.Run(Duration.FromMinutes(2));
        Assert.Equal(Lifecycle.Available, _fleet.WorkSpace(desk).Lifecycle);
    }

    [Fact]
    [Trait("Rule", "ENC-08")]
    [Trait("Rule", "ENC-07")]
    public void Launch_KeyDisabledBeforeTheVolumesAreMade_EndsInError()
    {
        var desk = Launched(1);
        _fleet.Run(Duration.FromMinutes(19));
        _fleet.Do(Entity.Of(Names.Key), new EnableKey(IsEnabled: false));

        _fleet.Run(Duration.FromMinutes(1));

        Assert.Equal((Lifecycle.Error, RefusalCode.KmsKeyInvalid), (_fleet.WorkSpace(desk).Lifecycle, _fleet.WorkSpace(desk).Code));
        Assert.Equal(RefusalCode.KmsKeyInvalid, Refused(2).Code);
        Assert.Equal((0, 1), (_fleet.Account.WorkSpaces, _fleet.Key.Seats.Count(Key.SeatSlot)));
        _fleet.Do(desk, new TerminateWorkSpace(NewId()));
        _fleet.Run(Duration.FromMinutes(2));
        FleetChecks.HoldsAtRest(_fleet);
        Assert.Equal(0, _fleet.Key.Seats.Count(Key.SeatSlot));
    }

    [Fact]
    [Trait("Rule", "ENC-22")]
    public void Rotation_AfterLaunch_DesktopsRebootAndRebuildUnderTheSameKey()
    {
        var desk = Launched(1);
        _fleet.Run(Duration.FromMinutes(20));
        _fleet.Do(Entity.Of(Names.Key), new RotateKey(NewId()));

        Assert.IsType<Accepted>(_fleet.Do(desk, new RebootWorkSpace(NewId())));
        _fleet.Run(Duration.FromMinutes(2));
        Assert.IsType<Accepted>(_fleet.Do(desk, new RebuildWorkSpace(NewId())));
        _fleet.Run(Duration.FromMinutes(20));

        Assert.Equal((Lifecycle.Available, Names.Key), (_fleet.WorkSpace(desk).Lifecycle, _fleet.WorkSpace(desk).Identity!.Encryption!.Key));
    }

    [Fact]
    [Trait("RulePart", "ENC-20")]
    [Trait("Rule", "ENC-21")]
    public void Operations_OfOneDesktop_AreCountedByTheKeyAndStayWithinFiveEach()
    {
        var desk = Launched(1);
        _fleet.Run(Duration.FromMinutes(20));
        var launch = Calls();
        _fleet.Do(desk, new RebootWorkSpace(NewId()));
        _fleet.Run(Duration.FromMinutes(2));
        var reboot = Calls();
        _fleet.Do(desk, new RebuildWorkSpace(NewId()));
        _fleet.Run(Duration.FromMinutes(20));
        var rebuild = Calls();

        Assert.All([launch, reboot, rebuild], calls => Assert.InRange(calls, 1, KeyCalls.Most));
        Assert.Equal(launch + reboot + rebuild, _fleet.Key.Requests);
    }

    [Fact]
    [Trait("Rule", "ENC-05")]
    public void Launch_ByTheConsoleWithoutAKey_MakesTheDefaultKeyOnce()
    {
        var key = KeyArn.DefaultOf(Names.Account);
        Assert.Equal(RefusalCode.KmsKeyInvalid, Assert.IsType<Refused>(Launch(1, new(true, false))).Code);

        Assert.IsType<Launched>(Launch(2, new(true, false) { MakesDefaultKey = true }));
        Assert.IsType<Launched>(Launch(3, new(true, false) { MakesDefaultKey = true }));
        Assert.IsType<Launched>(Launch(4, new(true, false)));

        Assert.Single(_fleet.Journal, line => line.Entity == Entity.Of(key) && line.Event is KeyStatusChanged);
        Assert.Equal(RefusalCode.OperationNotSupported, Assert.IsType<Refused>(_fleet.Do(Entity.Of(key), new EnableKey(false))).Code);
    }

    private int Calls()
    {
        var calls = _fleet.KeyCalls.Count;
        _fleet.KeyCalls.Clear();
        return calls;
    }

    private Reply SignIn(WorkSpaceId desk, int number) => _fleet.Do(desk, new Connect(NewId(), UserName.Of($"user{number}"), Names.Session(number)));

    private WorkSpaceId Launched(int number) => Assert.IsType<Launched>(Launch(number, new(true, true, Names.Key))).WorkSpace;

    private Refused Refused(int number) => Assert.IsType<Refused>(Launch(number, new(true, true, Names.Key)));

    private Reply Launch(int number, EncryptionRequest encryption)
    {
        var launch = new LaunchWorkSpace(Names.Operation(number), Names.Directory, UserName.Of($"user{number}"), Names.Standard.Id, RunningMode.AutoStop)
        {
            Encryption = encryption,
        };
        return _fleet.Do(Names.WorkSpace(number), launch);
    }

    private OperationId NewId() => Names.Operation(_operations++);
}
