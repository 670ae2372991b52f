using DeskFleet.Core.Billing;

namespace DeskFleet.Simulator.Scenarios.Rules;

/// <summary>Prices of the scenario's own are in force in every region when its desktops are launched (BIL-22).</summary>
internal static class PricesInForce
{
    public static IEnumerable<RuleFault> Check(Scenario scenario) =>
        from region in scenario.Fleets.Select(fleet => fleet.Region).Distinct()
        where scenario.Billing.Prices != DefaultPrices.Book && region.Length > 0
        where scenario.Billing.Prices.ListAt(region, scenario.LaunchAt) is null
        select new RuleFault("billing.prices", $"No price list is in force in {region} at {scenario.LaunchAt}, when the desktops are launched; begin one earlier, or give one without a region.");
}
