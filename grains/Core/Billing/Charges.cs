using NodaTime;

namespace DeskFleet.Core.Billing;

/// <summary>Makes the lines of one WorkSpace for one month.</summary>
public sealed class Charges(PriceBook prices, BillingOptions options)
{
    private readonly ApplicationCharges _applications = new(prices, options);

    /// <summary>In this order: fixed fee, hours, monthly fee, Plus, applications, data.</summary>
    /// <param name="asOf">Up to where the events are known. Months after it have no lines.</param>
    public IEnumerable<StatementLine> For(DesktopUsage desktop, BillingMonth month, Instant asOf)
    {
        var now = desktop with { Usage = UsageFold.AsOf(desktop.Usage, Instant.Min(asOf, month.End)) };
        if (!now.Usage.IsChargedIn(month) || asOf < month.Start)
            return [];
        return
        [
            .. BaseFee(now, month),
            .. Hours(now, month, asOf),
            .. MonthlyFee(now, month),
            .. Plus(now, month),
            .. _applications.For(now, month),
            .. Egress(now, month),
        ];
    }

    /// <summary>Whole, or from the first day of the first month; a switch later in the month takes nothing off (BIL-09, BIL-12, BIL-15).</summary>
    private IEnumerable<StatementLine> BaseFee(DesktopUsage desktop, BillingMonth month)
    {
        if (desktop.Usage.HourlySpans().Any(span => span.Start < month.End && span.End > month.Start))
            yield return Fee(desktop, month, ChargeKind.AutoStopBase, desktop.Usage.FirstAvailableAt!.Value, at => PricesAt(desktop, at).AutoStopMonth);
    }

    /// <summary>One line for each price that was in force (BIL-05, BIL-22).</summary>
    private IEnumerable<StatementLine> Hours(DesktopUsage desktop, BillingMonth month, Instant asOf) =>
        from hour in BilledHours.In(month, desktop.Usage.HourlyIntervals(asOf), options.HourRounding)
        group hour by PricesAt(desktop, hour).AutoStopHour into same
        select new StatementLine(desktop.Id, ChargeKind.Hours, same.Count(), new(1, 1), same.Key, same.First(), [.. same]);

    /// <summary>A month begins monthly, or becomes so once: then the rest of it is charged (BIL-11, BIL-12, BIL-13).</summary>
    private IEnumerable<StatementLine> MonthlyFee(DesktopUsage desktop, BillingMonth month)
    {
        foreach (var span in desktop.Usage.Plans.Where((span, i) => span.Plan == PricePlan.Monthly && IsInForce(desktop.Usage, i, month)))
            yield return Fee(desktop, month, ChargeKind.AlwaysOnMonth, span.From, at => PricesAt(desktop, at).AlwaysOnMonth);
    }

    private static bool IsInForce(Usage usage, int index, BillingMonth month) =>
        usage.Plans[index].From < month.End && (index + 1 == usage.Plans.Length || usage.Plans[index + 1].From > month.Start);

    /// <summary>Once a month, whatever the plan (BIL-16).</summary>
    private IEnumerable<StatementLine> Plus(DesktopUsage desktop, BillingMonth month)
    {
        if (desktop.Desktop!.Bundle.HasPlus)
            yield return Fee(desktop, month, ChargeKind.PlusMonth, desktop.Usage.FirstAvailableAt!.Value, at => PricesAt(desktop, at).PlusMonth);
    }

    /// <summary>One line for each price that was in force. What is streamed to the client is included (BIL-02, BIL-17).</summary>
    private IEnumerable<StatementLine> Egress(DesktopUsage desktop, BillingMonth month) =>
        from day in desktop.Usage.Traffic
        where month.Contains(day.Day) && day.EgressBytes > 0
        group day by prices.ListAt(desktop.Desktop!.Account.Region, day.Day)?.EgressGigabyte into same
        let sent = new MonthShare(same.Sum(day => day.EgressBytes), TrafficDay.Gigabyte)
        select new StatementLine(desktop.Id, ChargeKind.Egress, 1, sent.Reduce(), same.Key, same.First().Day, []);

    /// <summary>At the price in force when the fee falls due: at the month's start, or when it begins within the month.</summary>
    private StatementLine Fee(DesktopUsage desktop, BillingMonth month, ChargeKind kind, Instant from, Func<Instant, Money?> price)
    {
        var due = Instant.Max(from, month.Start);
        return new(desktop.Id, kind, 1, MonthShare.Remaining(month, from, options.Proration), price(due), due, []);
    }

    private DesktopPrices PricesAt(DesktopUsage desktop, Instant at) => prices.For(desktop.Desktop!.Bundle, desktop.Desktop.Account.Region, at);
}
