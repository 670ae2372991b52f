using DeskFleet.Core.Billing;

namespace DeskFleet.Simulator.Bills;

/// <summary>What the hours of a month come to when they are counted the other way; BIL-08 does not say which way the service counts.</summary>
/// <param name="Usd">Null: there is no price.</param>
public sealed record HoursOtherwise(HourRounding Rounding, long Hours, decimal? Usd)
{
    /// <summary>A smaller difference is no news.</summary>
    private const decimal LeastDifference = 0.05m;

    /// <summary>As in a bill: started hours of each run, or hours of the clock.</summary>
    public string Name => NameOf(Rounding);

    public static string NameOf(HourRounding rounding) => rounding == HourRounding.PerInterval ? "started hours of each run" : "hours of the clock";

    /// <summary>Null: the two ways differ by at most 5 %.</summary>
    public static HoursOtherwise? Of(Statement statement, Func<HourRounding, Statement> again, HourRounding asBilled)
    {
        var other = asBilled == HourRounding.PerInterval ? HourRounding.PerClockHour : HourRounding.PerInterval;
        var counted = again(other);
        return Math.Abs(statement.Hours - counted.Hours) <= LeastDifference * Math.Min(statement.Hours, counted.Hours)
            ? null
            : new(other, counted.Hours, RunBill.PricedTotal(counted, ChargeKind.Hours));
    }
}
