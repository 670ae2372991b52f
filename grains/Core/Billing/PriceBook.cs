using System.Collections.Immutable;
using DeskFleet.Core.Catalog;
using NodaTime;

namespace DeskFleet.Core.Billing;

/// <summary>What desktops on one hardware size cost, in USD.</summary>
/// <param name="AlwaysOnMonth">A month of unlimited use; null: by arrangement only (BIL-23).</param>
/// <param name="AutoStopMonth">The fixed part of hourly pricing, a month (BIL-05).</param>
/// <param name="AutoStopHour">A started hour.</param>
public sealed record HardwarePrices(Money? AlwaysOnMonth, Money AutoStopMonth, Money AutoStopHour);

/// <summary>One version of the prices: in force from 00:00 UTC of a day until a later version replaces it (BIL-22).</summary>
/// <param name="Region">The region it is for; null: every region that has no list of its own.</param>
/// <param name="Hardware">By hardware name, such as <c>Standard</c>. The operating system makes no difference (BIL-03).</param>
/// <param name="PlusMonth">The Plus software (BIL-16).</param>
/// <param name="ByolMonthOff">What the account's own licence takes off the AlwaysOn fee (BYO-17).</param>
/// <param name="ByolHourOff">What it takes off an hour (BYO-17).</param>
/// <param name="IdleDirectoryHour">A directory that has had no WorkSpace for 30 days (DIR-16).</param>
public sealed record PriceList(
    LocalDate EffectiveFrom,
    string? Region,
    ImmutableSortedDictionary<string, HardwarePrices> Hardware,
    Money PlusMonth,
    Money ByolMonthOff,
    Money ByolHourOff,
    Money IdleDirectoryHour)
{
    /// <summary>The application manager's Standard plan, a user and month (WAM-16); null: by arrangement.</summary>
    public Money? ApplicationUserMonth { get; init; }

    /// <summary>A gigabyte of packages for a month, beyond the free ones (WAM-14); null: by arrangement.</summary>
    public Money? PackageGigabyteMonth { get; init; }

    /// <summary>A gigabyte that a desktop sends to the Internet (BIL-17); null: by arrangement.</summary>
    public Money? EgressGigabyte { get; init; }

    /// <summary>A month of each application of the marketplace, by its name (MKT-03).</summary>
    public ImmutableSortedDictionary<string, Money> MarketplaceMonth { get; init; } = ImmutableSortedDictionary.Create<string, Money>(StringComparer.Ordinal);

    public Instant EffectiveAt => EffectiveFrom.AtMidnight().InUtc().ToInstant();

    public bool Equals(PriceList? other) => other is not null
        && (EffectiveFrom, Region, PlusMonth, ByolMonthOff, ByolHourOff, IdleDirectoryHour)
            == (other.EffectiveFrom, other.Region, other.PlusMonth, other.ByolMonthOff, other.ByolHourOff, other.IdleDirectoryHour)
        && (ApplicationUserMonth, PackageGigabyteMonth, EgressGigabyte) == (other.ApplicationUserMonth, other.PackageGigabyteMonth, other.EgressGigabyte)
        && Hardware.SequenceEqual(other.Hardware) && MarketplaceMonth.SequenceEqual(other.MarketplaceMonth);

    public override int GetHashCode() => HashCode.Combine(EffectiveFrom, Region, PlusMonth, Hardware.Count);
}

/// <summary>The prices of one desktop at one instant. A price that does not exist is null and never 0.</summary>
public sealed record DesktopPrices(Money? AlwaysOnMonth, Money? AutoStopMonth, Money? AutoStopHour, Money? PlusMonth)
{
    public static DesktopPrices None { get; } = new(null, null, null, null);

    /// <summary>
    /// Billed hours a month from which AlwaysOn is the cheaper mode; sessions are fewer, since each bills its countdown too. Null: a
    /// price does not exist, or hours are free.
    /// </summary>
    public decimal? BreakEvenHours => AutoStopHour?.Usd is > 0 and var hour && (AlwaysOnMonth - AutoStopMonth) is { } more ? more.Usd / hour : null;
}

/// <summary>All versions of the prices: configuration, never code (BIL-22).</summary>
public sealed record PriceBook(ImmutableArray<PriceList> Lists)
{
    /// <summary>The list in force: a region's own goes before the general one, a newer before an older. Null: none yet.</summary>
    public PriceList? ListAt(string region, Instant at) => Lists
        .Where(list => list.EffectiveAt <= at && (list.Region is null || list.Region == region))
        .MaxBy(list => (list.Region is not null, list.EffectiveAt));

    /// <summary>What a desktop costs. A custom bundle costs what its hardware costs (BIL-18).</summary>
    public DesktopPrices For(Bundle bundle, string region, Instant at)
    {
        if (ListAt(region, at) is not { } list || !list.Hardware.TryGetValue(bundle.HardwareName, out var prices))
            return DesktopPrices.None;
        return bundle.BringsOwnLicence
            ? new(prices.AlwaysOnMonth - list.ByolMonthOff, prices.AutoStopMonth, prices.AutoStopHour - list.ByolHourOff, list.PlusMonth)
            : new(prices.AlwaysOnMonth, prices.AutoStopMonth, prices.AutoStopHour, list.PlusMonth);
    }

    /// <summary>What is wrong with it, each with its mend; empty when it may be used.</summary>
    public IEnumerable<string> Faults()
    {
        if (Lists.IsEmpty)
            yield return "The price book is empty: give at least one list.";
        foreach (var twice in Lists.GroupBy(list => (list.EffectiveFrom, list.Region)).Where(same => same.Count() > 1))
            yield return $"Two price lists for {twice.Key.Region ?? "all regions"} start on {twice.Key.EffectiveFrom:uuuu-MM-dd}: keep one.";
        foreach (var list in Lists.Where(HasNegative))
            yield return $"The price list of {list.EffectiveFrom:uuuu-MM-dd} has a price below 0, the reductions for own licences counted in: raise it.";
    }

    private static bool HasNegative(PriceList list) =>
        list.Hardware.Values.Any(p => p.AlwaysOnMonth < list.ByolMonthOff || p.AutoStopMonth < Money.Zero || p.AutoStopHour < list.ByolHourOff)
        || new[] { list.PlusMonth, list.IdleDirectoryHour, list.ApplicationUserMonth, list.PackageGigabyteMonth, list.EgressGigabyte }
            .Concat(list.MarketplaceMonth.Values.Select(price => (Money?)price)).Any(price => price < Money.Zero);
}
