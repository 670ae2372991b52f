using System.Collections.Immutable;
using DeskFleet.Core.Billing;
using NodaTime;

namespace DeskFleet.Core.Commitment;

/// <summary>
/// The seats of one account in one region, month by month (BYO-12). Its size does not grow with the fleet: counters for this month
/// and for the last <see cref="KeptMonths"/>. It must be told of every seat once: repeated messages are the carrier's to drop, as
/// the account's lease book does.
/// </summary>
/// <param name="Current">The month that is counted.</param>
/// <param name="Closed">Earlier months, oldest first.</param>
public sealed record SeatLedger(SeatMonth Current, ImmutableArray<SeatMonth> Closed)
{
    /// <summary>A year, and the month before it to compare with.</summary>
    public const int KeptMonths = 13;

    public static SeatLedger Begin(Instant at) => new(SeatMonth.Begin(BillingMonth.Of(at), 0), []);

    /// <summary>Time passes; months that are over are closed, one by one.</summary>
    public SeatLedger To(Instant now)
    {
        var ledger = this;
        while (ledger.Current.Month.End <= now)
            ledger = ledger.NextMonth();
        return ledger with { Current = ledger.Current.To(now) };
    }

    /// <param name="at">When it opened. News may come late: a seat of the month before is counted there, too.</param>
    public SeatLedger Open(Instant at, SeatMemory user)
    {
        var ledger = To(at);
        var opened = ledger with { Current = ledger.Current.Open(at, user.IsCountedInMonthOf(ledger.Current.UpTo)) };
        return opened.Closed is [.., var last] && last.Month.Contains(at) && !user.IsCountedInMonthOf(at)
            ? opened with { Closed = opened.Closed.SetItem(opened.Closed.Length - 1, last with { Contract = last.Contract + 1 }) }
            : opened;
    }

    public SeatLedger Close(Instant at, int seats = 1)
    {
        var ledger = To(at);
        return ledger with { Current = ledger.Current.Close(at, seats) };
    }

    private SeatLedger NextMonth()
    {
        var closed = Closed.Add(Current.To(Current.Month.End));
        return new(SeatMonth.Begin(Current.Month.Next, Current.Live), closed.Length > KeptMonths ? closed.RemoveAt(0) : closed);
    }
}
