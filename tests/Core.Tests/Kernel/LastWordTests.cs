using DeskFleet.Core.Accounts;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Tests.TestKit;
using DeskFleet.Core.WorkSpaces;

namespace DeskFleet.Core.Tests.Kernel;

/// <summary>A caller who was told "no" finds nothing done, however late a call of his that was lost comes.</summary>
public sealed class LastWordTests
{
    [Fact]
    public void Refusal_AsTheLastWord_HoldsForACallThatComesLate()
    {
        var desk = Desk.In(Lifecycle.Stopped);
        var reboot = new RebootWorkSpace(desk.NewId());

        var settled = Assert.IsType<Settled>(desk.Send(new LastWord(reboot)));
        Assert.True(desk.Last.MustWrite);
        Assert.Empty(desk.Last.Logged);
        desk.Send(new StartWorkSpace(desk.NewId()));
        desk.DriverReports();
        Assert.Equal(Lifecycle.Available, desk.State.Lifecycle);

        Assert.Equal(settled.Refusal, desk.Send(reboot));
        Assert.Equal(settled, desk.Send(new LastWord(reboot)));
        Assert.IsNotType<Refused>(desk.Send(new RebootWorkSpace(desk.NewId())));
    }

    [Fact]
    public void Acceptance_AsTheLastWord_IsThatOfTheOperation()
    {
        var desk = Desk.In(Lifecycle.Available);
        var stop = new StopWorkSpace(desk.NewId());

        var reply = desk.Send(new LastWord(stop));

        Assert.IsNotType<Settled>(reply);
        Assert.Same(reply, desk.Send(stop));
    }

    [Fact]
    public void LastWord_OfWhatIsDone_IsWhatWasAnswered()
    {
        var desk = Desk.In(Lifecycle.Available);
        var stop = new StopWorkSpace(desk.NewId());
        var reply = desk.Send(stop);

        Assert.Same(reply, desk.Send(new LastWord(stop)));
    }

    /// <summary>Made-up names must not fill the storage.</summary>
    [Fact]
    public void Refusal_OfWhatIsNotStored_IsRememberedByNobody()
    {
        var account = new SingleEntity<AccountState, Account>(Names.Account.ToString());
        var before = account.Record;

        Assert.IsType<Refused>(account.Send(new LastWord(new Once(Names.Operation(1), new SetLimits(-1, GraphicsMonthlyEnabled: false)))));

        Assert.Same(before, account.Record);
    }

    [Fact]
    public void LastWord_FromOutside_IsAsPublicAsWhatItAsks()
    {
        Assert.True(MessageCheck.IsFromOutside(new LastWord(new StopWorkSpace(Names.Operation(1)))));
        Assert.False(MessageCheck.IsFromOutside(new LastWord(new Once(Names.Operation(1), new Wake()))));
        Assert.False(MessageCheck.IsFromOutside(new LastWord(null!)));
        Assert.False(MessageCheck.IsFromOutside(new LastWord(new LastWord(new StopWorkSpace(Names.Operation(1))))));
    }
}
