using System.Collections.Immutable;
using DeskFleet.Core.Billing;

namespace DeskFleet.Simulator.Scenarios.Reading;

/// <summary>Reads <c>billing</c>: the switches of the bill, and prices of the scenario's own. Prices are USD.</summary>
internal static class BillingReader
{
    private const decimal HighestPrice = 1_000_000;

    private static readonly PriceList Usual = DefaultPrices.Book.Lists[0];

    private static readonly HardwarePrices UsualHardware = Usual.Hardware[BillingOptions.DefaultShortfallHardware];

    private static readonly Format<decimal> Usd = Formats.Number(0, HighestPrice);

    private static readonly Format<Money> Price = Shapes.Like<Money>(text => Usd(text).Then<Money>(usd => new Money(usd)), Usd);

    private static readonly Format<string?> Region = Formats.OneOf<string?>([.. Regions.All.Select(region => (region, (string?)region))]);

    public static BillingTerms Read(Section root)
    {
        var section = root.Child("billing");
        var usual = BillingOptions.Default;
        var options = usual with
        {
            HourRounding = section.Optional("hourRounding", OneOf<HourRounding>(), usual.HourRounding),
            Proration = section.Optional("proration", OneOf<ProrationUnit>(), usual.Proration),
            ShortfallPolicy = section.Optional("shortfall", OneOf<ShortfallPolicy>(), usual.ShortfallPolicy),
        };
        ImmutableArray<PriceList> lists = [.. section.Maps("prices").Select(List)];
        var prices = lists.IsEmpty ? DefaultPrices.Book : new(lists);
        if (prices.Faults().FirstOrDefault() is { } fault)
            section.Report("prices", fault);
        section.Close();
        return new(prices, options);
    }

    private static PriceList List(Section item)
    {
        var list = Usual with
        {
            EffectiveFrom = item.Required("from", CalendarFormats.Date, Usual.EffectiveFrom),
            Region = item.Optional("region", Region, null),
            Hardware = Hardware(item),
            PlusMonth = item.Optional("plus", Price, Usual.PlusMonth),
            ByolMonthOff = item.Optional("ownLicenceMonthOff", Price, Usual.ByolMonthOff),
            ByolHourOff = item.Optional("ownLicenceHourOff", Price, Usual.ByolHourOff),
            IdleDirectoryHour = item.Optional("idleDirectoryHour", Price, Usual.IdleDirectoryHour),
        };
        item.Close();
        return list;
    }

    private static ImmutableSortedDictionary<string, HardwarePrices> Hardware(Section item)
    {
        var items = item.Maps("hardware");
        var priced = items.Select(One).ToList();
        UniqueNames.Check(items, priced.Select(one => one.Key));
        return priced.Count == 0
            ? Usual.Hardware
            : priced.DistinctBy(one => one.Key).ToImmutableSortedDictionary(StringComparer.Ordinal);
    }

    private static KeyValuePair<string, HardwarePrices> One(Section hardware)
    {
        var name = hardware.Required("name", Formats.Name, "");
        var prices = new HardwarePrices(
            hardware.Optional("alwaysOnMonth", Price.OrNull(), null),
            hardware.Required("autoStopMonth", Price, UsualHardware.AutoStopMonth),
            hardware.Required("autoStopHour", Price, UsualHardware.AutoStopHour));
        hardware.Close();
        return new(name, prices);
    }

    private static Format<T> OneOf<T>()
        where T : struct, Enum => Formats.OneOf([.. Enum.GetValues<T>().Select(value => (value.ToString(), value))]);
}
