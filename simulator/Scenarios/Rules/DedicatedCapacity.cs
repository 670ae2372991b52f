namespace DeskFleet.Simulator.Scenarios.Rules;

/// <summary>A dedicated directory has hosts of the account in both of its zones (BYO-04, BYO-14).</summary>
internal static class DedicatedCapacity
{
    public static IEnumerable<RuleFault> Check(Scenario scenario) =>
        from directory in scenario.Directories.Index()
        where directory.Item.Dedicated
        from zone in directory.Item.Zones.Distinct()
        where zone.Length > 0 && !scenario.Hosts.Any(hosts => hosts.Fleet == directory.Item.Fleet && IsThere(hosts, zone))
        select new RuleFault(PartPaths.Directory(scenario, directory.Index), Missing(directory.Item.Name, zone));

    /// <summary>A host group whose zone is wrong has been reported; it may well be the one that is missing here.</summary>
    private static bool IsThere(HostGroup hosts, string zone) =>
        hosts.Owner == HostOwner.Account && hosts.Count > 0 && (hosts.Zone == zone || hosts.Zone.Length == 0);

    private static string Missing(string directory, string zone) =>
        $"The dedicated directory \"{directory}\" has no host of the account in {zone}; list some under \"hosts\", or leave " +
            "\"dedicated\" out.";
}
