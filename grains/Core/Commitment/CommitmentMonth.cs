using DeskFleet.Core.Billing;
using NodaTime;
using Orleans;

namespace DeskFleet.Core.Commitment;

/// <summary>Which figure the commitment is held against (BYO-12 as settled). All figures are always shown.</summary>
public enum SeatCount
{
    /// <summary>Distinct users with a usable WorkSpace in the month. The default.</summary>
    DistinctUsers,

    /// <summary>The most live seats at a time.</summary>
    PeakLive,

    /// <summary>The mean of the live seats over the month.</summary>
    AverageLive,
}

/// <summary>How a month stands.</summary>
public enum CommitmentStatus
{
    /// <summary>The seats are there, or will be if nothing changes.</summary>
    Met,

    /// <summary>The month goes on, and without more seats it ends in <see cref="Breached"/>.</summary>
    AtRisk,

    /// <summary>The month is over and seats were missing.</summary>
    Breached,
}

/// <summary>How a month stands against the commitment.</summary>
/// <param name="Seats">The figure that counts, at the month's end if nothing changes any more.</param>
/// <param name="Shortfall">Seats missing from the commitment, whole ones.</param>
/// <param name="Figures">All figures as of now.</param>
/// <param name="IsFinal">The month is over.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.commitment-standing")]
public sealed record CommitmentMonth(BillingMonth Month, CommitmentStatus Status, decimal Seats, int Committed, int Shortfall, SeatMonth Figures, bool IsFinal)
{
    /// <summary>How a month of a ledger stands; null: the ledger does not know it.</summary>
    public static CommitmentMonth? In(BillingMonth month, SeatLedger? ledger, Instant now, CommitmentTerms terms) =>
        ledger?.To(now) is { } at && at.Closed.Append(at.Current).FirstOrDefault(known => known.Month == month) is { } seats ? Of(seats, now, terms) : null;

    public static CommitmentMonth Of(SeatMonth month, Instant now, CommitmentTerms terms)
    {
        var seats = terms.Count switch
        {
            SeatCount.DistinctUsers => month.Contract,
            SeatCount.PeakLive => month.Peak,
            _ => month.ProjectedAverage,
        };
        var isFinal = now >= month.Month.End;
        var status = seats >= terms.Seats ? CommitmentStatus.Met : isFinal ? CommitmentStatus.Breached : CommitmentStatus.AtRisk;
        return new(month.Month, status, seats, terms.Seats, (int)Math.Ceiling(Math.Max(0, terms.Seats - seats)), month, isFinal);
    }
}

/// <summary>This month and the next, if nothing changes after what is asked about.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.commitment-outlook")]
public sealed record Outlook(CommitmentMonth ThisMonth, CommitmentMonth NextMonth)
{
    public static Outlook At(SeatLedger ledger, Instant now, CommitmentTerms terms)
    {
        var current = ledger.To(now).Current;
        var next = SeatMonth.Begin(current.Month.Next, current.Live);
        return new(CommitmentMonth.Of(current, now, terms), CommitmentMonth.Of(next, now, terms));
    }

    /// <summary>"What if I terminate N today?" Nothing is changed; more than there are means all of them (BYO-15).</summary>
    public static Outlook IfTerminated(SeatLedger ledger, int seats, Instant now, CommitmentTerms terms) => At(ledger.Close(now, seats), now, terms);
}
