using DeskFleet.Core.Catalog;
using NodaTime;

namespace DeskFleet.Core.Billing;

/// <summary>Makes the statement of a month from what happened, and from nothing else (BIL-01).</summary>
public sealed class Biller(PriceBook prices, BillingOptions options)
{
    public Biller(BillingTerms terms)
        : this(terms.Prices, terms.Options)
    {
    }

    private readonly Charges _charges = new(prices, options);

    /// <summary>The bill of some desktops, in the order given.</summary>
    public Statement Bill(BillingMonth month, IEnumerable<DesktopUsage> usages, Instant asOf) =>
        new(month, asOf, [.. usages.SelectMany(usage => _charges.For(usage, month, asOf))]);

    /// <summary>The same with what missing seats cost, which is nothing unless configured (BIL-24).</summary>
    public Statement WithShortfall(Statement statement, string region, int seatsMissing)
    {
        if (options.ShortfallPolicy == ShortfallPolicy.None || seatsMissing <= 0)
            return statement;
        var seat = Bundle.Defaults[0] with { Name = options.ShortfallHardware, BringsOwnLicence = true };
        var price = prices.For(seat, region, statement.Month.Start).AlwaysOnMonth;
        var line = new StatementLine(null, ChargeKind.CommitmentShortfall, seatsMissing, new(1, 1), price, statement.Month.Start, []);
        return statement with { Lines = statement.Lines.Add(line) };
    }
}
