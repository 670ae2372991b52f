using DeskFleet.Core.Kernel;
using DeskFleet.Core.Tests.TestKit;
using DeskFleet.Core.Users;
using NodaTime;

namespace DeskFleet.Core.Tests.Kernel;

/// <summary>
/// Who is found due by what is stored and knows nothing of it has been overtaken by another activation: it writes, and so finds out (chaos seed 2364).
/// </summary>
public sealed class StoredWakeTests
{
    [Fact]
    public void Wake_ForADeadlineThatTheActivationDoesNotKnow_IsWritten()
    {
        var user = new SingleEntity<UserState, User>(Entity.Of(Names.Directory, Names.Ann).Key);

        user.Send(new Wake { StoredWakeAt = user.Now });

        Assert.True(user.Last.MustWrite);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Wake_ForTheDeadlineThatItKnows_CostsNoWriteBeforeItsTime(bool hasLooked)
    {
        var user = new SingleEntity<UserState, User>(Entity.Of(Names.Directory, Names.Ann).Key);
        user.Send(new ClaimUser(Names.WorkSpace(1)));

        user.After(LeaseBook.Term - Duration.Epsilon).Send(new Wake { StoredWakeAt = hasLooked ? user.Record.WakeAt : null });

        Assert.False(user.Last.MustWrite);
    }
}
