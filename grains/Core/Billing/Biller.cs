using System.Collections.Immutable;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Identity;
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

    /// <summary>What a directory without WorkSpaces costs: started hours beyond its free time, one line for each price that was in force (DIR-16).</summary>
    public Statement Bill(BillingMonth month, DirectoryId id, DirectoryUsage usage, Instant asOf) => new(
        month,
        asOf,
        [
            .. from hour in BilledHours.In(month, usage.Charged(asOf), HourRounding.PerInterval)
               group hour by prices.ListAt(usage.Account!.Value.Region, hour)?.IdleDirectoryHour into same
               select new StatementLine(null, ChargeKind.IdleDirectory, same.Count(), new(1, 1), same.Key, same.First(), [.. same]) { Item = id.Value },
        ]);

    /// <summary>What an account's packages cost beyond what is free (WAM-14).</summary>
    public Statement Bill(BillingMonth month, AccountId account, ImmutableArray<PackageSpan> packages, Instant asOf)
    {
        var charged = PackageStorage.Charged(packages, month, asOf);
        return charged.Part == 0 || PackageStorage.ChargedFrom(packages, month) is not { } from
            ? new(month, asOf, [])
            : new(month, asOf, [new(null, ChargeKind.PackageStorage, 1, charged, prices.ListAt(account.Region, month.Start)?.PackageGigabyteMonth, from, [])]);
    }

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
