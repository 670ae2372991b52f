using DeskFleet.Core.Commitment;
using DeskFleet.Core.Kernel;
using DeskFleet.Rules.Tests.Kit;
using NodaTime;

namespace DeskFleet.Rules.Tests.Commitment;

public sealed class EnrolmentTests
{
    private static readonly Instant Now = Script.At("04-01 00:00");
    private static readonly LicenceAgreement Agreement = new("EA-1", HasSoftwareAssurance: true, Script.At("10-01 00:00"));
    private static readonly LicenceAgreement Renewed = Agreement with { ExpiresAt = Script.At("12-01 00:00") };
    private static readonly ActivationFacts Ready = new(FewestHostsInAZone: 1, WorkSpaceQuota: 200);

    private static readonly EnrolmentState Onboarding = new(EnrolmentStage.Onboarding, Agreement, Now);
    private static readonly EnrolmentState Active = Onboarding with { Stage = EnrolmentStage.Active };
    private static readonly EnrolmentState Lapsed = Onboarding with { Stage = EnrolmentStage.Lapsed };

    /// <summary>Every stage, enrolled and activated: where it leads; null: refused.</summary>
    [Theory]
    [InlineData(EnrolmentStage.NotEnrolled, EnrolmentStage.Onboarding, null)]
    [InlineData(EnrolmentStage.Onboarding, EnrolmentStage.Onboarding, EnrolmentStage.Active)]
    [InlineData(EnrolmentStage.Active, EnrolmentStage.Active, EnrolmentStage.Active)]
    [InlineData(EnrolmentStage.Lapsed, EnrolmentStage.Lapsed, EnrolmentStage.Active)]
    [Trait("RulePart", "BYO-04")]
    public void Decide_EveryStage_LeadsWhereTheTableSays(EnrolmentStage stage, EnrolmentStage? enrolled, EnrolmentStage? activated)
    {
        var from = stage == EnrolmentStage.NotEnrolled ? EnrolmentState.None : Onboarding with { Stage = stage };

        Assert.Equal(enrolled, Reached(from, Enrolment.Enrol(from, Renewed, Now)));
        Assert.Equal(activated, Reached(from, Enrolment.Activate(from, Ready, Now)));
    }

    [Fact]
    [Trait("RulePart", "BYO-02")]
    public void Enrol_WithoutSoftwareAssuranceOrExpired_IsRefused()
    {
        Assert.Equal(RefusalCode.LicenceNotEligible, CodeOf(Enrolment.Enrol(EnrolmentState.None, Agreement with { HasSoftwareAssurance = false }, Now)));
        Assert.Equal(RefusalCode.LicenceNotEligible, CodeOf(Enrolment.Enrol(EnrolmentState.None, Agreement with { ExpiresAt = Now }, Now)));
        Assert.Null(CodeOf(Enrolment.Enrol(EnrolmentState.None, Agreement with { ExpiresAt = Now.PlusTicks(1) }, Now)));
    }

    /// <summary>A host in each zone, and a quota that the commitment fits in (interaction 9).</summary>
    [Theory]
    [InlineData(0, 200, RefusalCode.CapacityNotAllocated)]
    [InlineData(1, 199, RefusalCode.LimitExceeded)]
    [InlineData(1, 20, RefusalCode.LimitExceeded)]
    [InlineData(1, 200, null)]
    [Trait("RulePart", "BYO-04")]
    public void Activate_Preconditions_AreChecked(int hosts, int quota, RefusalCode? refused) =>
        Assert.Equal(refused, CodeOf(Enrolment.Activate(Onboarding, new(hosts, quota), Now)));

    [Theory]
    [InlineData(-1, EnrolmentStage.Active)]
    [InlineData(0, EnrolmentStage.Lapsed)]
    [InlineData(1, EnrolmentStage.Lapsed)]
    [Trait("RulePart", "BYO-02")]
    public void Due_AroundTheAgreementsEnd_Lapses(int ticks, EnrolmentStage stage)
    {
        var at = Agreement.ExpiresAt.PlusTicks(ticks);

        Assert.Equal(stage, Enrolment.Due(Active, at) is { } due ? Reached(Active, due) : Active.Stage);
        Assert.Equal(RefusalCode.LicenceNotEligible, CodeOf(Enrolment.Activate(Lapsed, Ready, Agreement.ExpiresAt)));
        Assert.Null(Enrolment.Due(Onboarding with { WasOverdue = true }, at));
    }

    /// <summary>Somebody is told once that onboarding has taken four weeks.</summary>
    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [Trait("RulePart", "BYO-13")]
    public void Due_AroundTheTwentyEighthDay_SaysThatItTakesTooLong(int ticks, bool says)
    {
        var at = (Now + Duration.FromDays(28)).PlusTicks(ticks);

        Assert.Equal(says ? [new OnboardingOverdue(Now)] : [], Enrolment.Due(Onboarding, at)?.Events ?? []);
        Assert.Null(Enrolment.Deadline(Onboarding with { WasOverdue = true }));
    }

    [Fact]
    [Trait("RulePart", "BYO-04")]
    [Trait("RulePart", "BYO-11")]
    [Trait("RulePart", "BYO-13")]
    public void LaunchFault_OnlyActive_MayLaunch()
    {
        Assert.Equal(RefusalCode.CapacityNotAllocated, Enrolment.LaunchFault(EnrolmentState.None)?.Code); // also: enrolled in another region
        Assert.Equal(RefusalCode.CapacityNotAllocated, Enrolment.LaunchFault(Onboarding)?.Code);
        Assert.Equal(RefusalCode.LicenceNotEligible, Enrolment.LaunchFault(Lapsed)?.Code);
        Assert.Null(Enrolment.LaunchFault(Active));
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [Trait("RulePart", "BYO-13")]
    public void IsOverdue_AroundTheTwentyEighthDay(int ticks, bool overdue)
    {
        var at = (Now + Duration.FromDays(28)).PlusTicks(ticks);

        Assert.Equal(overdue, Onboarding.IsOverdue(at));
        Assert.False(Active.IsOverdue(at));
    }

    [Fact]
    public void Enrol_Twice_ChangesNothing() => Assert.Empty(Enrolment.Enrol(Onboarding, Agreement, Now).Events);

    /// <summary>A renewal does not start the 28 days again.</summary>
    [Fact]
    [Trait("RulePart", "BYO-13")]
    public void Evolve_Renewed_KeepsTheBeginningOfOnboarding()
    {
        var begun = Evolve(EnrolmentState.None, Enrolment.Enrol(EnrolmentState.None, Agreement, Now), Now);
        var renewed = Evolve(begun, Enrolment.Enrol(begun, Renewed, Now), Now + Duration.FromDays(9));

        Assert.Equal((Now, Renewed), (renewed.OnboardingSince, renewed.Agreement));
    }

    private static EnrolmentStage? Reached(EnrolmentState from, Decision decision) =>
        decision.Reply is Refused ? null : Evolve(from, decision, Now).Stage;

    private static EnrolmentState Evolve(EnrolmentState from, Decision decision, Instant at) =>
        decision.Events.OfType<EnrolmentChanged>().Aggregate(from, (state, e) => Enrolment.Evolve(state, e, at));

    private static RefusalCode? CodeOf(Decision decision) => (decision.Reply as Refused)?.Code;
}
