using DeskFleet.Core.Applications;
using DeskFleet.Core.Identity;
using NodaTime;

namespace DeskFleet.Core.Billing;

/// <summary>What the applications of one WorkSpace's user cost in a month. None of it is by the hour (WAM-17, MKT-03).</summary>
public sealed class ApplicationCharges(PriceBook prices, BillingOptions options)
{
    public IEnumerable<StatementLine> For(DesktopUsage desktop, BillingMonth month) => [.. User(desktop, month), .. Subscriptions(desktop, month)];

    /// <summary>Once for a user who had an application, be it for a moment: the fee is not divided (WAM-16).</summary>
    private IEnumerable<StatementLine> User(DesktopUsage desktop, BillingMonth month)
    {
        var held = desktop.Usage.Applications.Where(use => use.IsIn(month, use.AssignedAt, desktop.Usage.TerminatedAt)).Select(use => use.AssignedAt).ToList();
        if (options.ApplicationPlan != ApplicationPlan.Standard || held.Count == 0)
            yield break;
        var from = Instant.Max(held.Min(), month.Start);
        yield return new(desktop.Id, ChargeKind.ApplicationUserMonth, 1, new(1, 1), ListAt(desktop, from)?.ApplicationUserMonth, from, []);
    }

    /// <summary>
    /// From the first start: what is left of that month, then whole ones, and nothing back for the month of the removal (MKT-04, MKT-05). Taken
    /// away and given again within a month, it is charged once.
    /// </summary>
    private IEnumerable<StatementLine> Subscriptions(DesktopUsage desktop, BillingMonth month) =>
        from use in desktop.Usage.Applications
        where use.Source == ApplicationSource.Marketplace
        let first = use.FirstLaunchedAt ?? Instant.MaxValue
        where use.IsIn(month, first, desktop.Usage.TerminatedAt)
        group first by use.Application into same
        orderby same.Key.Value
        select Subscription(desktop, same.Key, month, same.Min());

    private StatementLine Subscription(DesktopUsage desktop, ApplicationName application, BillingMonth month, Instant first)
    {
        var due = Instant.Max(first, month.Start);
        return new(desktop.Id, ChargeKind.MarketplaceMonth, 1, MonthShare.Remaining(month, first, options.Proration), PriceOf(desktop, application, due), due, [])
        {
            Item = application.Value,
        };
    }

    private Money? PriceOf(DesktopUsage desktop, ApplicationName application, Instant at) =>
        ListAt(desktop, at) is { } list && list.MarketplaceMonth.TryGetValue(application.Value, out var price) ? price : null;

    private PriceList? ListAt(DesktopUsage desktop, Instant at) => prices.ListAt(desktop.Desktop!.Account.Region, at);
}
