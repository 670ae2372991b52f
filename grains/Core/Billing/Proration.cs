using NodaTime;
using Orleans;

namespace DeskFleet.Core.Billing;

/// <summary>In what a part of a month is counted (BIL-15).</summary>
public enum ProrationUnit
{
    /// <summary>UTC days, the first one counted in. The default.</summary>
    Day,

    /// <summary>Hours up to the month's end, the one that is under way counted in.</summary>
    Hour,
}

/// <summary>A part of a month, kept as a fraction so that an amount is rounded once only.</summary>
/// <param name="Part">Days or hours that are charged.</param>
/// <param name="Whole">Days or hours of the month.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.month-share")]
public readonly record struct MonthShare(long Part, long Whole)
{
    public Money Of(Money fee) => new(fee.Usd * Part / Whole);

    /// <summary>What remains of a month at an instant; all of it when the instant is before the month (BIL-12, BIL-15).</summary>
    public static MonthShare Remaining(BillingMonth month, Instant from, ProrationUnit unit)
    {
        var start = Instant.Max(from, month.Start);
        return unit == ProrationUnit.Day
            ? new(month.Days - start.InUtc().Day + 1, month.Days)
            : new(new RunningInterval(start, month.End).StartedHours, month.Days * NodaConstants.HoursPerDay);
    }
}
