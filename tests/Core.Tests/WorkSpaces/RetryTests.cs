using DeskFleet.Core.Drivers;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Tests.TestKit;
using DeskFleet.Core.WorkSpaces;
using NodaTime;
using static DeskFleet.Core.WorkSpaces.Lifecycle;

namespace DeskFleet.Core.Tests.WorkSpaces;

/// <summary>A stop, a terminate or a backup that fails is tried again, with growing pauses, for as long as it is wanted (WKS-T2, WKS-09, BAK-01).</summary>
public sealed class RetryTests
{
    private static readonly int[] Pauses = [30, 60, 120, 240, 480, 900, 900, 900];

    [Fact]
    [Trait("Rule", "WKS-T2")]
    public void Stop_FailsAgainAndAgain_IsTriedAfterGrowingPausesAndInErrorAfterThree()
    {
        var desk = Desk.In(Available);
        desk.Send(new StopWorkSpace(desk.NewId()));
        var (began, closed) = (desk.Now, desk.State.Meter);

        for (var i = 0; i < Pauses.Length; i++)
        {
            desk.DriverReports(DriverOutcome.Failed);
            Assert.Empty(desk.Orders);
            Assert.Equal(i < 2 ? Stopping : Error, desk.State.Lifecycle);
            Assert.Equal(new JobRetry(i + 1, began, IsPaused: true), desk.State.Job!.Retry);
            Assert.Contains($"tried again after {Pauses[i]} s", desk.State.Reason, StringComparison.Ordinal);
            Assert.Equal(desk.Now + Duration.FromSeconds(Pauses[i]), desk.State.Job.Deadline);

            desk.After(Duration.FromSeconds(Pauses[i]) - Duration.Epsilon).Send(new Wake());
            Assert.Empty(desk.Orders);
            desk.After(Duration.Epsilon).Send(new Wake());
            Assert.Equal((DriverVerb.Hibernate, desk.State.Epoch), (Assert.Single(desk.Orders).Verb, Assert.Single(desk.Orders).Epoch));
        }

        var slot = desk.State.Slot!;
        desk.DriverReports();

        Assert.Equal((Stopped, null, null), (desk.State.Lifecycle, desk.State.Job, desk.State.Slot));
        Assert.Equal(closed, desk.State.Meter);
        Assert.Contains(desk.Last.Effects, owed => owed.Effect.Command == new ReleaseSlot(desk.State.Id, slot.Epoch));
    }

    [Fact]
    [Trait("Rule", "WKS-T2")]
    public void Stop_NeverAnswered_IsTriedOnFromErrorUntilItIsDone()
    {
        var desk = Desk.In(Stopping);
        for (var i = 0; i < 20; i++)
        {
            desk.LetDeadlinesPass(1);
            Assert.Equal(DriverVerb.Hibernate, Assert.Single(desk.Orders).Verb);
            Assert.Equal(i < 2 ? Stopping : Error, desk.State.Lifecycle);
        }

        desk.DriverReports();

        Assert.Equal((Stopped, null), (desk.State.Lifecycle, desk.State.Slot));
    }

    /// <summary>A backup meanwhile mints an epoch: what is ordered after the pause must be newer than it.</summary>
    [Fact]
    public void Stop_BackedUpDuringThePause_IsOrderedUnderANewerEpoch()
    {
        var desk = Desk.In(Available);
        desk.At(desk.State.Backups!.NextAt!.Value - Duration.FromSeconds(10)).Send(new StopWorkSpace(desk.NewId()));
        desk.DriverReports(DriverOutcome.Failed);
        desk.After(Duration.FromSeconds(10)).Send(new Wake());
        var backup = Assert.Single(desk.Orders);

        desk.After(Duration.FromSeconds(20)).Send(new Wake());

        Assert.Equal(DriverVerb.Hibernate, Assert.Single(desk.Orders).Verb);
        Assert.True(desk.Orders.Single().Epoch > backup.Epoch);
        desk.DriverReports();
        Assert.Equal(Stopped, desk.State.Lifecycle);
    }

    [Theory]
    [InlineData(Stopping)]
    [InlineData(Terminating)]
    public void Failure_ReportedTwice_CountsOnce(Lifecycle state)
    {
        var desk = Desk.In(state).DriverReports(DriverOutcome.Failed);
        var once = desk.Record;

        desk.DriverReports(DriverOutcome.Failed);

        Assert.Same(once, desk.Record);
        Assert.Equal(1, desk.State.Job!.Retry!.Tries);
    }

    [Fact]
    public void Success_ReportedDuringThePause_IsBelieved()
    {
        var desk = Desk.In(Stopping).DriverReports(DriverOutcome.Failed).DriverReports();

        Assert.Equal((Stopped, null), (desk.State.Lifecycle, desk.State.Job));
    }

    [Fact]
    [Trait("Rule", "WKS-09")]
    public void Terminate_FailsAgainAndAgain_HoldsItsSlotUntilItIsConfirmed()
    {
        var desk = Desk.In(Terminating);
        var slot = desk.State.Slot;
        foreach (var pause in Pauses)
        {
            desk.DriverReports(DriverOutcome.Failed);
            Assert.Equal((Terminating, slot), (desk.State.Lifecycle, desk.State.Slot));
            desk.After(Duration.FromSeconds(pause)).Send(new Wake());
            Assert.Equal(DriverVerb.Terminate, Assert.Single(desk.Orders).Verb);
        }

        desk.DriverReports();

        Assert.Equal(Terminated, desk.State.Lifecycle);
    }

    [Fact]
    public void Error_OfAStopThatFails_IsLeftByWhatAnAdministratorAsks()
    {
        var desk = Desk.In(Stopping);
        desk.LetDeadlinesPass(3);
        Assert.Equal(Error, desk.State.Lifecycle);

        desk.Send(new RebuildWorkSpace(desk.NewId()));

        Assert.Equal((Rebuilding, DriverVerb.Rebuild, null), (desk.State.Lifecycle, desk.State.Job!.Verb, desk.State.Job.Retry));
    }

    [Fact]
    public void Error_OfAStopThatFails_EndsWithItsHost()
    {
        var desk = Desk.In(Stopping);
        desk.LetDeadlinesPass(3);

        desk.LoseHost();

        Assert.Equal((Unhealthy, null, null), (desk.State.Lifecycle, desk.State.Slot, desk.State.Job));
    }

    [Fact]
    [Trait("Rule", "BAK-01")]
    public void Backup_FailsAgainAndAgain_IsTriedAfterGrowingPausesAndNoMarkIsLost()
    {
        var desk = Desk.In(Available, RunningMode.AlwaysOn);
        var mark = desk.State.Backups!.NextAt!.Value;
        desk.At(mark).Send(new Wake());
        foreach (var pause in Pauses)
        {
            desk.Send(new DriverReported(DriverVerb.Backup, Assert.Single(desk.Orders).Epoch, DriverOutcome.Failed, "disk full"));
            Assert.Equal((null, desk.Now + Duration.FromSeconds(pause)), (desk.State.Backups!.Newest, desk.State.Backups.NextAt));
            desk.After(Duration.FromSeconds(pause)).Send(new Wake());
            Assert.Equal(DriverVerb.Backup, Assert.Single(desk.Orders).Verb);
        }

        Assert.Equal(mark + Duration.FromHours(12), desk.State.Backups!.NextAt);
        Assert.Equal(desk.Now, desk.State.Backups.Newest!.At);
    }

    [Fact]
    [Trait("Rule", "BAK-01")]
    public void Backup_OfAStoppedDesktop_Fails_IsTriedAgain()
    {
        var desk = Desk.In(Stopped);
        desk.At(desk.State.Backups!.NextAt!.Value).Send(new Wake());
        Assert.Null(desk.Record.Deadline);

        desk.Send(new DriverReported(DriverVerb.Backup, Assert.Single(desk.Orders).Epoch, DriverOutcome.Failed));
        desk.At(desk.Record.Deadline!.Value).Send(new Wake());

        Assert.Equal(DriverVerb.Backup, Assert.Single(desk.Orders).Verb);
        Assert.Null(desk.Record.Deadline);
    }

    /// <summary>The refusal is an answer: nobody waits 10 to 90 minutes for what has not begun.</summary>
    [Theory]
    [InlineData(Pending)]
    [InlineData(Rebooting)]
    [InlineData(Rebuilding)]
    [InlineData(Stopping)]
    [InlineData(Terminating)]
    [Trait("Rule", "WKS-05")]
    public void Order_Refused_IsGivenAgainAfterAPauseWithItsReason(Lifecycle state)
    {
        var desk = Desk.In(state);
        var order = new DriverCommand(desk.State.Job!.Verb, desk.State.Id, desk.State.Slot?.Host, desk.State.Job.Epoch);

        desk.Send(DriverReported.OfRefusal(order, new Refused(RefusalCode.NotAvailable, "the host is busy"))!);

        Assert.Equal(desk.Now + RetryPolicy.FirstPause, desk.Record.Deadline);
        Assert.Contains("the host is busy", desk.State.Reason, StringComparison.Ordinal);
        desk.LetDeadlinesPass(1);
        Assert.Equal(order.Verb, Assert.Single(desk.Orders).Verb);
    }

    [Fact]
    public void Order_AcceptedOrOutdated_IsNoFailure()
    {
        var order = new DriverCommand(DriverVerb.Boot, Names.WorkSpace(1), null, 1);

        Assert.Null(DriverReported.OfRefusal(order, Accepted.Instance));
        Assert.Null(DriverReported.OfRefusal(order, new Refused(RefusalCode.StaleEpoch, "older")));
        Assert.Null(DriverReported.OfRefusal(new Wake(), new Refused(RefusalCode.NotAvailable, "no")));
    }
}
