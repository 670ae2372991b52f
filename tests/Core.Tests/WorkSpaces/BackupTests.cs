using DeskFleet.Core.Drivers;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Tests.TestKit;
using DeskFleet.Core.WorkSpaces;
using NodaTime;
using static DeskFleet.Core.WorkSpaces.Lifecycle;

namespace DeskFleet.Core.Tests.WorkSpaces;

/// <summary>The 12-hour cycle of D: and what a restore brings back (BAK-01, BAK-03, BAK-05).</summary>
public sealed class BackupTests
{
    private static readonly Duration Half = Duration.FromHours(12);

    [Fact]
    [Trait("Rule", "BAK-01")]
    public void Running_EveryTwelveHours_IsBackedUpAndTwoAreKept()
    {
        var desk = Desk.In(Available, RunningMode.AlwaysOn);
        var launched = desk.Now;
        for (var i = 1; i <= 4; i++)
        {
            Use(desk, i);
            desk.At(launched + (Half * i) - Duration.Epsilon).Send(new Wake());
            Assert.Equal(i > 1 ? launched + (Half * (i - 1)) : null, desk.State.Backups!.Newest?.At);

            desk.At(launched + (Half * i)).Send(new Wake());
            Assert.Equal((launched + (Half * i), desk.State.Volumes!.User), (desk.State.Backups!.Newest!.At, desk.State.Backups.Newest.Content));
            Assert.Equal(DriverVerb.Backup, Assert.Single(desk.Orders).Verb);
        }

        Assert.Equal(launched + (Half * 3), desk.State.Backups!.Previous!.At);
    }

    /// <summary>One more after its last run, which is on the cycle, and then nothing until it runs again.</summary>
    [Fact]
    [Trait("Rule", "BAK-01")]
    public void Stopped_AfterItsLastBackup_HasNoDeadlineAtAll()
    {
        var desk = Desk.In(Available);
        var launched = desk.Now;
        Use(desk, 1);
        desk.Send(new StopWorkSpace(desk.NewId()));
        desk.DriverReports();
        Assert.Equal(launched + Half, desk.Record.Deadline);

        desk.At(launched + Half).Send(new Wake());
        Assert.Equal(desk.State.Volumes!.User, desk.State.Backups!.Newest!.Content);
        Assert.Null(desk.Record.Deadline);

        desk.At(launched + (Half * 5) + Duration.FromHours(1)).Send(new StartWorkSpace(desk.NewId()));
        Assert.Null(desk.State.Backups.NextAt);
        desk.DriverReports();
        Assert.Equal(launched + (Half * 6), desk.State.Backups!.NextAt);
    }

    [Fact]
    [Trait("Rule", "BAK-01")]
    public void Marks_NobodyCameFor_AreOneBackupAndNotMany()
    {
        var desk = Desk.In(Available, RunningMode.AlwaysOn);
        var launched = desk.Now;

        desk.At(launched + Duration.FromDays(30) + Duration.FromHours(1)).Send(new Wake());

        Assert.Equal((desk.Now, null), (desk.State.Backups!.Newest!.At, desk.State.Backups.Previous));
        Assert.Equal(launched + Duration.FromDays(30) + Half, desk.State.Backups.NextAt);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Rule", "BAK-03")]
    public void Restore_BringsBackTheNewestBackupAndKeepsCUnlessAsked(bool rebuildRoot)
    {
        var desk = BackedUp(out var backedUp, out var fresh);
        Use(desk, 2);
        var before = desk.State.Volumes!;

        Assert.IsType<Accepted>(desk.Send(new RestoreWorkSpace(desk.NewId(), rebuildRoot)));
        Assert.Equal((Restoring, null), (desk.State.Lifecycle, desk.State.Meter.OpenSince));
        Assert.Equal(desk.State.Backups!.Newest!.At, Assert.Single(desk.Orders).Backup);
        desk.DriverReports();

        Assert.Equal(Available, desk.State.Lifecycle);
        Assert.Equal(backedUp.User, desk.State.Volumes!.User);
        Assert.Equal(rebuildRoot ? fresh.Root : before.Root, desk.State.Volumes.Root);
    }

    [Theory]
    [InlineData(Available)]
    [InlineData(Unhealthy)]
    [InlineData(Stopped)]
    [InlineData(Error)]
    [Trait("Rule", "BAK-03")]
    public void Restore_NoBackupYet_IsNotFoundAndChangesNothing(Lifecycle state)
    {
        var desk = Desk.In(state);
        var before = desk.Record;

        Assert.Equal(RefusalCode.ResourceNotFound, Assert.IsType<Refused>(desk.Send(new RestoreWorkSpace(desk.NewId()))).Code);
        Assert.Same(before, desk.Record);
    }

    [Fact]
    [Trait("Rule", "BAK-03")]
    public void Restore_Stopped_NeedsRoomAndRunsAfterwards()
    {
        var desk = BackedUp(out var backedUp, out _);
        desk.Send(new StopWorkSpace(desk.NewId()));
        desk.DriverReports();
        desk.Neighbours.Asked.Clear();

        desk.Send(new RestoreWorkSpace(desk.NewId()));
        Assert.Contains(desk.Neighbours.Asked, question => question.Command is Core.HostPools.ProposeHosts);
        desk.DriverReports();

        Assert.Equal((Available, backedUp.User), (desk.State.Lifecycle, desk.State.Volumes!.User));
    }

    [Fact]
    public void Backup_Failed_TheOneBeforeIsTheNewestAgain()
    {
        var desk = BackedUp(out var first, out _);
        Use(desk, 2);
        desk.At(desk.State.Backups!.NextAt!.Value).Send(new Wake());
        var failed = new DriverReported(DriverVerb.Backup, Assert.Single(desk.Orders).Epoch, DriverOutcome.Failed, "disk full");

        desk.Send(failed);
        Assert.Equal(first.User, desk.State.Backups.Newest!.Content);
        var once = desk.Record;
        desk.Send(failed);

        Assert.Same(once, desk.Record);
    }

    [Theory]
    [InlineData(Terminating)]
    [InlineData(Terminated)]
    [Trait("Rule", "BAK-05")]
    public void Restore_AfterTermination_FindsNothing(Lifecycle state)
    {
        var desk = BackedUp(out _, out _);
        desk.Send(new TerminateWorkSpace(desk.NewId()));
        if (state == Terminated)
            desk.DriverReports();

        var refused = Assert.IsType<Refused>(desk.Send(new RestoreWorkSpace(desk.NewId())));

        Assert.Equal(state == Terminated ? RefusalCode.ResourceNotFound : RefusalCode.InvalidState, refused.Code);
        Assert.Null(desk.State.Backups);
    }

    [Fact]
    [Trait("Rule", "WKS-05")]
    public void Restore_NeverAnswered_IsErrorAfterTwoRetries()
    {
        var desk = BackedUp(out _, out _);
        desk.Send(new RestoreWorkSpace(desk.NewId()));

        desk.LetDeadlinesPass(3);

        Assert.Equal(Error, desk.State.Lifecycle);
    }

    /// <summary>What is open survives a stop where the bundle hibernates, and nothing that boots.</summary>
    [Theory]
    [InlineData("stop", true)]
    [InlineData("cold stop", false)]
    [InlineData("reboot", false)]
    [InlineData("rebuild", false)]
    [InlineData("host loss", false)]
    [Trait("Rule", "RUN-10")]
    [Trait("Rule", "WKS-06")]
    public void OpenPrograms_SurviveAStopAndNoBoot(string what, bool survive)
    {
        var desk = Desk.In(Available, bundle: Names.Standard with { HibernatesOnStop = what != "cold stop" });
        Use(desk, 1);
        var (open, volumes) = (desk.State.OpenPrograms, desk.State.Volumes);
        Assert.NotNull(open);

        switch (what)
        {
            case "stop" or "cold stop":
                desk.Send(new StopWorkSpace(desk.NewId()));
                desk.DriverReports();
                desk.Send(new StartWorkSpace(desk.NewId()));
                break;
            case "reboot":
                desk.Send(new RebootWorkSpace(desk.NewId()));
                break;
            case "rebuild":
                desk.Send(new RebuildWorkSpace(desk.NewId()));
                break;
            default:
                desk.LoseHost();
                desk.Send(new RebootWorkSpace(desk.NewId()));
                break;
        }

        desk.DriverReports();
        Assert.Equal((Available, survive ? open : null), (desk.State.Lifecycle, desk.State.OpenPrograms));
        Assert.Equal(volumes!.User, desk.State.Volumes!.User);
        Assert.Equal(what != "rebuild", volumes.Root == desk.State.Volumes.Root);
    }

    /// <summary>Used once, backed up, and running.</summary>
    private static Desk BackedUp(out Volumes backedUp, out Volumes fresh)
    {
        var desk = Desk.In(Available);
        desk.Send(new ModifyWorkSpace(desk.NewId(), null, Duration.FromHours(24)));
        fresh = desk.State.Volumes!;
        Use(desk, 1);
        backedUp = desk.State.Volumes!;
        desk.At(desk.State.Backups!.NextAt!.Value).Send(new Wake());
        return desk;
    }

    private static void Use(Desk desk, int session)
    {
        desk.Send(desk.Connect(session));
        desk.Send(desk.Disconnect(session));
    }
}
