using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Tests.TestKit;
using DeskFleet.Core.Users;
using NodaTime;

namespace DeskFleet.Core.Tests.Leases;

/// <summary>One user, one WorkSpace (QTA-01).</summary>
public sealed class UserTests
{
    [Fact]
    [Trait("Rule", "QTA-01")]
    public void Claim_BySecondWorkSpace_IsRefusedUntilVacated()
    {
        var user = User();
        Assert.IsType<UserClaimed>(user.Send(new ClaimUser(Names.WorkSpace(1))));
        Assert.IsType<UserClaimed>(user.Send(new ClaimUser(Names.WorkSpace(1))));

        Assert.Equal(RefusalCode.ResourceExistsWorkSpace, Assert.IsType<Refused>(user.Send(new ClaimUser(Names.WorkSpace(2)))).Code);
        user.Send(new ConfirmUser(Names.WorkSpace(1)));
        Assert.IsType<Refused>(user.Send(new ClaimUser(Names.WorkSpace(2))));
        user.Send(new VacateUser(Names.WorkSpace(1)));

        Assert.IsType<UserClaimed>(user.Send(new ClaimUser(Names.WorkSpace(2))));
    }

    [Fact]
    [Trait("Rule", "QTA-01")]
    public void Name_InAnyCase_IsTheSameUser() =>
        Assert.Equal(Entity.Of(Names.Directory, UserName.Of("ann")), Entity.Of(Names.Directory, UserName.Of("ANN")));

    [Fact]
    public void Vacate_LateNewsOfAnEarlierWorkSpace_ChangesNothing()
    {
        var user = User();
        user.Send(new ClaimUser(Names.WorkSpace(2)));
        var before = user.State;

        user.Send(new VacateUser(Names.WorkSpace(1)));
        user.Send(new ConfirmUser(Names.WorkSpace(1)));

        Assert.Same(before, user.State);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Claim_Unconfirmed_IsAskedAboutBeforeItIsFreed(bool isHeld)
    {
        var user = User();
        user.Send(new ClaimUser(Names.WorkSpace(1)));
        user.After(LeaseBook.Term - Duration.Epsilon).Send(new Wake());
        Assert.Empty(user.Owed);

        user.After(Duration.Epsilon).Send(new Wake());
        Assert.Equal(new HoldsLease(null) { GrantedAt = Names.Morning }, Assert.Single(user.Owed));
        Assert.Equal(Names.WorkSpace(1), user.State.WorkSpace);
        Reply reply = isHeld ? Accepted.Instance : new Refused(RefusalCode.StaleEpoch, "no");
        user.Send(new Answered(Entity.Of(Names.WorkSpace(1)), new HoldsLease(null), reply, 1));

        Assert.Equal(isHeld ? Names.WorkSpace(1) : null, user.State.WorkSpace);
        Assert.Null(user.Record.Deadline);
    }

    [Fact]
    [Trait("Rule", "DIR-11")]
    public void Check_Disabled_IsRefusedUntilEnabled()
    {
        var user = User();
        Assert.IsType<Accepted>(user.Send(new CheckUser()));
        user.Send(new EnableUser(false));
        Assert.Equal(RefusalCode.UserDisabled, Assert.IsType<Refused>(user.Send(new CheckUser())).Code);
        user.Send(new EnableUser(true));

        Assert.IsType<Accepted>(user.Send(new CheckUser()));
    }

    private static SingleEntity<UserState, User> User() => new(Entity.Of(Names.Directory, Names.Ann).Key);
}
