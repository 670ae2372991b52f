using DeskFleet.Core.Accounts;
using DeskFleet.Core.Commitment;
using DeskFleet.Core.HostPools;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Tests.TestKit;
using NodaTime;

namespace DeskFleet.Core.Tests.Commitment;

/// <summary>An account brings its own licences: enrolment, its seats, and the months that they are held against (BYO-04, BYO-12, BYO-13, BYO-15).</summary>
public sealed class AccountLicencesTests
{
    private static readonly LicenceAgreement Agreement = new("EA-1", HasSoftwareAssurance: true, Instant.FromUtc(2017, 12, 1, 0, 0));
    private static readonly CommitmentTerms TwoSeats = new(2, SeatCount.DistinctUsers);

    private readonly SingleEntity<AccountState, Account> _account = new(Names.Account.ToString());

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [Trait("RulePart", "BYO-12")]
    public void Enrol_WithoutSeats_IsRefused(int seats)
    {
        var before = _account.Record;

        AssertRefused(RefusalCode.InvalidParameter, _account.Send(new EnrolLicences(Agreement, TwoSeats with { Seats = seats })));

        Assert.Same(before, _account.Record);
    }

    [Fact]
    [Trait("RulePart", "BYO-04")]
    public void Enrol_WithTermsOfItsOwn_AgreesOnThem()
    {
        _account.Send(new EnrolLicences(Agreement, TwoSeats with { Seats = 1 }));

        Assert.Equal((EnrolmentStage.Onboarding, 1), (_account.State.Enrolment.Stage, _account.State.Commitment.Seats));
        var before = _account.Record;
        Assert.IsType<Accepted>(_account.Send(new EnrolLicences(Agreement, TwoSeats with { Seats = 1 })));
        Assert.Same(before, _account.Record);
        AssertRefused(RefusalCode.LicenceNotEligible, _account.Send(new EnrolLicences(Agreement with { HasSoftwareAssurance = false }, TwoSeats)));
        Assert.Equal(1, _account.State.Commitment.Seats);
    }

    [Fact]
    [Trait("RulePart", "BYO-04")]
    public void Activate_OneZoneNamedTwice_IsRefusedAndAsksNobody()
    {
        _account.Send(new EnrolLicences(Agreement, TwoSeats));

        AssertRefused(RefusalCode.InvalidParameter, _account.Send(new ActivateEnrolment([Names.ZoneA, Names.ZoneA])));
        AssertRefused(RefusalCode.InvalidParameter, _account.Send(new ActivateEnrolment([])));
    }

    [Theory]
    [InlineData(1, 0, EnrolmentStage.Onboarding)]
    [InlineData(0, 1, EnrolmentStage.Onboarding)]
    [InlineData(1, 1, EnrolmentStage.Active)]
    [Trait("RulePart", "BYO-04")]
    public void Activate_EveryZonesPool_MustHaveAHost(int inA, int inB, EnrolmentStage stage)
    {
        _account.Send(new EnrolLicences(Agreement, TwoSeats));
        var asked = new List<Entity>();

        Activate(inA, inB, asked);

        Assert.Equal([Entity.Of(new HostPoolId(Names.Account, Names.ZoneA)), Entity.Of(new HostPoolId(Names.Account, Names.ZoneB))], asked);
        Assert.Equal(stage, _account.State.Enrolment.Stage);
    }

    [Fact]
    [Trait("RulePart", "BYO-13")]
    public void Onboarding_FourWeeks_IsOverdueAndToldOnce()
    {
        _account.Send(new EnrolLicences(Agreement, TwoSeats));
        Assert.Equal(_account.Now + Duration.FromDays(28), _account.Record.Deadline);
        Assert.False(Read().IsOverdue);

        _account.After(Duration.FromDays(28)).Send(new Wake());

        Assert.True(Read().IsOverdue);
        Assert.True(_account.State.Enrolment.WasOverdue);
        Assert.Null(_account.Record.Deadline);
    }

    [Fact]
    public void Read_BeforeTheFirstSeat_HasNoOutlook()
    {
        var read = Read();

        Assert.Equal((EnrolmentStage.NotEnrolled, null, false, null), (read.Stage, read.Agreement, read.IsOverdue, read.Outlook));
        Assert.Empty(read.Earlier);
        Assert.Null(_account.Record.Deadline);
    }

    [Fact]
    [Trait("RulePart", "BYO-12")]
    public void Seats_NewsTwice_CountOnceAlsoWhenItIsSettled()
    {
        var opened = new OpenSeat(Names.Operation(1), _account.Now, null);
        _account.Send(opened);
        var once = _account.Record;
        _account.Send(opened);
        Assert.Same(once, _account.Record);
        _account.Send(new OpenSeat(Names.Operation(2), _account.Now, null));
        Assert.Equal((2, 2, 2), Now());

        _account.Send(new SettleSeat(Names.Operation(1), Opened: true));
        Assert.Equal([new(Names.Operation(2), Opened: true)], _account.State.SeatBook.Heard);
        var settled = _account.State;
        _account.Send(new SettleSeat(Names.Operation(1), Opened: true));
        _account.Send(opened);
        Assert.Same(settled, _account.State);

        var closed = new CloseSeat(Names.Operation(1), _account.Now);
        _account.Send(closed);
        var after = _account.Record;
        _account.Send(closed);
        Assert.Same(after, _account.Record);
        Assert.Equal((2, 1, 2), Now());
        _account.Send(new SettleSeat(Names.Operation(1), Opened: false));
        Assert.Equal([new(Names.Operation(2), Opened: true)], _account.State.SeatBook.Heard);
    }

    [Fact]
    [Trait("RulePart", "BYO-12")]
    [Trait("RulePart", "BYO-15")]
    public void Months_ThatAreOver_AreClosedOneByOneAndHeldAgainstTheCommitment()
    {
        _account.Send(new EnrolLicences(Agreement, TwoSeats));
        Activate(1, 1, []);
        _account.Send(new OpenSeat(Names.Operation(1), _account.Now, null));
        _account.Send(new OpenSeat(Names.Operation(2), _account.Now, null));
        Assert.Equal(At(5), _account.Record.Deadline);
        var whatIf = Read(ifTerminated: 1).Outlook!;
        Assert.Equal((CommitmentStatus.Met, CommitmentStatus.AtRisk, 1), (whatIf.ThisMonth.Status, whatIf.NextMonth.Status, whatIf.NextMonth.Shortfall));
        Assert.Equal(CommitmentStatus.Met, Read(ifTerminated: -5).Outlook!.NextMonth.Status);
        _account.Send(new CloseSeat(Names.Operation(2), _account.Now));

        _account.At(At(7)).Send(new Wake());

        Assert.Equal([CommitmentStatus.Met, CommitmentStatus.Breached, CommitmentStatus.Breached], Read().Earlier.Select(month => month.Status));
        Assert.Equal([4, 5, 6], Read().Earlier.Select(month => month.Month.Month));
        Assert.Equal([0, 1, 1], Read().Earlier.Select(month => month.Shortfall));
        Assert.Equal(At(8), _account.Record.Deadline);
    }

    /// <summary>Without open launches there is nobody to hold a month without seats against.</summary>
    [Fact]
    public void Months_WithoutSeatsOrEnrolment_AreNotClosed()
    {
        _account.Send(new OpenSeat(Names.Operation(1), _account.Now, null));
        _account.Send(new CloseSeat(Names.Operation(1), _account.Now + Duration.FromHours(1)));
        Assert.Equal(At(5), _account.Record.Deadline);

        _account.At(At(5)).Send(new Wake());

        Assert.Null(_account.Record.Deadline);
        Assert.Single(Read().Earlier);
    }

    private (int Contract, int Live, int Peak) Now()
    {
        var month = Read().Outlook!.ThisMonth.Figures;
        return (month.Contract, month.Live, month.Peak);
    }

    private CommitmentRead Read(int ifTerminated = 0) => Assert.IsType<CommitmentRead>(_account.Send(new ReadCommitment(ifTerminated)));

    private void Activate(int inA, int inB, List<Entity> asked) => _account.Send(new ActivateEnrolment([Names.ZoneA, Names.ZoneB]), question =>
    {
        asked.Add(question.Target);
        Assert.IsType<CountHosts>(question.Command);
        return new HostsCounted(asked.Count == 1 ? inA : inB);
    });

    private static Instant At(int month) => Instant.FromUtc(2017, month, 1, 0, 0);

    private static void AssertRefused(RefusalCode code, Reply reply) => Assert.Equal(code, Assert.IsType<Refused>(reply).Code);
}
