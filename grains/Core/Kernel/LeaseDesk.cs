using DeskFleet.Core.Identity;
using NodaTime;

namespace DeskFleet.Core.Kernel;

/// <summary>How an owner of counted units handles the lease protocol; shared by all of them.</summary>
public static class LeaseDesk
{
    /// <summary>Leases have run out: ask their holders before the units are freed.</summary>
    public static Decision? Due(LeaseBook book, Instant now)
    {
        if (book.NextExpiry() is not { } expiry || expiry > now)
            return null;
        var due = book.Lent.Where(lease => lease.ExpiresAt <= now).ToList();
        return new(Accepted.Instance, [.. due.Select(lease => new LeaseQuestioned(lease.OperationId))], [.. due.Select(Question)]);
    }

    /// <summary>
    /// Who asks again under the same operation is granted the same unit, as a new grant. A holder that was asked meanwhile may have said that it is not his;
    /// that is over, and may not take away what he has been granted since.
    /// </summary>
    /// <param name="granted">The answer, with when it is granted.</param>
    /// <returns>Null: nothing was lent under this operation. One that is over gets no second unit.</returns>
    public static Decision? Again(LeaseBook book, OperationId id, Reply granted) =>
        book.Find(id) is not null ? Decision.Of(granted, new LeaseRenewed(id))
        : book.IsSpent(id) ? Decision.Answer(granted)
        : null;

    private static Effect Question(Lease lease) =>
        new(lease.Holder, new HoldsLease(lease.OperationId) { Slot = lease.Slot, GrantedAt = lease.GrantedAt }, WantsAnswer: true);

    /// <summary>Decides a command of the lease protocol; null when it is none.</summary>
    public static Decision? Decide(LeaseBook book, Command command) => command switch
    {
        ConfirmLease c => book.Find(c.OperationId) is null ? Decision.Nothing : Decision.Of(new LeaseConfirmed(c.OperationId, c.Slot)),
        CancelLease c => Cancel(book, c.OperationId, c.GrantedAt),
        ReturnLease r => book.HasReturned(r.OperationId) ? Decision.Nothing : Decision.Of(new LeaseReturned(r.OperationId, r.Slot)),
        SettleLease s => book.Returned.Contains(s.OperationId) ? Decision.Of(new LeaseSettled(s.OperationId)) : Decision.NothingForSure,
        CorrectCount c => Correct(book, c),
        Answered { Asked: HoldsLease { OperationId: { } id } asked, Reply: Refused } => Cancel(book, id, asked.GrantedAt),
        Answered { Asked: HoldsLease { OperationId: { } id } asked } answer =>
            book.Find(id) is { } lease ? Decision.Of(new LeaseConfirmed(id, SlotHeld(answer, asked, lease))) : Decision.Nothing,
        _ => null,
    };

    /// <summary>Folds an event of the lease protocol; null when it is none.</summary>
    public static LeaseBook? Evolve(LeaseBook book, FleetEvent happened, Instant at) => happened switch
    {
        LeaseLent e => book.Lend(e.Lease),
        LeaseMoved e => book.Move(e.OperationId, e.Slot).Renew(e.OperationId, at),
        LeaseRenewed e => book.Renew(e.OperationId, at),
        LeaseConfirmed e => book.Confirm(e.OperationId, e.Slot),
        LeaseCancelled e => book.Cancel(e.OperationId),
        LeaseReturned e => book.Return(e.OperationId, e.Slot),
        LeaseSettled e => book.Settle(e.OperationId),
        CountCorrected e => book.Correct(e.Slot, e.Right),
        LeaseQuestioned e => book.Extend(e.OperationId, at + LeaseBook.AskedAgainAfter),
        _ => null,
    };

    /// <summary>A "yes" is about what was asked: the unit may count for another slot since, for somebody who asked late.</summary>
    private static string SlotHeld(Answered answer, HoldsLease asked, Lease lease) => answer.Reply is LeaseHeld held ? held.Slot : asked.Slot ?? lease.Slot;

    /// <param name="grantedAt">Which grant it is about; null: whichever, as an earlier version says it.</param>
    private static Decision Cancel(LeaseBook book, OperationId id, Instant? grantedAt) =>
        book.Find(id) is { } lease && (grantedAt is null || grantedAt == lease.GrantedAt) ? Decision.Of(new LeaseCancelled(id)) : Decision.Nothing;

    private static Decision Correct(LeaseBook book, CorrectCount correct) =>
        book.Lent.IsEmpty && book.Returned.IsEmpty && book.Count(correct.Slot) == correct.Seen && correct.Seen != correct.Right
            ? Decision.Of(new CountCorrected(correct.Slot, correct.Seen, correct.Right))
            : Decision.Nothing;
}
