using System.Collections.Immutable;
using DeskFleet.Core.Billing;

namespace DeskFleet.Simulator.Scenarios.Reading;

/// <summary>Reads <c>billing</c>: the switches of the bill, and prices of the scenario's own.</summary>
internal static class BillingReader
{
    private static readonly PriceList Usual = DefaultPrices.Book.Lists[0];

    private static readonly Format<Money> Price = text => Formats.Number(0, 1_000_000)(text).Then<Money>(usd => new Money(usd));

    private static readonly Format<Money?> OptionalPrice = text => Price(text).Then<Money?>(usd => usd);

    private static readonly Format<string?> Region = Formats.OneOf<string?>([.. Regions.All.Select(region => (region, (string?)region))]);

    public static BillingTerms Read(Section root)
    {
        var section = root.Child("billing");
        var options = new BillingOptions
        {
            HourRounding = section.Optional("hourRounding", OneOf<HourRounding>(), BillingOptions.Default.HourRounding),
            Proration = section.Optional("proration", OneOf<ProrationUnit>(), BillingOptions.Default.Proration),
            ShortfallPolicy = section.Optional("shortfall", OneOf<ShortfallPolicy>(), BillingOptions.Default.ShortfallPolicy),
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
        var list = new PriceList(
            item.Required("from", CalendarFormats.Date, Usual.EffectiveFrom),
            item.Optional("region", Region, null),
            Hardware(item),
            item.Optional("plus", Price, Usual.PlusMonth),
            item.Optional("ownLicenceMonthOff", Price, Usual.ByolMonthOff),
            item.Optional("ownLicenceHourOff", Price, Usual.ByolHourOff),
            item.Optional("idleDirectoryHour", Price, Usual.IdleDirectoryHour));
        item.Close();
        return list;
    }

    private static ImmutableSortedDictionary<string, HardwarePrices> Hardware(Section item)
    {
        var prices = ImmutableSortedDictionary.CreateBuilder<string, HardwarePrices>(StringComparer.Ordinal);
        foreach (var hardware in item.Maps("hardware"))
        {
            prices[hardware.Required("name", Formats.Name, "")] = new(
                hardware.Optional("alwaysOnMonth", OptionalPrice, null),
                hardware.Required("autoStopMonth", Price, Money.Zero),
                hardware.Required("autoStopHour", Price, Money.Zero));
            hardware.Close();
        }

        return prices.Count == 0 ? Usual.Hardware : prices.ToImmutable();
    }

    private static Format<T> OneOf<T>()
        where T : struct, Enum => Formats.OneOf([.. Enum.GetValues<T>().Select(value => (value.ToString(), value))]);
}
