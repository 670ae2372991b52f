using DeskFleet.Simulator.Scenarios.Reading;

namespace DeskFleet.Simulator.Scenarios.Rules;

/// <summary>Hosts stand in a zone that some directory uses; elsewhere nobody would ever be placed on them.</summary>
internal static class HostZones
{
    public static IEnumerable<RuleFault> Check(Scenario scenario) =>
        from hosts in scenario.Hosts.Index()
        let used = scenario.Directories.Where(directory => directory.Fleet == hosts.Item.Fleet).SelectMany(directory => directory.Zones).Where(zone => zone.Length > 0).Distinct().ToList()
        where used.Count > 0 && hosts.Item.Zone.Length > 0 && !used.Contains(hosts.Item.Zone)
        select new RuleFault($"{PartPaths.Hosts(scenario, hosts.Index)}.zone", Unused(hosts.Item.Zone, used));

    private static string Unused(string zone, List<string> used) =>
        $"No directory uses the availability zone \"{zone}\"; write one of {string.Join(", ", used)}.{Nearest.Hint(zone, used)}";
}
