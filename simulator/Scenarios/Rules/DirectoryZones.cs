using DeskFleet.Simulator.Scenarios.Reading;

namespace DeskFleet.Simulator.Scenarios.Rules;

/// <summary>A directory's zones are two different ones of the region (PLC-01).</summary>
internal static class DirectoryZones
{
    public static IEnumerable<RuleFault> Check(Scenario scenario) =>
        scenario.Directories.Index().SelectMany(item => Check(item.Item, $"{PartPaths.Directory(scenario, item.Index)}.zones", scenario.FleetOf(item.Item).Region));

    private static IEnumerable<RuleFault> Check(DirectorySpec directory, string path, string region)
    {
        foreach (var (index, zone) in directory.Zones.Index().Where(zone => zone.Item.Length > 0 && region.Length > 0))
            if (!Regions.ZonesOf(region).Contains(zone)) yield return new RuleFault(Paths.Item(path, index), Foreign(zone, region));
        if (directory.ZoneA.Length > 0 && directory.ZoneA == directory.ZoneB)
            yield return new RuleFault(Paths.Item(path, 1), $"\"{directory.ZoneB}\" is given twice; a directory needs two different " +
                "availability zones.");
    }

    private static string Foreign(string zone, string region) =>
        $"\"{zone}\" is no availability zone of {region}; write one of " +
            $"{string.Join(", ", Regions.ZonesOf(region))}.{Nearest.Hint(zone, Regions.ZonesOf(region))}";
}
