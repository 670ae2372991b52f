using DeskFleet.Core.Billing;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Directories;
using DeskFleet.Core.Drivers;
using DeskFleet.Core.Encryption;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.MaintenanceWindows;
using DeskFleet.Core.Regions;
using DeskFleet.Core.Tests.TestKit;
using DeskFleet.Core.WorkSpaces;
using NodaTime;
using static DeskFleet.Core.WorkSpaces.Lifecycle;

namespace DeskFleet.Core.Tests.Interactions;

/// <summary>The tricky interactions of the catalogue's section (4) around clock changes, keys, limits and images; the number is the id's.</summary>
public sealed class KeyAndImageInteractionTests
{
    private static readonly Duration Minute = Duration.FromMinutes(1);
    private static readonly EncryptionRequest Encrypted = new(Root: true, User: true, Names.Key);

    private readonly TinyFleet _fleet = TinyFleet.With(HostType.General, 1, 1);
    private int _operations = 1_000;

    /// <summary>The window and the update follow the wall, countdown and metering do not.</summary>
    [Theory]
    [InlineData("12 March", 3, 12, 5, 8)]
    [InlineData("5 November", 11, 5, 4, 9)]
    [Trait("Rule", "INT-04")]
    public void Interaction04_ClockChange_MovesTheWindowAndNotTheCountdown(string sunday, int month, int day, int opens, int closes)
    {
        var zone = Region.ZoneOf("us-east-1");
        var window = MaintenanceCalendar.On(zone, new(2017, month, day))!;
        Instant Utc(int hour) => Instant.FromUtc(2017, month, day, hour, 0);
        Assert.Equal((sunday, Utc(opens), Utc(closes), Utc(7)), (sunday, window.Opens, window.Closes, window.UpdateAt));

        var desk = new Desk().At(Utc(0));
        desk.Send(desk.Launch() with { OperationId = OperationId.At(Utc(0), "launch") });
        desk.DriverReports().Send(desk.Connect() with { OperationId = OperationId.At(Utc(0), "connect") });
        desk.At(Utc(6) + (30 * Minute)).Send(desk.Disconnect() with { OperationId = OperationId.At(Utc(6), "disconnect") });

        Assert.Equal(Utc(7) + (30 * Minute), desk.State.AutoStopAt);
        desk.At(Utc(7)).Send(new Wake());
        Assert.Contains(desk.Last.Logged, line => line.Event == new OperatingSystemUpdated(Utc(7)));
        desk.At(Utc(7) + (30 * Minute)).Send(new Wake());
        Assert.Equal((Stopping, 8L), (desk.State.Lifecycle, desk.State.Meter.Last!.StartedHours));
    }

    /// <summary>What the switch would cost is not charged when the start that belongs to it can not happen (B-19 and the other cases are worked bills).</summary>
    [Fact]
    [Trait("Rule", "INT-06")]
    public void Interaction06_StoppedUnderADisabledKey_StaysHourlyUntilTheKeyIsEnabled()
    {
        var desk = StoppedDesk(1);
        _fleet.Do(Entity.Of(Names.Key), new EnableKey(IsEnabled: false));
        var before = _fleet.WorkSpace(desk);

        Assert.Equal(RefusalCode.KmsKeyInvalid, CodeOf(desk, new ModifyWorkSpace(NewId(), RunningMode.AlwaysOn, null)));
        Assert.Equal(before, _fleet.WorkSpace(desk));
        Assert.Equal(PricePlan.Hourly, _fleet.WorkSpace(desk).Usage.Plan!.Current);

        _fleet.Do(Entity.Of(Names.Key), new EnableKey(IsEnabled: true));
        Assert.Null(CodeOf(desk, new ModifyWorkSpace(NewId(), RunningMode.AlwaysOn, null)));
        _fleet.Run(2 * Minute);
        Assert.Equal((Available, PricePlan.Monthly), (_fleet.WorkSpace(desk).Lifecycle, _fleet.WorkSpace(desk).Usage.Plan!.Current));
    }

    [Fact]
    [Trait("Rule", "INT-07")]
    public void Interaction07_KeyDisabledWhileStopped_NothingRunsAndTheRunningSiblingIsUntouched()
    {
        var desk = StoppedDesk(1);
        var sibling = Launch(2, Encrypted, RunningMode.AlwaysOn);
        _fleet.Run(30 * Minute);
        var hours = _fleet.WorkSpace(desk).Meter.Hours;
        foreach (var each in new[] { desk, sibling })
            _fleet.Do(each, new AnnounceUpdate("2017-04", _fleet.Now));
        _fleet.Do(Entity.Of(Names.Key), new EnableKey(IsEnabled: false));

        Assert.Equal(RefusalCode.KmsKeyInvalid, CodeOf(desk, new Connect(NewId(), UserName.Of("user1"), Names.Session(1))));
        Assert.Equal(RefusalCode.KmsKeyInvalid, CodeOf(sibling, new RebootWorkSpace(NewId())));
        Assert.Equal(RefusalCode.KmsKeyInvalid, CodeOf(sibling, new RebuildWorkSpace(NewId())));
        _fleet.RunUntil(MaintenanceCalendar.Next(Region.ZoneOf("us-east-1"), _fleet.Now).Closes);

        Assert.Equal((Stopped, hours), (_fleet.WorkSpace(desk).Lifecycle, _fleet.WorkSpace(desk).Meter.Hours));
        Assert.Equal(Available, _fleet.WorkSpace(sibling).Lifecycle);
        foreach (var each in new[] { desk, sibling })
        {
            Assert.Contains(_fleet.Journal, line => line.Entity == Entity.Of(each) && line.Event is MaintenanceSkipped { Code: RefusalCode.KmsKeyInvalid });
            Assert.Equal(1, _fleet.WorkSpace(each).Update!.Missed);
        }

        _fleet.Do(Entity.Of(Names.Key), new EnableKey(IsEnabled: true));
        Assert.Null(CodeOf(desk, new Connect(NewId(), UserName.Of("user1"), Names.Session(1))));
        _fleet.Run(2 * Minute);
        Assert.Equal((Available, Names.Session(1)), (_fleet.WorkSpace(desk).Lifecycle, _fleet.WorkSpace(desk).Session!.Id));
    }

    [Fact]
    [Trait("RulePart", "INT-08")]
    public void Interaction08_ThirtyOnOneKey_OneOfTwoPassesWhenOneIsTerminated()
    {
        for (var i = 1; i <= 30; i++)
            Launch(i, Encrypted);
        Assert.Equal(RefusalCode.KeyLimitExceeded, LaunchFault(31));
        Assert.Equal(RefusalCode.KeyLimitExceeded, LaunchFault(32));

        _fleet.Do(Names.WorkSpace(7), new TerminateWorkSpace(NewId()));
        _fleet.Run(2 * Minute);

        Assert.Equal([null, RefusalCode.KeyLimitExceeded], new[] { LaunchFault(33), LaunchFault(34) });
        Assert.Equal(30, _fleet.Key.Seats.Count(Key.SeatSlot));
    }

    [Fact]
    [Trait("Rule", "INT-12")]
    public void Interaction12_ImageCapture_RefusesWhatItMustAndCountsDownAfterwards()
    {
        var (plain, encrypted, stopped) = (Launch(1), Launch(2, Encrypted, RunningMode.AlwaysOn), Launch(3));
        _fleet.Run(20 * Minute);
        _fleet.Do(stopped, new StopWorkSpace(NewId()));
        _fleet.Run(Minute);
        Assert.Equal(RefusalCode.OperationNotSupported, CodeOf(encrypted, new CaptureImage(NewId(), "golden")));
        Assert.Equal(RefusalCode.InvalidState, CodeOf(stopped, new CaptureImage(NewId(), "golden")));

        _fleet.Do(plain, new Connect(NewId(), UserName.Of("user1"), Names.Session(1)));
        var capture = new CaptureImage(NewId(), "golden");
        Assert.IsType<ImageBegun>(_fleet.Do(plain, capture));
        Assert.Contains(_fleet.Journal, line => line.Event is SessionClosed);
        Assert.Equal((Suspended, null, null), (_fleet.WorkSpace(plain).Lifecycle, _fleet.WorkSpace(plain).Session, _fleet.WorkSpace(plain).AutoStopAt));
        Assert.Equal(RefusalCode.InvalidState, CodeOf(plain, new TerminateWorkSpace(NewId())));
        _fleet.Run(40 * Minute);
        Assert.Equal((Available, _fleet.Now + Duration.FromHours(1)), (_fleet.WorkSpace(plain).Lifecycle, _fleet.WorkSpace(plain).AutoStopAt));

        var wrong = new CreateBundle(NewId(), Names.Account, "cad", Hardware.Graphics, capture.OperationId.ToImageId());
        Assert.Equal(RefusalCode.BundleNotAllowed, (_fleet.Do(Entity.Of(Names.Account, wrong.OperationId.ToBundleId()), wrong) as Refused)?.Code);
        for (var i = 2; i <= 5; i++)
        {
            Assert.IsType<ImageBegun>(_fleet.Do(plain, new CaptureImage(NewId(), $"golden {i}")));
            _fleet.Run(40 * Minute);
        }

        Assert.Equal(RefusalCode.LimitExceeded, CodeOf(plain, new CaptureImage(NewId(), "sixth")));
        Assert.Equal((Available, 5), (_fleet.WorkSpace(plain).Lifecycle, _fleet.Account.Images));
    }

    /// <summary>What idle time costs is a worked bill; the directory goes only when no desktop is left, stopped and failed ones included.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("RulePart", "INT-20")]
    [Trait("RulePart", "DIR-17")]
    public void Interaction20_DirectoryWithAStoppedOrFailedDesktop_IsNotDeleted(bool fails)
    {
        _fleet.Driver.Mood = order => fails && order.Verb == DriverVerb.Boot ? DriverMood.Fails : DriverMood.Obeys;
        var desk = Launch(1);
        _fleet.Run(Duration.FromHours(6));
        Assert.Equal(fails ? Error : Stopped, _fleet.WorkSpace(desk).Lifecycle);
        var directory = Entity.Of(Names.Directory);
        Assert.Equal(RefusalCode.InvalidState, (_fleet.Do(directory, new DeregisterDirectory(Names.Account)) as Refused)?.Code);
        Assert.Equal(RefusalCode.InvalidState, (_fleet.Do(directory, new DeleteDirectory(Names.Account)) as Refused)?.Code);

        _fleet.Do(desk, new TerminateWorkSpace(NewId()));
        _fleet.Run(2 * Minute);

        Assert.IsType<Accepted>(_fleet.Do(directory, new DeregisterDirectory(Names.Account)));
    }

    /// <summary>Documents are in the store without waiting for the backup, and stay when the desktop is gone; where it is off nothing is saved.</summary>
    [Fact]
    [Trait("Rule", "BAK-04")]
    public void Documents_Changed_AreSavedAtOnceAndOutliveTheDesktop()
    {
        _fleet.Do(Entity.Of(Names.Directory), new ConfigureDesktops(Names.Account, DesktopSettings.Default with { SavesDocuments = true }));
        var desk = Launch(1);
        _fleet.Run(20 * Minute);
        _fleet.Do(Entity.Of(Names.Directory), new ConfigureDesktops(Names.Account, DesktopSettings.Default));
        var other = Launch(2);
        _fleet.Run(20 * Minute);
        Work(desk, 1);
        Work(desk, 1);
        Work(other, 2);

        var (saved, content) = (_fleet.User(UserName.Of("user1")).Documents!, _fleet.WorkSpace(desk).Volumes!.User);
        Assert.Equal((2, content, _fleet.Now), (saved.Version, saved.Content, saved.SavedAt));
        Assert.Null(_fleet.WorkSpace(desk).Backups!.Newest);
        Assert.Null(_fleet.User(UserName.Of("user2")).Documents);

        _fleet.Do(desk, new TerminateWorkSpace(NewId()));
        _fleet.Run(2 * Minute);
        Assert.Equal(saved, _fleet.User(UserName.Of("user1")).Documents);
    }

    /// <summary>The switch is the directory's: off, nobody's documents are saved, and on, everybody's; a launch and a change of a desktop have no such parameter.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Rule", "WDC-01")]
    public void Documents_OfADirectory_AreSavedForAllItsUsersOrForNone(bool isOn)
    {
        _fleet.Do(Entity.Of(Names.Directory), new ConfigureDesktops(Names.Account, DesktopSettings.Default with { SavesDocuments = isOn ? true : null }));
        foreach (var number in new[] { 1, 2, 3 })
        {
            Launch(number);
            _fleet.Run(20 * Minute);
            Work(Names.WorkSpace(number), number);
        }

        Assert.All([1, 2, 3], number => Assert.Equal(isOn, _fleet.User(UserName.Of($"user{number}")).Documents is not null));
        Assert.DoesNotContain(
            new[] { typeof(LaunchWorkSpace), typeof(ModifyWorkSpace), typeof(Core.Users.EnableUser) }.SelectMany(message => message.GetProperties()),
            property => property.Name.Contains("Document", StringComparison.Ordinal) || property.PropertyType == typeof(DesktopSettings));
    }

    private void Work(WorkSpaceId desk, int user)
    {
        _fleet.Do(desk, new Connect(NewId(), UserName.Of($"user{user}"), Names.Session(_operations)));
        _fleet.Do(desk, new Disconnect(NewId(), _fleet.WorkSpace(desk).Session!.Id));
    }

    private WorkSpaceId StoppedDesk(int number)
    {
        var desk = Launch(number, Encrypted);
        _fleet.Run(20 * Minute);
        _fleet.Do(desk, new StopWorkSpace(NewId()));
        _fleet.Run(Minute);
        Assert.Equal(Stopped, _fleet.WorkSpace(desk).Lifecycle);
        return desk;
    }

    private WorkSpaceId Launch(int number, EncryptionRequest? encryption = null, RunningMode mode = RunningMode.AutoStop)
    {
        Assert.Null((Question(number, encryption, mode) as Refused)?.Code);
        return Names.WorkSpace(number);
    }

    private RefusalCode? LaunchFault(int number) => (Question(number, Encrypted, RunningMode.AutoStop) as Refused)?.Code;

    private Reply Question(int number, EncryptionRequest? encryption, RunningMode mode) => _fleet.Do(
        Names.WorkSpace(number),
        new LaunchWorkSpace(Names.Operation(number), Names.Directory, UserName.Of($"user{number}"), Names.Standard.Id, mode) { Encryption = encryption });

    private RefusalCode? CodeOf(WorkSpaceId desk, Command command) => (_fleet.Do(desk, command) as Refused)?.Code;

    private OperationId NewId() => Names.Operation(_operations++);
}
