using DeskFleet.Core.Accounts;
using DeskFleet.Core.Directories;
using DeskFleet.Core.Encryption;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Tests.TestKit;
using DeskFleet.Core.Users;
using NodaTime;
using Directory = DeskFleet.Core.Directories.Directory;

namespace DeskFleet.Core.Tests.Leases;

/// <summary>
/// A launch is cut off and repeated, and what it has taken is granted to it again. What was asked or given back of before takes nothing from it (chaos seeds
/// 1895, 1980, 2226, 2544).
/// </summary>
public sealed class GrantedAgainTests
{
    private static readonly Refused No = new(RefusalCode.StaleEpoch, "Not held; free it.");

    [Fact]
    public void Place_GrantedAgain_StaysWhateverIsSaidOfBefore()
    {
        var directory = new SingleEntity<DirectoryState, Directory>(Names.Directory.Value);
        directory.Send(new RegisterDirectory(Names.Account, Names.ZoneA, Names.ZoneB, IsDedicated: false));

        Keeps(directory, LeaseBook.Term, new LeasePlace(Names.Operation(1), Names.WorkSpace(1)), state => state.WorkSpaces);
    }

    [Fact]
    public void Place_MovedMeanwhile_IsGrantedAgainToo()
    {
        var directory = new SingleEntity<DirectoryState, Directory>(Names.Directory.Value);
        directory.Send(new RegisterDirectory(Names.Account, Names.ZoneA, Names.ZoneB, IsDedicated: false));
        var first = Assert.IsType<PlaceLeased>(directory.Send(new LeasePlace(Names.Operation(1), Names.WorkSpace(1))));
        directory.After(LeaseBook.Term).Send(new Wake());
        var question = directory.Last.Effects[0].Effect;

        directory.Send(new LeasePlace(Names.Operation(1), Names.WorkSpace(1), Names.ZoneB) { GrantedAt = first.GrantedAt });
        directory.Send(new Answered(question.Target, question.Command, No, 1));

        Assert.Equal(1, directory.State.Count(Names.ZoneB));
    }

    [Fact]
    public void Quota_GrantedAgain_StaysWhateverIsSaidOfBefore() => Keeps(
        new SingleEntity<AccountState, Account>(Names.Account.ToString()),
        LeaseBook.Term,
        new LeaseQuota(Names.Operation(1), Names.WorkSpace(1), CountsAsSeat: false, NeedsArrangement: false),
        state => state.WorkSpaces);

    [Fact]
    public void Image_GrantedAgain_StaysWhateverIsSaidOfBefore() => Keeps(
        new SingleEntity<AccountState, Account>(Names.Account.ToString()),
        LeaseBook.Term,
        new LeaseImage(Names.Operation(1), Entity.Of(Names.Account, Names.Operation(1).ToImageId())),
        state => state.Images);

    [Fact]
    public void Seat_GrantedAgain_StaysWhateverIsSaidOfBefore() => Keeps(
        new SingleEntity<KeyState, Key>(Names.Key.Value),
        LeaseBook.Term,
        new LeaseSeat(Names.Operation(1), Names.WorkSpace(1)),
        state => state.Seats.Count(Key.SeatSlot));

    [Fact]
    public void User_ClaimedAgain_StaysWhateverIsSaidOfBefore() => Keeps(
        new SingleEntity<UserState, User>(Entity.Of(Names.Directory, Names.Ann).Key),
        LeaseBook.Term,
        new ClaimUser(Names.WorkSpace(1)),
        state => state.WorkSpace is null ? 0 : 1);

    /// <summary>A rebuild was cut off, and a start takes its slot over (chaos seed 1502).</summary>
    [Fact]
    [Trait("Rule", "PLC-07")]
    public void Slot_GrantedAgainForAStart_TakesAStartSlot()
    {
        var host = new SingleEntity<HostState, DedicatedHost>(Names.HostOne.Value);
        host.Send(new RegisterHost(new(Names.Account, Names.ZoneA), HostType.General with { StartSlots = 1 }));
        host.Send(new ReserveSlot(Names.WorkSpace(1), 1, Names.Standard.Size, NeedsStartSlot: false));

        host.Send(new ReserveSlot(Names.WorkSpace(1), 1, Names.Standard.Size, NeedsStartSlot: true));
        var second = Assert.IsType<SlotReserved>(host.Send(new ReserveSlot(Names.WorkSpace(2), 1, Names.Standard.Size, NeedsStartSlot: true)));

        Assert.Equal([StartPhase.Starting, StartPhase.Queued], host.State.Occupants.Select(occupant => occupant.Start));
        Assert.Equal(1, second.StartsAhead);
    }

    [Fact]
    public void Slot_GrantedAgain_StaysWhateverIsSaidOfBefore()
    {
        var host = new SingleEntity<HostState, DedicatedHost>(Names.HostOne.Value);
        host.Send(new RegisterHost(new(Names.Account, Names.ZoneA), HostType.General));

        Keeps(host, HostState.LeaseTerm, new ReserveSlot(Names.WorkSpace(1), 1, Names.Standard.Size, NeedsStartSlot: true), state => state.Occupants.Length);
    }

    /// <summary>Its holder confirmed it meanwhile: who was refused beside him gives back what is not his any more.</summary>
    [Fact]
    public void GiveBack_OfWhatIsConfirmed_TakesNothing()
    {
        var user = new SingleEntity<UserState, User>(Entity.Of(Names.Directory, Names.Ann).Key);
        var claimed = Assert.IsType<UserClaimed>(user.Send(new ClaimUser(Names.WorkSpace(1))));
        user.Send(new ConfirmUser(Names.WorkSpace(1)));
        var late = Assert.IsType<UserClaimed>(user.Send(new ClaimUser(Names.WorkSpace(1))));

        user.Send(claimed.GiveBack);
        user.Send(late.GiveBack);

        Assert.Equal(Names.WorkSpace(1), user.State.WorkSpace);
    }

    /// <param name="term">When the owner asks about it.</param>
    /// <param name="held">How many it counts.</param>
    private static void Keeps<TState, TMachine>(SingleEntity<TState, TMachine> owner, Duration term, Command lease, Func<TState, int> held)
        where TState : class
        where TMachine : IStateMachine<TState>
    {
        var first = Assert.IsAssignableFrom<IGrant>(owner.Send(lease));
        owner.After(term).Send(new Wake());
        var question = owner.Last.Effects.Single(owed => owed.Effect.WantsAnswer).Effect;

        // A clock that was set back makes no two grants one.
        owner.After(-term);
        var again = Assert.IsAssignableFrom<IGrant>(owner.Send(lease));
        owner.Send(new Answered(question.Target, question.Command, No, 1));
        owner.Send(first.GiveBack);
        Assert.Equal(1, held(owner.State));

        owner.Send(again.GiveBack);
        Assert.Equal(0, held(owner.State));
    }
}
