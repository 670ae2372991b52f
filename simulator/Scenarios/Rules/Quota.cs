namespace DeskFleet.Simulator.Scenarios.Rules;

/// <summary>More desktops than the quota must state the raised quota (QTA-02).</summary>
internal static class Quota
{
    public static IEnumerable<RuleFault> Check(Scenario scenario) =>
        from fleet in scenario.Fleets.Index()
        let desktops = scenario.Groups.Where(users => users.Fleet == fleet.Index).Sum(users => (long)users.UsersWithin(scenario.Horizon))
        where desktops > fleet.Item.Quota
        select new RuleFault(PartPaths.Key(scenario, fleet.Index, "quota"), $"The groups have {desktops} desktops, but the quota is {fleet.Item.Quota} " +
            $"({Scenario.DefaultQuota} unless stated); write \"quota: {desktops}\", or have fewer users.");
}
