using DeskFleet.Core.Billing;
using DeskFleet.Simulator.Scenarios.Reading;

namespace DeskFleet.Simulator.Scenarios.Yaml;

/// <summary>Writes <c>billing</c>.</summary>
internal static class BillingYaml
{
    public static void Write(YamlWriter yaml, BillingTerms billing)
    {
        yaml.Value("hourRounding", billing.Options.HourRounding.ToString())
            .Value("proration", billing.Options.Proration.ToString())
            .Value("shortfall", billing.Options.ShortfallPolicy.ToString());
        if (billing.Prices != DefaultPrices.Book) yaml.List("prices", billing.Prices.Lists, List);
    }

    private static void List(YamlWriter yaml, PriceList list)
    {
        yaml.Value("from", CalendarFormats.Show(list.EffectiveFrom));
        if (list.Region is { } region) yaml.Value("region", region);
        yaml.Value("plus", Written.Number(list.PlusMonth.Usd))
            .Value("ownLicenceMonthOff", Written.Number(list.ByolMonthOff.Usd))
            .Value("ownLicenceHourOff", Written.Number(list.ByolHourOff.Usd))
            .Value("idleDirectoryHour", Written.Number(list.IdleDirectoryHour.Usd))
            .List("hardware", list.Hardware, Hardware);
    }

    private static void Hardware(YamlWriter yaml, KeyValuePair<string, HardwarePrices> hardware)
    {
        yaml.Value("name", hardware.Key);
        if (hardware.Value.AlwaysOnMonth is { } month) yaml.Value("alwaysOnMonth", Written.Number(month.Usd));
        yaml.Value("autoStopMonth", Written.Number(hardware.Value.AutoStopMonth.Usd)).Value("autoStopHour", Written.Number(hardware.Value.AutoStopHour.Usd));
    }
}
