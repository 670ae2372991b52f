using DeskFleet.Simulator.Scenarios;
using DeskFleet.Simulator.Scenarios.Reading;

namespace DeskFleet.Simulator.Planning;

/// <summary>What a scenario must be like for hosts to be planned, besides being sound.</summary>
public static class PlanRules
{
    /// <param name="scenario">Of one account in one region.</param>
    /// <param name="whole">What it was cut out of, or itself.</param>
    /// <param name="hostType">The type to be counted; null: not given.</param>
    public static IEnumerable<Fault> Check(Scenario scenario, Scenario whole, string? hostType)
    {
        var own = scenario.Hosts.Where(hosts => hosts.Owner == HostOwner.Account && hosts.Count > 0).ToList();
        if (!scenario.Directories.Any(directory => directory.Dedicated))
            yield return new("directories", 0, "No directory is dedicated, so no hosts of the account's own can be planned; write \"dedicated: true\" and list a host type for each zone under \"hosts\".");
        else if (hostType is not null)
            foreach (var fault in CheckType(scenario, own, hostType))
                yield return fault;
        else
            foreach (var zone in own.GroupBy(hosts => hosts.Zone).Where(zone => Types(zone).Count > 1))
                yield return new("hosts", 0, $"{zone.Key} has hosts of several types ({string.Join(", ", Types(zone))}); say which to count with --host-type: the others stay as they are listed.");
        if (SharesProvider(scenario, whole))
            yield return new("hosts", 0, $"Other accounts use the provider's listed hosts in {scenario.Region}, too, so that this one cannot be planned alone; leave those hosts out, or give the account a scenario of its own.");
    }

    private static IEnumerable<Fault> CheckType(Scenario scenario, List<HostGroup> own, string hostType)
    {
        var counted = own.Where(hosts => hosts.Type.Name == hostType).ToList();
        var names = Types(own);
        if (counted.Count == 0)
            yield return new("hosts", 0, $"The account has no hosts of type \"{hostType}\" to count; give --host-type one of {string.Join(", ", names)}.{Nearest.Hint(hostType, names)}");
        else if (!scenario.Groups.Any(group => scenario.DirectoryOf(group)!.Dedicated && counted[0].Type.Fits(scenario.BundleOf(group)!)))
            yield return new("groups", 0, $"No group of a dedicated directory has desktops that fit hosts of type \"{hostType}\", so that none are needed; give --host-type another type.");
    }

    private static List<string> Types(IEnumerable<HostGroup> hosts) => [.. hosts.Select(group => group.Type.Name).Distinct()];

    private static bool SharesProvider(Scenario scenario, Scenario whole) =>
        scenario.Hosts.Any(hosts => hosts.Owner == HostOwner.Provider)
        && scenario.Directories.Any(directory => !directory.Dedicated)
        && whole.Directories.Any(directory => !directory.Dedicated && whole.FleetOf(directory) is var fleet && fleet.Region == scenario.Region && fleet.Account != scenario.Account);
}
