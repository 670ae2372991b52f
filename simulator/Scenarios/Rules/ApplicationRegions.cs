using DeskFleet.Core.Regions;

namespace DeskFleet.Simulator.Scenarios.Rules;

/// <summary>Applications are given where the application manager is (WAM-08).</summary>
internal static class ApplicationRegions
{
    public static IEnumerable<RuleFault> Check(Scenario scenario) =>
        from @group in scenario.Groups.Index()
        where !@group.Item.Applications.IsEmpty
        let region = scenario.Fleets[@group.Item.Fleet].Region
        where !Region.HasApplicationManager(region)
        select new RuleFault($"{PartPaths.Group(scenario, @group.Index)}.applications", $"The application manager is not available in {region}; leave \"applications\" out, or choose another region.");
}
