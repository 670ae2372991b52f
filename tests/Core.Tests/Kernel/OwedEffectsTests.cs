using DeskFleet.Core.Accounts;
using DeskFleet.Core.Drivers;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Tests.TestKit;
using DeskFleet.Core.WorkSpaces;
using NodaTime;
using WorkSpaceKernel = DeskFleet.Core.Kernel.EntityKernel<DeskFleet.Core.WorkSpaces.WorkSpaceState, DeskFleet.Core.WorkSpaces.WorkSpace>;

namespace DeskFleet.Core.Tests.Kernel;

/// <summary>What a record owes to others: numbered, kept until delivered, with a time to try again.</summary>
public sealed class OwedEffectsTests
{
    [Fact]
    public void Effects_OfOneEntity_AreNumberedWithoutGaps()
    {
        var desk = Desk.In(Lifecycle.Pending);
        Assert.Equal([1, 2, 3, 4], desk.Last.Effects.Select(owed => owed.Number));

        desk.DriverReports();

        Assert.Equal([5], desk.Last.Effects.Select(owed => owed.Number));
        Assert.Equal(5, desk.Record.LastEffect);
    }

    [Fact]
    public void Effects_NotDelivered_StayOwedWithATimeToTryAgain()
    {
        var desk = Desk.In(Lifecycle.Pending);

        var outcome = Turn(desk, new DriverReported(DriverVerb.Boot, desk.State.Job!.Epoch, DriverOutcome.Done), deliveredUpTo: 2);

        Assert.Equal([3, 4, 5], outcome.Record.Owed.Select(owed => owed.Number));
        Assert.Equal(desk.Now + Duration.FromSeconds(30), outcome.Record.RetryAt);
        Assert.Equal(outcome.Record.RetryAt, outcome.Record.WakeAt);
    }

    [Fact]
    public void Effects_AllDelivered_AreTrimmedByTheNextWrite()
    {
        var desk = Desk.In(Lifecycle.AdminMaintenance);

        var outcome = Turn(desk, new SetAdminMaintenance(desk.NewId(), On: false), desk.Record.LastEffect);

        Assert.Empty(outcome.Record.Owed);
        Assert.Null(outcome.Record.RetryAt);
    }

    [Fact]
    public void Answer_ToAnEffect_TrimsIt()
    {
        var desk = Desk.In(Lifecycle.Terminated);
        var returned = desk.Record.Owed.First(owed => owed.Effect.Command is ReturnLease);
        var answer = new Answered(returned.Effect.Target, returned.Effect.Command, Accepted.Instance, returned.Number);

        var outcome = Turn(desk, answer, deliveredUpTo: 0);

        Assert.All(outcome.Record.Owed, owed => Assert.True(owed.Number > returned.Number));
        Assert.Equal(
            new SettleLease(((ReturnLease)returned.Effect.Command).OperationId), outcome.Effects.Single().Effect.Command);
    }

    /// <summary>Asked before an effect goes out late: storage says whether the answer is the newest, however lately the record was read.</summary>
    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 3)]
    [InlineData(4, 5)]
    public void Owed_AsFarAsItIsNotDelivered_IsToldAfterStorageWasAsked(long deliveredUpTo, long first)
    {
        var desk = Desk.In(Lifecycle.Pending);

        var outcome = Turn(desk, CheckOwed.Instance, deliveredUpTo);

        Assert.Equal(new OwedFrom(first), outcome.Reply);
        Assert.False(outcome.MustWrite);
        Assert.True(outcome.MustCheck(desk.Now, desk.Now));
    }

    [Fact]
    public void Sequence_OfLoggedEvents_CountsFromOne()
    {
        var desk = Desk.In(Lifecycle.Pending);
        Assert.Equal([1], desk.Last.Logged.Select(line => line.Sequence));

        desk.DriverReports();

        Assert.Equal([2], desk.Last.Logged.Select(line => line.Sequence));
    }

    [Fact]
    public void StoredEvents_AreWrittenButNotLogged()
    {
        var account = new SingleEntity<AccountState, Account>(Names.Account.ToString());

        account.Send(new LeaseQuota(Names.Operation(1), Names.WorkSpace(1), false, false));

        Assert.True(account.Last.MustWrite);
        Assert.Empty(account.Last.Logged);
    }

    private static TurnResult<WorkSpaceState> Turn(Desk desk, Command command, long deliveredUpTo)
    {
        var turn = WorkSpaceKernel.Begin(desk.State.Id.Value, desk.Record, command, desk.Now);
        Assert.Null(turn.NextQuestion());
        return turn.Finish(deliveredUpTo);
    }
}
