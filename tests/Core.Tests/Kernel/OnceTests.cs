using DeskFleet.Core.Accounts;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Tests.TestKit;
using DeskFleet.Core.WorkSpaces;

namespace DeskFleet.Core.Tests.Kernel;

/// <summary>A command without an id of its own is given one: administrators may ask again, too.</summary>
public sealed class OnceTests
{
    private readonly SingleEntity<AccountState, Account> _account = new(Names.Account.ToString());

    [Fact]
    public void Command_UnderAnId_IsDecidedLikeTheCommandAlone()
    {
        var plain = new SingleEntity<AccountState, Account>(Names.Account.ToString());

        Assert.Equal(plain.Send(Limits(5)), _account.Send(new Once(Names.Operation(1), Limits(5))));

        Assert.Equal(plain.Record.State, _account.Record.State);
        Assert.Equal(plain.Last.Logged.Select(line => line.Event), _account.Last.Logged.Select(line => line.Event));
    }

    [Fact]
    public void Command_RepeatedUnderItsIdAfterAnothers_ChangesNothing()
    {
        var first = _account.Send(new Once(Names.Operation(1), Limits(5)));
        _account.Send(new Once(Names.Operation(2), Limits(7)));
        var after = _account.Record;

        Assert.Same(first, _account.Send(new Once(Names.Operation(1), Limits(5))));

        Assert.Same(after, _account.Record);
        Assert.Empty(_account.Last.Logged);
    }

    /// <summary>The first time there was nothing to change; a late repetition must not undo what came between.</summary>
    [Fact]
    public void Command_ThatChangedNothing_IsRememberedAllTheSame()
    {
        _account.Send(new Once(Names.Operation(1), Limits(5)));
        _account.Send(new Once(Names.Operation(2), Limits(5)));
        Assert.True(_account.Last.MustWrite);
        Assert.Empty(_account.Last.Logged);
        _account.Send(new Once(Names.Operation(3), Limits(7)));

        _account.Send(new Once(Names.Operation(2), Limits(5)));

        Assert.Equal(7, Assert.IsType<Limits>(_account.Send(new ReadLimits())).WorkSpaces);
    }

    [Fact]
    public void Refusal_IsNotRemembered()
    {
        var before = _account.Record;

        Assert.IsType<Refused>(_account.Send(new Once(Names.Operation(1), Limits(-1))));

        Assert.Same(before, _account.Record);
    }

    [Fact]
    public void Operation_WithAnIdOfItsOwn_IsRefused()
    {
        var desk = Desk.In(Lifecycle.Available);
        var before = desk.Record;

        var reply = desk.Send(new Once(desk.NewId(), new StopWorkSpace(desk.NewId())));

        Assert.Equal(RefusalCode.InvalidParameter, Assert.IsType<Refused>(reply).Code);
        Assert.Same(before, desk.Record);
    }

    private static SetLimits Limits(int workSpaces) => new(workSpaces, GraphicsMonthlyEnabled: false);
}
