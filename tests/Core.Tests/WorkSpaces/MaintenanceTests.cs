using DeskFleet.Core.Billing;
using DeskFleet.Core.Directories;
using DeskFleet.Core.Drivers;
using DeskFleet.Core.Encryption;
using DeskFleet.Core.HostPools;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.MaintenanceWindows;
using DeskFleet.Core.Placement;
using DeskFleet.Core.Tests.TestKit;
using DeskFleet.Core.WorkSpaces;
using NodaTime;
using static DeskFleet.Core.WorkSpaces.Lifecycle;

namespace DeskFleet.Core.Tests.WorkSpaces;

/// <summary>A Sunday of one desktop in New York (MNT-03..07, RUN-06).</summary>
public sealed class MaintenanceTests
{
    private static readonly Instant Opens = Instant.FromUtc(2017, 4, 9, 4, 0);
    private static readonly Instant NextOpens = Opens + Duration.FromDays(7);
    private static readonly Duration Minute = Duration.FromMinutes(1);

    [Fact]
    [Trait("Rule", "MNT-05")]
    [Trait("Rule", "RUN-06")]
    [Trait("Rule", "BIL-06")]
    public void Sunday_StoppedWithAnUpdate_IsWokenMaintainedAndStopped()
    {
        var desk = Stopped();
        desk.Send(new AnnounceUpdate("2017-04", desk.Now));
        Assert.Equal(Opens + Minute, desk.Record.Deadline);
        var states = new List<Lifecycle>();
        desk.Neighbours.When<TakeTurn>(_ => new TurnTaken(Opens));

        desk.At(Opens + Minute).Send(new Wake());
        Begin(desk);
        states.Add(desk.State.Lifecycle);
        desk.After(Minute).DriverReports();
        states.Add(desk.State.Lifecycle);
        Assert.Equal((null, desk.Now), (desk.State.Session, desk.State.Meter.OpenSince));
        desk.After(MaintenanceTurn.RunTime).DriverReports();
        states.Add(desk.State.Lifecycle);
        desk.DriverReports();
        states.Add(desk.State.Lifecycle);

        Assert.Equal([Starting, Maintenance, Stopping, Lifecycle.Stopped], states);
        Assert.Equal(1, desk.State.Meter.Last!.StartedHours);
        Assert.Equal((null, "2017-04"), (desk.State.Update, desk.State.InstalledUpdate));
    }

    /// <summary>Nothing pending: an idle desktop costs nothing, on Sundays too.</summary>
    [Fact]
    [Trait("Rule", "MNT-05")]
    public void Sunday_StoppedWithoutAnUpdate_IsLeftAlone()
    {
        var desk = Stopped();

        Assert.Null(desk.Record.Deadline);
        desk.At(Opens + Minute).Send(new Wake());
        desk.Send(new BeginMaintenance(Opens + Minute));

        Assert.Equal(Lifecycle.Stopped, desk.State.Lifecycle);
        Assert.Empty(desk.Last.Effects);
    }

    [Fact]
    [Trait("Rule", "MNT-03")]
    public void Sunday_UserConnected_IsWarnedThenDisconnectedAndRefusedMeanwhile()
    {
        var desk = Pending(Desk.In(Available));
        desk.Send(desk.Connect());

        Come(desk, Opens);
        Assert.Equal(new UserWarned(Names.Session(1), Opens + Minute + (5 * Minute)), Assert.Single(desk.Last.Logged).Event);
        Assert.NotNull(desk.State.Session);
        Come(desk, desk.State.Update!.At - Minute);

        Assert.Equal((Maintenance, null), (desk.State.Lifecycle, desk.State.Session));
        Assert.Contains(desk.Last.Logged, line => line.Event is SessionClosed { Reason: "maintenance" });
        var refused = Assert.IsType<Refused>(desk.Send(desk.Connect(2)));
        Assert.Equal(RefusalCode.NotAvailable, refused.Code);
        Assert.Contains("under maintenance", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Disconnected by the maintenance at 00:06, done at 00:41: the countdown of 60 minutes ends at 01:06.</summary>
    [Fact]
    [Trait("Rule", "RUN-06")]
    public void Sunday_UserWasConnected_StopsAPeriodAfterTheDisconnect()
    {
        var desk = Pending(Desk.In(Available));
        desk.Send(desk.Connect());
        Come(desk, Opens);
        Come(desk, desk.State.Update!.At - Minute);
        var disconnected = desk.Now;

        desk.After(MaintenanceTurn.RunTime).DriverReports();

        Assert.Equal((Available, disconnected + Duration.FromHours(1)), (desk.State.Lifecycle, desk.State.AutoStopAt));
    }

    /// <summary>B-15: disconnected at 23:30, deadline 00:30, maintenance until 00:50: it stops then, after three started hours from 22:00.</summary>
    [Fact]
    [Trait("Rule", "RUN-06")]
    [Trait("Rule", "INT-03")]
    public void Sunday_CountdownEndsMeanwhile_StopsAtCompletionAndIsMeteredUntilThen()
    {
        var desk = Pending(Stopped());
        desk.At(Opens - Duration.FromHours(2) - Minute).Send(desk.Connect());
        desk.After(Minute).DriverReports();
        desk.At(Opens - Duration.FromMinutes(30)).Send(desk.Disconnect());
        Come(desk, Opens + (14 * Minute), turn: Opens + (15 * Minute));
        Assert.Equal(Maintenance, desk.State.Lifecycle);

        desk.At(Opens + (30 * Minute)).Send(new Wake());
        Assert.Equal(Maintenance, desk.State.Lifecycle);
        desk.At(Opens + (50 * Minute)).DriverReports();

        Assert.Equal(Stopping, desk.State.Lifecycle);
        Assert.Equal(new RunningInterval(Opens - Duration.FromHours(2), Opens + (50 * Minute)), desk.State.Meter.Last);
        Assert.Equal(3, desk.State.Meter.Last!.StartedHours);
    }

    [Fact]
    [Trait("Rule", "RUN-06")]
    [Trait("Rule", "INT-02")]
    public void Sunday_WokenAndAfterPeriod_StopsOnePeriodLater()
    {
        var desk = Maintained(new DesktopSettings { PostMaintenanceStop = PostMaintenanceStop.AfterPeriod });

        Assert.Equal((Available, desk.Now + Duration.FromHours(1)), (desk.State.Lifecycle, desk.State.AutoStopAt));
    }

    /// <summary>Refused during the run; the retry in STOPPING lets the stop finish and then resumes: two intervals, two roundings.</summary>
    [Fact]
    [Trait("Rule", "MNT-03")]
    [Trait("Rule", "INT-02")]
    public void Sunday_OwnerSignsInMeanwhile_IsRefusedAndResumedAfterTheStop()
    {
        var desk = Woken(Stopped());
        Assert.IsType<Refused>(desk.After(10 * Minute).Send(desk.Connect()));
        desk.After(25 * Minute).DriverReports();
        Assert.Equal(Stopping, desk.State.Lifecycle);

        Assert.IsType<Resuming>(desk.Send(desk.Connect()));
        desk.DriverReports();
        desk.Send(new Recover());
        desk.DriverReports();

        Assert.Equal((Available, Names.Session(1)), (desk.State.Lifecycle, desk.State.Session?.Id));
        Assert.Equal((1, desk.Now), (desk.State.Meter.Hours, desk.State.Meter.OpenSince));
    }

    [Fact]
    [Trait("Rule", "MNT-04")]
    public void Sunday_AlwaysOn_IsMaintainedAndRunsOn()
    {
        var desk = Pending(Desk.In(Available, RunningMode.AlwaysOn));
        var since = desk.State.Meter.OpenSince;
        Come(desk, Opens);
        Assert.Equal(Maintenance, desk.State.Lifecycle);

        desk.After(MaintenanceTurn.RunTime).DriverReports();

        Assert.Equal((Available, null, since), (desk.State.Lifecycle, desk.State.Update, desk.State.Meter.OpenSince));
        Assert.Contains(desk.Last.Logged, line => line.Event is UpdateInstalled { Update: "2017-04", WithOperatingSystem: true });
    }

    [Theory]
    [InlineData(AdminMaintenance)]
    [InlineData(Error)]
    [Trait("Rule", "MNT-04")]
    public void Sunday_StateDoesNotAdmitIt_AsksAgainInEveryTurnAndIsCarriedOverWithItsAge(Lifecycle state)
    {
        var desk = Pending(Desk.In(state, RunningMode.AlwaysOn));
        for (var i = 0; i < 5; i++)
        {
            Come(desk, desk.State.Update!.At - Minute);
            Assert.Equal(state, desk.State.Lifecycle);
        }

        Assert.Equal((1, NextOpens), (desk.State.Update!.Missed, desk.State.Update.At));
        var carried = desk.Last.Logged.Select(line => line.Event).OfType<UpdateCarriedOver>().Single();
        Assert.Equal((1, desk.Now - desk.State.Update.Since), (carried.Missed, carried.Age));
    }

    [Fact]
    public void Sunday_OfADesktopThatReboots_WaitsForTheNextTurn()
    {
        var desk = Pending(Desk.In(Available, RunningMode.AlwaysOn));
        desk.At(Opens).Send(new RebootWorkSpace(desk.NewId()));

        Come(desk, Opens);
        Assert.Equal((Rebooting, Opens + MaintenanceTurn.Length + Minute), (desk.State.Lifecycle, desk.State.Update!.At));
        desk.DriverReports();
        Come(desk, Opens + MaintenanceTurn.Length);

        Assert.Equal(Maintenance, desk.State.Lifecycle);
    }

    /// <summary>What was carried over asks a minute before the others.</summary>
    [Fact]
    [Trait("Rule", "MNT-04")]
    public void Update_NotPlacedInItsWindow_GoesFirstInTheNext()
    {
        var desk = Pending(Stopped());
        desk.Neighbours.When<TakeTurn>(_ => new Refused(RefusalCode.LimitExceeded, "all turns are taken"));

        desk.At(Opens + Minute).Send(new Wake());
        Begin(desk);

        Assert.Equal((Lifecycle.Stopped, NextOpens, 1), (desk.State.Lifecycle, desk.State.Update!.At, desk.State.Update.Missed));
    }

    [Fact]
    [Trait("Rule", "MNT-04")]
    [Trait("Rule", "PLC-06")]
    public void Sunday_NoRoomToWake_IsSkippedRecordedAndTriedInTheNextTurn()
    {
        var desk = Pending(Stopped());
        desk.Neighbours.When<TakeTurn>(_ => new TurnTaken(Opens)).When<ProposeHosts>(_ => new NoRoom(PlacementExplanation.None));

        desk.At(Opens + Minute).Send(new Wake());
        Begin(desk);

        Assert.Equal((Lifecycle.Stopped, Opens + MaintenanceTurn.Length + Minute), (desk.State.Lifecycle, desk.State.Update!.At));
        Assert.Contains(desk.Last.Logged, line => line.Event is MaintenanceSkipped { Code: RefusalCode.InsufficientCapacity });
        Assert.Null(desk.State.Wait);
    }

    /// <summary>Interaction 7: it stays STOPPED, nothing runs, and the reason is recorded.</summary>
    [Fact]
    [Trait("Rule", "ENC-13")]
    [Trait("Rule", "MNT-04")]
    public void Sunday_KeyDisabled_IsSkippedAndRecorded()
    {
        var desk = Pending(Stopped(encryption: new(Root: false, User: true, Names.Key)));
        desk.Neighbours.When<TakeTurn>(_ => new TurnTaken(Opens)).When<KeyCall>(_ => new Refused(RefusalCode.KmsKeyInvalid, "disabled"));

        desk.At(Opens + Minute).Send(new Wake());
        Begin(desk);

        Assert.Equal((Lifecycle.Stopped, Opens + MaintenanceTurn.Length + Minute), (desk.State.Lifecycle, desk.State.Update!.At));
        Assert.Contains(desk.Last.Logged, line => line.Event is MaintenanceSkipped { Code: RefusalCode.KmsKeyInvalid });
        Assert.Empty(desk.Last.GiveBacks);
    }

    /// <summary>The fleet was down on Sunday: nothing begins on Monday, the missed window is counted.</summary>
    [Theory]
    [InlineData(9)]
    [InlineData(40)]
    [Trait("Rule", "MNT-04")]
    public void Outage_OverTheWindow_CountsItOnceAndStartsNothing(int days)
    {
        var desk = Pending(Stopped());

        desk.At(Opens + Duration.FromDays(days)).Send(new Wake());

        Assert.Equal((Lifecycle.Stopped, 1), (desk.State.Lifecycle, desk.State.Update!.Missed));
        Assert.True(desk.State.Update.At > desk.Now);
        Assert.Empty(desk.Last.Effects.Where(owed => owed.Effect.Command is BeginMaintenance));
        Assert.Single(desk.Last.Logged, line => line.Event is UpdateCarriedOver);
    }

    /// <summary>It had a turn, and the fleet came back in the middle of it: it asks for another, which the directory may refuse.</summary>
    [Fact]
    [Trait("Rule", "MNT-03")]
    public void Outage_OverItsTurn_AsksForAnother()
    {
        var desk = Pending(Stopped());
        Come(desk, Opens, turn: Opens + MaintenanceTurn.Length);
        Assert.Equal(Opens + MaintenanceTurn.Length, desk.State.Update!.Turn);
        desk.Neighbours.Asked.Clear();

        Come(desk, Opens + MaintenanceTurn.Length + (20 * Minute), turn: Opens + (MaintenanceTurn.Length * 2));

        Assert.Contains(desk.Neighbours.Asked, question => question.Command is TakeTurn);
        Assert.Equal((Lifecycle.Stopped, Opens + (MaintenanceTurn.Length * 2)), (desk.State.Lifecycle, desk.State.Update!.At));
    }

    [Fact]
    [Trait("Rule", "MNT-03")]
    public void Wake_TookTooLong_GoesBackToSleepUnmaintained()
    {
        var desk = Pending(Stopped());
        Come(desk, Opens);
        Assert.Equal(Starting, desk.State.Lifecycle);

        desk.At(Opens + MaintenanceTurn.Length - MaintenanceTurn.RunTime + Duration.Epsilon).DriverReports();

        Assert.Equal((Stopping, "2017-04", 0), (desk.State.Lifecycle, desk.State.Update!.Name, desk.State.Meter.Hours));
    }

    [Fact]
    [Trait("RulePart", "RUN-13")]
    public void Wake_TookTooLongOfAnAlwaysOn_StaysUpUnmaintained()
    {
        var desk = Pending(Stopped());
        desk.Send(new ModifyWorkSpace(desk.NewId(), RunningMode.AlwaysOn, null));
        desk.DriverReports(DriverOutcome.Failed);
        Come(desk, Opens);
        Assert.Equal((Starting, "2017-04"), (desk.State.Lifecycle, desk.State.Run?.Update));

        desk.At(Opens + MaintenanceTurn.Length - MaintenanceTurn.RunTime + Duration.Epsilon).DriverReports();

        Assert.Equal((Available, "2017-04"), (desk.State.Lifecycle, desk.State.Update!.Name));
    }

    /// <summary>It began to ask a minute before the window closed, and its question was on its way when it did.</summary>
    [Fact]
    [Trait("RulePart", "MNT-03")]
    public void Turn_AskedForAsTheWindowCloses_IsCarriedOver()
    {
        var desk = Pending(Stopped());
        var closes = Opens + Duration.FromHours(4);
        desk.At(closes - Minute).Send(new Wake());
        desk.Neighbours.Asked.Clear();

        desk.At(closes);
        Begin(desk);

        Assert.Empty(desk.Neighbours.Asked);
        Assert.Equal((Lifecycle.Stopped, 1, NextOpens), (desk.State.Lifecycle, desk.State.Update!.Missed, desk.State.Update.At));
    }

    [Fact]
    [Trait("Rule", "RUN-07")]
    public void Wake_OwnerSignsInMeanwhile_ServesHimFirst()
    {
        var desk = Pending(Stopped());
        Come(desk, Opens);

        desk.Send(desk.Connect());
        desk.DriverReports();

        Assert.Equal((Available, Names.Session(1)), (desk.State.Lifecycle, desk.State.Session?.Id));
        Assert.NotNull(desk.State.Update);
    }

    [Fact]
    public void Run_Failed_IsOverAndTheUpdateStaysPending()
    {
        var desk = Pending(Desk.In(Available, RunningMode.AlwaysOn));
        Come(desk, Opens);

        desk.After(Minute).DriverReports(DriverOutcome.Failed);

        Assert.Equal((Available, 1, NextOpens), (desk.State.Lifecycle, desk.State.Update!.Missed, desk.State.Update.At));
    }

    [Fact]
    [Trait("Rule", "WKS-05")]
    public void Run_NeverAnswered_IsError()
    {
        var desk = Pending(Desk.In(Available, RunningMode.AlwaysOn));
        Come(desk, Opens);

        desk.At(desk.State.Job!.Deadline).Send(new Wake());

        Assert.Equal((Error, 1), (desk.State.Lifecycle, desk.Last.Logged.Count(line => line.Event is StateChanged)));
    }

    [Theory]
    [InlineData(WakeRhythm.Weekly, true)]
    [InlineData(WakeRhythm.Monthly, false)]
    [Trait("Rule", "MNT-05")]
    public void Rhythm_OfStoppedDesktops_IsWeeklyOrAfterTheThirdMonday(WakeRhythm rhythm, bool isWoken)
    {
        var desk = Pending(Stopped(new DesktopSettings { WakeRhythm = rhythm }));

        Come(desk, Opens);

        Assert.Equal(isWoken ? Starting : Lifecycle.Stopped, desk.State.Lifecycle);
        if (isWoken)
            return;
        Come(desk, NextOpens);
        Assert.Equal((Lifecycle.Stopped, 0), (desk.State.Lifecycle, desk.State.Update!.Missed));
        Come(desk, NextOpens + Duration.FromDays(7));
        Assert.Equal(Starting, desk.State.Lifecycle);
    }

    [Fact]
    [Trait("Rule", "MNT-04")]
    public void Announce_Again_ChangesNothing()
    {
        var desk = Pending(Desk.In(Available, RunningMode.AlwaysOn));
        var pending = desk.Record;
        desk.Send(new AnnounceUpdate("2017-04", desk.Now));
        Assert.Same(pending, desk.Record);
        Come(desk, Opens);
        desk.After(MaintenanceTurn.RunTime).DriverReports();
        var installed = desk.Record;

        desk.Send(new AnnounceUpdate("2017-04", desk.Now));

        Assert.Same(installed, desk.Record);
    }

    [Theory]
    [InlineData(None)]
    [InlineData(Lifecycle.Pending)]
    [InlineData(Terminating)]
    [InlineData(Terminated)]
    public void Announce_ToWhatIsNotThereOrIsBornUpdated_ChangesNothing(Lifecycle state)
    {
        var desk = Desk.In(state);
        var before = desk.Record;

        desk.Send(new AnnounceUpdate("2017-04", desk.Now));

        Assert.Same(before, desk.Record);
    }

    [Theory]
    [InlineData(WindowsUpdate.Default, true)]
    [InlineData(WindowsUpdate.Custom, false)]
    [Trait("Rule", "MNT-06")]
    [Trait("Rule", "MNT-07")]
    public void SundayAtTwo_Running_UpdatesItsOperatingSystemByDefault(WindowsUpdate setting, bool updates)
    {
        var desk = new Desk(With(new DesktopSettings { WindowsUpdate = setting }));
        desk.Send(desk.Launch(RunningMode.AlwaysOn));
        desk.DriverReports();

        desk.At(Opens + Duration.FromHours(2) - Duration.Epsilon).Send(new Wake());
        Assert.DoesNotContain(desk.Last.Logged, line => line.Event is OperatingSystemUpdated);
        desk.At(Opens + Duration.FromHours(2)).Send(new Wake());

        Assert.Equal(updates, desk.Last.Logged.Any(line => line.Event is OperatingSystemUpdated e && e.RanAt == desk.Now));
        Assert.Equal(updates ? NextOpens + Duration.FromHours(2) : null, desk.State.OsUpdateAt);
    }

    [Fact]
    [Trait("Rule", "MNT-07")]
    public void SundayAtTwo_Stopped_MissesIt()
    {
        var desk = Stopped();

        desk.At(Opens + Duration.FromHours(2)).Send(new Wake());

        Assert.Empty(desk.Last.Logged);
        Assert.Null(desk.State.OsUpdateAt);
    }

    /// <summary>There is no such thing as another window, and no way out of an update.</summary>
    [Fact]
    [Trait("Rule", "MNT-02")]
    [Trait("Rule", "MNT-04")]
    public void Window_AndUpdates_CanNotBeConfigured()
    {
        var settable = typeof(DesktopSettings).GetProperties().Where(property => property.SetMethod is { IsStatic: false }).Select(property => property.Name);

        Assert.Equal(["Guest", "PostMaintenanceStop", "SavesDocuments", "UsersAreLocalAdministrators", "WakeRhythm", "WindowsUpdate"], settable.Order(StringComparer.Ordinal));
        Assert.All(typeof(ModifyWorkSpace).GetProperties(), property => Assert.DoesNotContain("Maintenance", property.Name, StringComparison.Ordinal));
    }

    private static Neighbours With(DesktopSettings settings) => new Neighbours().When<LeasePlace>(lease =>
        new PlaceLeased(lease.OperationId, Names.Account, Names.ZoneA, Names.ZoneB, IsDedicated: false, IsTie: false) { Desktops = settings });

    /// <summary>Stopped, and backed up for the last time: no deadline at all.</summary>
    private static Desk Stopped(DesktopSettings? settings = null, EncryptionRequest? encryption = null)
    {
        var desk = new Desk(With(settings ?? DesktopSettings.Default));
        desk.Send(desk.Launch() with { Encryption = encryption });
        desk.DriverReports();
        desk.Send(new StopWorkSpace(desk.NewId()));
        desk.DriverReports();
        desk.At(desk.Record.Deadline!.Value).Send(new Wake());
        return desk;
    }

    private static Desk Pending(Desk desk)
    {
        desk.Send(new ModifyWorkSpace(desk.NewId(), null, desk.State.Mode == RunningMode.AutoStop ? Duration.FromHours(1) : null));
        desk.Send(new AnnounceUpdate("2017-04", desk.Now));
        return desk;
    }

    /// <summary>The fleet comes to it a minute after the given instant, and its directory gives it the given turn, or the one that begins then.</summary>
    private static void Come(Desk desk, Instant at, Instant? turn = null)
    {
        desk.Neighbours.When<TakeTurn>(_ => new TurnTaken(turn ?? at));
        desk.At(at + Minute).Send(new Wake());
        Begin(desk);
    }

    /// <summary>Delivers what it has told itself, twice.</summary>
    private static void Begin(Desk desk)
    {
        if (desk.Last.Effects.Select(owed => owed.Effect.Command).OfType<BeginMaintenance>().SingleOrDefault() is not { } begin)
            return;
        desk.Send(begin);
        var (last, once) = (desk.Last, desk.Record);
        desk.Send(begin);
        Assert.Same(once, desk.Record);
        desk.Last = last;
    }

    private static Desk Woken(Desk desk)
    {
        Come(Pending(desk), Opens);
        desk.After(Minute).DriverReports();
        Assert.Equal(Maintenance, desk.State.Lifecycle);
        return desk;
    }

    private static Desk Maintained(DesktopSettings settings) => Woken(Stopped(settings)).After(MaintenanceTurn.RunTime).DriverReports();
}
