using DeskFleet.Core.Billing;
using DeskFleet.Core.Commitment;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Tests.TestKit;
using DeskFleet.Core.WorkSpaces;
using NodaTime;

namespace DeskFleet.Core.Tests.Commitment;

/// <summary>The seats as the usage itself tells them, which the ledger's counters are held against (BYO-12).</summary>
public sealed class SeatTallyTests
{
    private static readonly BillingMonth April = new(2017, 4);

    [Fact]
    [Trait("RulePart", "BYO-12")]
    public void Contract_EachUserOnceAndOnlyOwnLicences()
    {
        DesktopUsage[] usages =
        [
            Seat(1, Names.Ann, from: 2, to: 10), Seat(2, Names.Ann, from: 12), Seat(3, Names.Bob, from: 20),
            Seat(4, UserName.Of("plain"), from: 2, ownLicence: false), Seat(5, UserName.Of("never"), from: null), DesktopUsage.Unlaunched(Names.WorkSpace(6)),
        ];

        Assert.Equal(2, SeatTally.Contract(usages, April));
        Assert.Equal(2, SeatTally.Contract(usages, April.Next));
        Assert.Equal(0, SeatTally.Contract(usages, April.Previous));
    }

    [Fact]
    [Trait("RulePart", "BYO-12")]
    public void Ledger_DeletedAndCreatedForOneUser_IsOneContractSeat()
    {
        DesktopUsage[] usages = [Seat(2, Names.Ann, from: 12), Seat(1, Names.Ann, from: 2, to: 10), Seat(3, Names.Bob, from: 20), Seat(4, UserName.Of("plain"), from: 2, ownLicence: false)];

        Assert.Equal((2, 2, 2), Figures(usages, Day(30)));
        Assert.Equal((1, 0, 1), Figures(usages, Day(11)));
        Assert.Equal((1, 1, 1), Figures(usages, Day(12)));
        Assert.Equal((2, 2, 2), Figures(usages, April.End));
    }

    /// <summary>At one instant who ends goes before who begins, so that a replacement is no second seat.</summary>
    [Fact]
    public void Ledger_ReplacedAtOneInstant_PeaksAtOne() =>
        Assert.Equal((1, 1, 1), Figures([Seat(1, Names.Ann, from: 12), Seat(2, Names.Ann, from: 2, to: 12)], Day(13)));

    [Fact]
    public void Ledger_WithoutSeats_IsNone()
    {
        Assert.Null(SeatTally.Ledger([Seat(1, Names.Ann, from: 2, ownLicence: false)], April.End));
        Assert.Null(SeatTally.Ledger([Seat(1, Names.Ann, from: 12)], Day(11)));
    }

    private static (int Contract, int Live, int Peak) Figures(DesktopUsage[] usages, Instant asOf)
    {
        var month = SeatTally.Ledger(usages, asOf)!.Current;
        return (month.Contract, month.Live, month.Peak);
    }

    private static DesktopUsage Seat(int number, UserName user, int? from, int? to = null, bool ownLicence = true)
    {
        var bundle = Names.Standard with { BringsOwnLicence = ownLicence };
        var identity = new WorkSpaceIdentity(Names.Operation(number), Names.Directory, user, Names.Account, Names.Account, Names.ZoneA, bundle);
        return new(Names.WorkSpace(number), identity, Usage.None with { FirstAvailableAt = from is { } f ? Day(f) : null, TerminatedAt = to is { } t ? Day(t) : null });
    }

    private static Instant Day(int day) => Instant.FromUtc(2017, 4, day, 0, 0);
}
