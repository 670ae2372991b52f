using DeskFleet.Core.Billing;
using NodaTime;
using Orleans;

namespace DeskFleet.Core.Commitment;

/// <summary>
/// What one account's seats in one region came to in one month: counters only. Whether a user was counted in the month already
/// is known to the user (<see cref="SeatMemory"/>), so no list of users is needed here.
/// </summary>
/// <param name="Contract">Distinct (directory, user) pairs that had a usable WorkSpace in the month (BYO-12 as settled).</param>
/// <param name="Live">Seats at <paramref name="UpTo"/>.</param>
/// <param name="Peak">Most live seats at a time.</param>
/// <param name="SeatTicks">Live seats times ticks of 100 ns, from the month's start up to <paramref name="UpTo"/>.</param>
/// <param name="UpTo">Up to when it is counted.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.seat-month")]
public sealed record SeatMonth(BillingMonth Month, int Contract, int Live, int Peak, decimal SeatTicks, Instant UpTo)
{
    /// <summary>A month begins: who is there at its start counts in it.</summary>
    public static SeatMonth Begin(BillingMonth month, int live) => new(month, live, live, live, 0, month.Start);

    /// <summary>Mean of the live seats so far; at the very start the seats there are.</summary>
    public decimal AverageLive => UpTo == Month.Start ? Live : SeatTicks / TicksOf(UpTo - Month.Start);

    /// <summary>The mean of the whole month if nothing changed any more.</summary>
    public decimal ProjectedAverage => To(Month.End).AverageLive;

    /// <summary>Time passes; never backwards and never beyond the month.</summary>
    public SeatMonth To(Instant at)
    {
        var upTo = Instant.Max(UpTo, Instant.Min(at, Month.End));
        return this with { SeatTicks = SeatTicks + (Live * TicksOf(upTo - UpTo)), UpTo = upTo };
    }

    /// <summary>A WorkSpace became AVAILABLE for the first time.</summary>
    /// <param name="countedAlready">Its user had one in this month before: delete-and-create counts once.</param>
    public SeatMonth Open(Instant at, bool countedAlready)
    {
        var now = To(at);
        return now with { Contract = Contract + (countedAlready ? 0 : 1), Live = Live + 1, Peak = Math.Max(Peak, Live + 1) };
    }

    /// <summary>
    /// Such a WorkSpace is being terminated. It is never refused (BYO-15), and it still counts in this month, unless it ended as the month
    /// began: then it was not there in it.
    /// </summary>
    public SeatMonth Close(Instant at, int seats = 1)
    {
        var (now, left) = (To(at), Math.Max(0, Live - seats));
        return at <= Month.Start
            ? now with { Contract = Math.Max(0, Contract - (Live - left)), Live = left, Peak = now.UpTo == Month.Start ? left : Peak }
            : now with { Live = left };
    }

    private static decimal TicksOf(Duration duration) => duration.BclCompatibleTicks;
}

/// <summary>What a user remembers of his last seat, so that the ledger needs no list of users.</summary>
/// <param name="EndedAt">When it ended; null: there was none.</param>
public readonly record struct SeatMemory(Instant? EndedAt)
{
    /// <summary>
    /// Was the user counted in the month of this instant? A seat that ended exactly when the month began was not there in it.
    /// </summary>
    public bool IsCountedInMonthOf(Instant at) => EndedAt is { } ended && ended > BillingMonth.Of(at).Start;
}
