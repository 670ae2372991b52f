using System.Collections.Immutable;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using NodaTime;
using Orleans;

namespace DeskFleet.Core.Commitment;

/// <summary>A desktop under own licences became AVAILABLE for the first time (BYO-12).</summary>
/// <param name="Launch">The desktop's launch, which tells seats apart.</param>
/// <param name="At">When it did: the message may come later.</param>
/// <param name="LastSeatEndedAt">When its user's seat before this one ended; null: there was none.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.open-seat")]
public sealed record OpenSeat(OperationId Launch, Instant At, Instant? LastSeatEndedAt) : Command;

/// <summary>Such a desktop is being terminated (BYO-15).</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.close-seat")]
public sealed record CloseSeat(OperationId Launch, Instant At) : Command;

/// <summary>The desktop has stored that its news was heard: the mark that kept a repetition from counting twice may go.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.settle-seat")]
public sealed record SettleSeat(OperationId Launch, bool Opened) : Command;

/// <summary>Begins bringing own licences in the region, or renews the agreement (BYO-02, BYO-04).</summary>
[FromOutside, GenerateSerializer, Immutable, Alias("deskfleet.enrol-licences")]
public sealed record EnrolLicences(LicenceAgreement Agreement, CommitmentTerms Terms) : Command;

/// <summary>Opens launches under own licences when everything is there (BYO-04).</summary>
/// <param name="Zones">The zones that must have a host each, at least two.</param>
[FromOutside, GenerateSerializer, Immutable, Alias("deskfleet.activate-enrolment")]
public sealed record ActivateEnrolment(ImmutableArray<ZoneId> Zones) : Command;

/// <summary>How do this month and the next stand against the commitment (BYO-12)?</summary>
/// <param name="IfTerminated">"What if I terminate so many today?" 0: as it is. Nothing is changed (BYO-15).</param>
[FromOutside, GenerateSerializer, Immutable, Alias("deskfleet.read-commitment")]
public sealed record ReadCommitment(int IfTerminated = 0) : Command;

/// <summary>How an account stands with its own licences in a region.</summary>
/// <param name="IsOverdue">Onboarding has taken 28 days or more (BYO-13).</param>
/// <param name="Outlook">Null: no seat has ever been there, and launches are not open.</param>
/// <param name="Earlier">Months that are over, oldest first; at most <see cref="SeatLedger.KeptMonths"/>.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.commitment-read")]
public sealed record CommitmentRead(
    EnrolmentStage Stage, LicenceAgreement? Agreement, bool IsOverdue, Outlook? Outlook, ImmutableArray<CommitmentMonth> Earlier) : Reply
{
    /// <summary>When onboarding began; null: never (BYO-13).</summary>
    [Id(0)]
    public Instant? OnboardingSince { get; init; }
}

[GenerateSerializer, Immutable, Alias("deskfleet.seat-opened")]
public sealed record SeatOpened(OperationId Launch, Instant At, Instant? LastSeatEndedAt) : FleetEvent
{
    public override EventReach Reach => EventReach.Stored;
}

[GenerateSerializer, Immutable, Alias("deskfleet.seat-closed")]
public sealed record SeatClosed(OperationId Launch, Instant At) : FleetEvent
{
    public override EventReach Reach => EventReach.Stored;
}

[GenerateSerializer, Immutable, Alias("deskfleet.seat-settled")]
public sealed record SeatSettled(OperationId Launch, bool Opened) : FleetEvent
{
    public override EventReach Reach => EventReach.Stored;
}

/// <summary>The terms of the commitment have been agreed on.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.commitment-agreed")]
public sealed record CommitmentAgreed(CommitmentTerms Terms) : FleetEvent;

/// <summary>A month is over: MET, or BREACHED with the shortfall, which somebody wants to hear of (BYO-12).</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.commitment-month-closed")]
public sealed record CommitmentMonthClosed(CommitmentMonth Standing) : FleetEvent;

/// <summary>Onboarding has taken 28 days (BYO-13).</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.onboarding-overdue")]
public sealed record OnboardingOverdue(Instant Since) : FleetEvent;
