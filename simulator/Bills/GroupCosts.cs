using DeskFleet.Core.Billing;
using DeskFleet.Core.WorkSpaces;
using NodaTime;

namespace DeskFleet.Simulator.Bills;

/// <summary>Bills groups of desktops as they were and as they would have been in the other running mode.</summary>
internal sealed class GroupCosts(UsageBook book, BillingTerms terms, IReadOnlyList<BillingMonth> months, Instant asOf)
{
    private readonly Biller _biller = new(terms);
    private readonly Projection? _projection = Projection.Of(months, book.Start, asOf);

    public GroupCost Of(string group, IReadOnlyList<DesktopUsage> usages)
    {
        var (was, autoStop, alwaysOn) = (Bill(usages), Bill(usages.Select(AsAutoStop)), Bill(usages.Select(AsAlwaysOn)));
        var sessions = usages.Sum(usage => SessionsOf(usage).LongCount(session => session.Start >= book.Start && months.Any(month => month.Contains(session.Start))));
        var breakEven = BreakEvenOf(usages);
        var hoursASession = sessions == 0 ? (decimal?)null : (decimal)Hours(autoStop) / sessions;
        return new(
            group,
            ModeOf(usages),
            was.SelectMany(bill => bill.Lines).Select(line => line.WorkSpace).Distinct().Count(),
            sessions,
            Hours(was),
            Total(was),
            Compared(autoStop),
            Compared(alwaysOn),
            Round(breakEven),
            Round(hoursASession),
            hoursASession > 0 ? Round(breakEven / hoursASession) : null);
    }

    private List<Statement> Bill(IEnumerable<DesktopUsage> usages)
    {
        var all = usages.ToList();
        return [.. months.Select(month => _biller.Bill(month, all.Select(usage => usage.From(month)), asOf))];
    }

    private DesktopUsage AsAutoStop(DesktopUsage desktop) => desktop.Usage.Plans.All(span => span.Plan == PricePlan.Hourly)
        ? desktop
        : desktop with { Usage = OtherMode.AsAutoStop(desktop.Usage, SessionsOf(desktop), AutoStop.DefaultPeriod, asOf, book.FirstRanAt(desktop.Id)) };

    private static DesktopUsage AsAlwaysOn(DesktopUsage desktop) => desktop.Usage.Plans.All(span => span.Plan == PricePlan.Monthly)
        ? desktop
        : desktop with { Usage = OtherMode.AsAlwaysOn(desktop.Usage) };

    private IReadOnlyList<RunningInterval> SessionsOf(DesktopUsage usage) => book.SessionsOf(usage.Id, asOf);

    /// <summary>At the newest prices in force; the desktops of a group share a bundle.</summary>
    private decimal? BreakEvenOf(IReadOnlyList<DesktopUsage> usages) => usages is [{ Desktop: { } desktop }, ..] && months is [.., var last]
        ? terms.Prices.For(desktop.Bundle, desktop.Account.Region, last.Start).BreakEvenHours
        : null;

    private static string ModeOf(IReadOnlyList<DesktopUsage> usages) => usages.Select(usage => usage.Usage.Mode).Distinct().ToList() switch
    {
        [var only] => only.ToString(),
        [] => "none",
        _ => "mixed",
    };

    private static decimal? Total(List<Statement> bills) => bills.Any(bill => !bill.Unpriced.IsEmpty) ? null : bills.Sum(bill => bill.Total.Usd);

    private decimal? Compared(List<Statement> bills) => Total(bills) is { } total ? _projection?.Of(bills) ?? total : null;

    private static long Hours(List<Statement> bills) => bills.Sum(bill => bill.Hours);

    private static decimal? Round(decimal? figure) => figure is { } value ? decimal.Round(value, 1, MidpointRounding.AwayFromZero) : null;
}
