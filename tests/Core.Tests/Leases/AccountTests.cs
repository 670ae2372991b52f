using DeskFleet.Core.Accounts;
using DeskFleet.Core.Commitment;
using DeskFleet.Core.HostPools;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Tests.TestKit;
using NodaTime;

namespace DeskFleet.Core.Tests.Leases;

/// <summary>The quota of an account (QTA-02), and the lease protocol under duplicates.</summary>
public sealed class AccountTests
{
    [Fact]
    [Trait("Rule", "QTA-02")]
    [Trait("RulePart", "QTA-04")]
    public void Lease_TwentyFirst_IsRefusedUntilTheQuotaIsRaisedOrAUnitIsBack()
    {
        var account = AccountWith(20);
        var full = account.Record;

        Assert.Equal(RefusalCode.LimitExceeded, Assert.IsType<Refused>(account.Send(Lease(21))).Code);
        Assert.Same(full, account.Record);
        account.Send(new SetLimits(21, GraphicsMonthlyEnabled: false));
        Assert.IsType<QuotaLeased>(account.Send(Lease(21)));
        Assert.IsType<Refused>(account.Send(Lease(22)));
        account.Send(new CancelLease(Names.Operation(21)));

        Assert.IsType<QuotaLeased>(account.Send(Lease(22)));
        Assert.Equal(21, account.State.WorkSpaces);
    }

    [Fact]
    public void Lease_Seats_CountTowardsTheQuotaAndOnTheirOwn()
    {
        var account = AccountWith(0);
        account.Send(new SetLimits(200, GraphicsMonthlyEnabled: false));
        account.Send(new EnrolLicences(new("A-1", HasSoftwareAssurance: true, account.Now + Duration.FromDays(1)), CommitmentTerms.Usual));
        account.Send(new ActivateEnrolment([Names.ZoneA, Names.ZoneB]), _ => new HostsCounted(1));
        account.Send(Lease(1) with { CountsAsSeat = true });
        account.Send(Lease(2));

        Assert.Equal((2, 1), (account.State.WorkSpaces, account.State.Seats));
    }

    [Theory]
    [InlineData(true, false, false)]
    [InlineData(true, true, true)]
    [InlineData(false, false, true)]
    [Trait("Rule", "BIL-23")]
    public void Lease_GraphicsByTheMonth_NeedsTheArrangement(bool needs, bool has, bool isLeased)
    {
        var account = AccountWith(0);
        account.Send(new SetLimits(20, has));

        Assert.Equal(isLeased, account.Send(Lease(1) with { NeedsArrangement = needs }) is QuotaLeased);
        Assert.Equal(has, account.Send(new CheckArrangement()) is Accepted);
        Assert.Equal(isLeased ? 1 : 0, account.State.WorkSpaces);
    }

    [Fact]
    public void SetLimits_Negative_IsRefused()
    {
        var account = AccountWith(0);

        Assert.Equal(RefusalCode.InvalidParameter, Assert.IsType<Refused>(account.Send(new SetLimits(-1, false))).Code);
        Assert.Equal(20, account.State.WorkSpaceQuota);
    }

    /// <summary>Each word of the protocol twice, in the order in which a WorkSpace says them: one unit out, one unit back.</summary>
    [Theory]
    [InlineData("Lend Confirm Return Settle", 0)]
    [InlineData("Lend Return Settle", 0)]
    [InlineData("Lend Cancel", 0)]
    [InlineData("Lend Confirm", 1)]
    [InlineData("Lend Confirm Cancel", 1)]
    [InlineData("Lend Return Confirm Settle", 0)]
    [InlineData("Lend Held Confirm Return Settle", 0)]
    [InlineData("Lend Held", 1)]
    [InlineData("Lend NotHeld", 0)]
    [InlineData("Lend NotHeld Confirm", 0)]
    [InlineData("Lend Confirm Held NotHeld", 1)]
    public void Lease_EveryWordTwice_CountsOnce(string words, int expected)
    {
        var account = AccountWith(0);
        foreach (var word in words.Split(' '))
        {
            account.Send(Word(word));
            var once = account.State;
            account.Send(Word(word));
            if (word == "Lend")
                Assert.Equal(once.Units.Used, account.State.Units.Used);
            else
                Assert.Same(once, account.State);
        }

        Assert.Equal(expected, account.State.WorkSpaces);
        Assert.Empty(account.State.Units.Lent);
        Assert.Empty(account.State.Units.Returned);
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    public void Lease_Unconfirmed_IsAskedAboutAndStillCounted(int nanoseconds, bool asks)
    {
        var account = AccountWith(0);
        account.Send(Lease(1));

        account.After(LeaseBook.Term + Duration.FromNanoseconds(nanoseconds)).Send(new Wake());

        Assert.Equal(asks, account.Owed.Contains(new HoldsLease(Names.Operation(1)) { Slot = Account.PlainSlot, GrantedAt = Names.Morning }));
        Assert.Equal(1, account.State.WorkSpaces);
        if (asks)
            Assert.Equal(account.Now + LeaseBook.AskedAgainAfter, account.Record.Deadline);
    }

    /// <summary>Who asks again under the same operation has the same unit, also where there is no other.</summary>
    [Fact]
    [Trait("RulePart", "BUN-10")]
    public void LeaseImage_Repeated_IsOneUnit()
    {
        var account = AccountWith(0);
        account.Send(new SetLimits(1, false) { Images = 1 });
        var lease = new LeaseImage(Names.Operation(1), Entity.Of(Names.Account, Names.Operation(1).ToImageId()));
        account.Send(lease);

        Assert.Equal(new ImageLeased(Names.Operation(1)) { GrantedAt = account.Now + Duration.Epsilon }, account.Send(lease));
        Assert.Single(account.State.Units.Lent);
        Assert.IsType<Refused>(account.Send(lease with { OperationId = Names.Operation(2) }));
        Assert.Equal(1, account.State.Images);
    }

    [Fact]
    [Trait("RulePart", "BYO-04")]
    public void Lease_OfASeatBeforeEnrolment_IsRefused() =>
        Assert.Equal(RefusalCode.CapacityNotAllocated, Assert.IsType<Refused>(AccountWith(0).Send(Lease(1) with { CountsAsSeat = true })).Code);

    private static Command Word(string word) => word switch
    {
        "Lend" => Lease(1),
        "Confirm" => new ConfirmLease(Names.Operation(1), Account.PlainSlot),
        "Return" => new ReturnLease(Names.Operation(1), Account.PlainSlot),
        "Settle" => new SettleLease(Names.Operation(1)),
        "Cancel" => new CancelLease(Names.Operation(1)),
        "Held" => Answer(Accepted.Instance),
        _ => Answer(new Refused(RefusalCode.StaleEpoch, "not held")),
    };

    private static Answered Answer(Reply reply) => new(Entity.Of(Names.WorkSpace(1)), new HoldsLease(Names.Operation(1)), reply, 1);

    private static LeaseQuota Lease(int number) => new(Names.Operation(number), Names.WorkSpace(number), CountsAsSeat: false, NeedsArrangement: false);

    private static SingleEntity<AccountState, Account> AccountWith(int used)
    {
        var account = new SingleEntity<AccountState, Account>(Names.Account.ToString());
        for (var i = 1; i <= used; i++)
            account.Send(Lease(i));
        return account;
    }
}
