namespace DeskFleet.Simulator.Scenarios.Rules;

/// <summary>
/// Every host has room for one desktop of each group that may be placed on it, and each group finds hosts of its family, with GPUs
/// or without, in both zones.
/// </summary>
internal static class HostSizes
{
    public static IEnumerable<RuleFault> Check(Scenario scenario) =>
        from users in scenario.Groups.Index()
        let directory = scenario.DirectoryOf(users.Item)
        let bundle = scenario.BundleOf(users.Item)
        where directory is not null && bundle is not null
        from flaw in directory.Pool == HostOwner.Provider && scenario.HasEndlessSharedPoolIn(scenario.FleetOf(directory).Region)
            ? Endless(scenario, users.Index, bundle)
            : Listed(scenario, users.Item, users.Index, directory, bundle)
        select flaw;

    private static IEnumerable<RuleFault> Endless(Scenario scenario, int index, BundleSpec bundle)
    {
        var type = scenario.EndlessTypeFor(bundle);
        if (!type.Fits(bundle))
            yield return new RuleFault($"{PartPaths.Group(scenario, index)}.bundle", $"No desktop fits the shared pool: {TooSmall(type, bundle)}");
    }

    private static IEnumerable<RuleFault> Listed(Scenario scenario, UserGroup group, int index, DirectorySpec directory, BundleSpec bundle)
    {
        foreach (var zone in directory.Zones.Distinct().Where(zone => zone.Length > 0))
        {
            var pool = scenario.Hosts.Index().Where(hosts => IsIn(scenario, hosts.Item, directory, zone)).ToList();
            var family = pool.Where(hosts => hosts.Item.Type.IsFamilyOf(bundle)).ToList();
            if (family.Count == 0 && (pool.Count > 0 || directory.Pool == HostOwner.Provider))
                yield return new RuleFault($"{PartPaths.Group(scenario, index)}.bundle", NoFamily(group, bundle, zone));
            foreach (var (host, hosts) in family.Where(hosts => !hosts.Item.Type.Fits(bundle)))
                yield return new RuleFault($"{PartPaths.Hosts(scenario, host)}.type", $"Group \"{group.Name}\" may be placed here, but " +
                    $"{TooSmall(hosts.Type, bundle)}");
        }
    }

    /// <summary>Own hosts are the account's alone; the provider's serve everybody in the zone.</summary>
    private static bool IsIn(Scenario scenario, HostGroup hosts, DirectorySpec directory, string zone) =>
        hosts.Owner == directory.Pool && (directory.Pool == HostOwner.Provider || scenario.FleetOf(hosts) == scenario.FleetOf(directory))
        && hosts.Zone == zone && hosts.Count > 0 && hosts.Type.Name.Length > 0;

    private static string NoFamily(UserGroup group, BundleSpec bundle, string zone) =>
        $"Group \"{group.Name}\" needs hosts {(bundle.NeedsGpu ? "with GPUs" : "without GPUs")} in {zone}, and none is listed; add " +
            "some under \"hosts\".";

    private static string TooSmall(HostTypeSpec type, BundleSpec bundle) =>
        $"a host of type \"{type.Name}\" ({Size(type.UsableVCpu, type.MemoryMiB, type.Gpus)}) is too small for one {bundle.Name} desktop " +
        $"({Size(bundle.VCpu, bundle.MemoryMiB, bundle.Gpus)}); take a larger type or a smaller bundle.";

    private static string Size(int vCpu, long memoryMiB, int gpus) =>
        $"{vCpu} vCPU, {Reading.Units.Memory.Show(memoryMiB)}{(gpus > 0 ? $", {gpus} GPU" : "")}";
}
