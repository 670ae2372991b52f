using DeskFleet.Core.Kernel;
using NodaTime;
using Orleans;

namespace DeskFleet.Core.Commitment;

/// <summary>How far an account is with bringing its own licences, in one region (BYO-04, BYO-11).</summary>
public enum EnrolmentStage
{
    NotEnrolled,

    /// <summary>Agreed on, but hosts, quota or agreement are not all there yet.</summary>
    Onboarding,
    Active,

    /// <summary>The agreement has expired: what runs goes on, nothing is launched (BYO-02).</summary>
    Lapsed,
}

/// <summary>The account's word on its volume licences (BYO-02).</summary>
/// <param name="ExpiresAt">The first instant at which it is not valid any more.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.licence-agreement")]
public sealed record LicenceAgreement(string Number, bool HasSoftwareAssurance, Instant ExpiresAt);

/// <summary>What must be there before launches are possible (BYO-04).</summary>
/// <param name="FewestHostsInAZone">Allocated hosts in the zone that has the fewest of them.</param>
/// <param name="WorkSpaceQuota">The region's quota (QTA-02).</param>
/// <param name="CommittedSeats">What the quota must have room for.</param>
public sealed record ActivationFacts(int FewestHostsInAZone, int WorkSpaceQuota, int CommittedSeats = CommitmentTerms.UsualSeats);

/// <summary>Something that happened to an enrolment.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.enrolment-changed")]
public sealed record EnrolmentChanged(EnrolmentStage From, EnrolmentStage To, LicenceAgreement Agreement, string Reason) : FleetEvent;

/// <summary>One account's enrolment in one region.</summary>
/// <param name="OnboardingSince">When onboarding began (BYO-13).</param>
/// <param name="WasOverdue">Somebody has been told that it takes too long.</param>
public sealed record EnrolmentState(EnrolmentStage Stage, LicenceAgreement? Agreement, Instant? OnboardingSince, bool WasOverdue = false)
{
    public static EnrolmentState None { get; } = new(EnrolmentStage.NotEnrolled, null, null);

    /// <summary>Onboarding should not take longer than this (BYO-13).</summary>
    public static readonly Duration ExpectedOnboarding = Duration.FromDays(28);

    /// <summary>Onboarding has taken 28 days or more (BYO-13).</summary>
    public bool IsOverdue(Instant now) =>
        Stage == EnrolmentStage.Onboarding && OnboardingSince is { } since && now >= since + ExpectedOnboarding;
}

/// <summary>The rules of enrolment: static and total. A refusal changes nothing.</summary>
public static class Enrolment
{
    /// <summary>Begins onboarding, or renews the agreement. A lapsed one stays so until it is activated again.</summary>
    public static Decision Enrol(EnrolmentState state, LicenceAgreement agreement, Instant now)
    {
        if (AgreementFault(agreement, now) is { } refused)
            return Decision.Refuse(refused);
        if (agreement == state.Agreement)
            return Decision.Nothing;
        return state.Stage == EnrolmentStage.NotEnrolled
            ? Move(state, EnrolmentStage.Onboarding, agreement, "onboarding began")
            : Move(state, state.Stage, agreement, "agreement renewed");
    }

    /// <summary>Opens launches once everything is there: a valid agreement, a host in each zone, a quota that the commitment fits in.</summary>
    public static Decision Activate(EnrolmentState state, ActivationFacts facts, Instant now)
    {
        if (state.Agreement is not { } agreement)
            return Decision.Refuse(RefusalCode.InvalidState, "The account is not enrolled in this region; enrol it with its licence agreement first.");
        if (state.Stage == EnrolmentStage.Active)
            return Decision.Nothing;
        return (AgreementFault(agreement, now) ?? FactsFault(facts)) is { } refused
            ? Decision.Refuse(refused)
            : Move(state, EnrolmentStage.Active, agreement, "hosts, quota and agreement are there");
    }

    /// <summary>When the state wants to be looked at again: the agreement's end, or the mark of four weeks.</summary>
    public static Instant? Deadline(EnrolmentState state) => state.Stage switch
    {
        EnrolmentStage.Active => state.Agreement!.ExpiresAt,
        EnrolmentStage.Onboarding when !state.WasOverdue => state.OnboardingSince + EnrolmentState.ExpectedOnboarding,
        _ => null,
    };

    /// <summary>The agreement has come to its end (BYO-02), or onboarding takes too long (BYO-13); null: not yet.</summary>
    public static Decision? Due(EnrolmentState state, Instant now) =>
        Deadline(state) is not { } end || end > now ? null
        : state.Stage == EnrolmentStage.Active ? Move(state, EnrolmentStage.Lapsed, state.Agreement!, "the licence agreement has expired")
        : Decision.Of(new OnboardingOverdue(state.OnboardingSince!.Value));

    /// <summary>May a desktop with the account's own licence be launched? Null: yes. Apply <see cref="Due"/> first.</summary>
    public static Refused? LaunchFault(EnrolmentState state) => state.Stage switch
    {
        EnrolmentStage.Active => null,
        EnrolmentStage.Lapsed => new(RefusalCode.LicenceNotEligible, "The licence agreement has expired; renew it and activate the enrolment again."),
        _ => new(RefusalCode.CapacityNotAllocated, "Dedicated capacity is not allocated to the account in this region; complete its enrolment first."),
    };

    public static EnrolmentState Evolve(EnrolmentState state, EnrolmentChanged e, Instant at) =>
        new(e.To, e.Agreement, e.From == EnrolmentStage.NotEnrolled ? at : state.OnboardingSince, state.WasOverdue);

    private static Refused? AgreementFault(LicenceAgreement agreement, Instant now) =>
        !agreement.HasSoftwareAssurance
            ? new(RefusalCode.LicenceNotEligible, $"Agreement {agreement.Number} has no Software Assurance; name one that has.")
        : agreement.ExpiresAt <= now
            ? new(RefusalCode.LicenceNotEligible, $"Agreement {agreement.Number} has expired; renew it.")
        : null;

    private static Refused? FactsFault(ActivationFacts facts) =>
        facts.FewestHostsInAZone < 1
            ? new(RefusalCode.CapacityNotAllocated, "A zone has no host of the account's; have at least one allocated in each.")
        : facts.WorkSpaceQuota < facts.CommittedSeats
            ? new(RefusalCode.LimitExceeded, $"The quota of {facts.WorkSpaceQuota} can not hold the {facts.CommittedSeats} committed seats; raise it first.")
        : null;

    private static Decision Move(EnrolmentState state, EnrolmentStage to, LicenceAgreement agreement, string reason) =>
        Decision.Of(new EnrolmentChanged(state.Stage, to, agreement, reason));
}
