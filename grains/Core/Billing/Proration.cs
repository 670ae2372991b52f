using System.Numerics;
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

/// <summary>How much is charged of what a price is for, kept as a fraction so that an amount is rounded once only.</summary>
/// <param name="Part">Days or hours that are charged; of data, what was metered.</param>
/// <param name="Whole">Days or hours of the month; of data, what the price is for.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.month-share")]
public readonly record struct MonthShare(long Part, long Whole)
{
    public Money Of(Money fee) => new(fee.Usd * Part / Whole);

    /// <summary>The same in its lowest terms.</summary>
    public MonthShare Reduce() => (long)BigInteger.GreatestCommonDivisor(Part, Whole) is > 1 and var divisor ? new(Part / divisor, Whole / divisor) : this;

    /// <summary>What remains of a month at an instant; all of it when the instant is before the month (BIL-12, BIL-15).</summary>
    public static MonthShare Remaining(BillingMonth month, Instant from, ProrationUnit unit)
    {
        var start = Instant.Max(from, month.Start);
        return unit == ProrationUnit.Day
            ? new(month.Days - start.InUtc().Day + 1, month.Days)
            : new(new RunningInterval(start, month.End).StartedHours, month.Days * NodaConstants.HoursPerDay);
    }
}
