using DeskFleet.Core.Commitment;
using DeskFleet.Core.HostPools;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using NodaTime;

namespace DeskFleet.Core.Accounts;

/// <summary>Own licences: enrolment, the seats of each month, and how they stand against the commitment (BYO-04, BYO-12, BYO-13, BYO-15).</summary>
public sealed partial class Account
{
    /// <summary>A month is closed while there is somebody to hold it against: open launches, or seats.</summary>
    private static Instant? MonthEnd(AccountState state) => state.SeatBook.Current is { } month
        && (state.Enrolment.Stage == EnrolmentStage.Active || month.Live > 0 || month.Contract > 0) ? month.Month.End : null;

    private static Decision? MonthsOver(AccountState state, Instant now)
    {
        if (MonthEnd(state) is not { } end || end > now)
            return null;
        var closed = state.SeatBook.Over(now).Select(month => new CommitmentMonthClosed(CommitmentMonth.Of(month, now, state.Commitment)));
        return new(Accepted.Instance, [.. closed], []);
    }

    private static Decision Enrol(AccountState state, EnrolLicences enrol, Instant now)
    {
        if (enrol.Terms.Seats < 1)
            return Decision.Refuse(RefusalCode.InvalidParameter, $"A commitment of {enrol.Terms.Seats} seats is not possible; give 1 or more.");
        var decision = Enrolment.Enrol(state.Enrolment, enrol.Agreement, now);
        return decision.Reply is Refused || enrol.Terms == state.Commitment
            ? decision
            : decision with { Events = decision.Events.Add(new CommitmentAgreed(enrol.Terms)) };
    }

    /// <summary>Every zone's pool in turn, until all have said how many hosts they have.</summary>
    private static Question? NextActivationQuestion(AccountState state, ActivateEnrolment activate, Answers answers)
    {
        if (ActivationFault(activate) is not null || answers.Given.Length == activate.Zones.Length)
            return null;
        var account = AccountId.Parse(state.Key);
        return new(Entity.Of(new HostPoolId(account, activate.Zones[answers.Given.Length])), new CountHosts());
    }

    private static Decision Activate(AccountState state, ActivateEnrolment activate, Answers answers, Instant now)
    {
        if (ActivationFault(activate) is { } refused)
            return Decision.Refuse(refused);
        var fewest = answers.Given.Min(given => ((HostsCounted)given.Reply).Hosts);
        return Enrolment.Activate(state.Enrolment, new(fewest, state.WorkSpaceQuota, state.Commitment.Seats), now);
    }

    private static Refused? ActivationFault(ActivateEnrolment activate) => activate.Zones.Distinct().Count() < 2
        ? new(RefusalCode.InvalidParameter, "Own licences need hosts in two availability zones; name both.")
        : null;

    private static AccountState EvolveLicences(AccountState state, FleetEvent happened, Instant at)
    {
        var seats = SeatBook.Evolve(state.SeatBook, happened, at) ?? state.SeatBook;
        return happened switch
        {
            EnrolmentChanged e => state with { Enrolment = Enrolment.Evolve(state.Enrolment, e, at), SeatBook = seats },
            OnboardingOverdue => state with { Enrolment = state.Enrolment with { WasOverdue = true } },
            CommitmentAgreed e => state with { Commitment = e.Terms },
            _ => ReferenceEquals(seats, state.SeatBook) ? state : state with { SeatBook = seats },
        };
    }

    private static CommitmentRead Read(AccountState state, ReadCommitment read, Instant now)
    {
        var ledger = state.SeatBook.Ledger?.To(now);
        return new(
            state.Enrolment.Stage,
            state.Enrolment.Agreement,
            state.Enrolment.IsOverdue(now),
            ledger is null ? null : Outlook.IfTerminated(ledger, Math.Max(0, read.IfTerminated), now, state.Commitment),
            ledger is null ? [] : [.. ledger.Closed.Select(month => CommitmentMonth.Of(month, now, state.Commitment))])
        {
            OnboardingSince = state.Enrolment.OnboardingSince,
        };
    }
}
