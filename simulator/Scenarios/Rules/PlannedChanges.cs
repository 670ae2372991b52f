using DeskFleet.Simulator.Scenarios.Reading;
using DeskFleet.Simulator.Scenarios.Timelines;

namespace DeskFleet.Simulator.Scenarios.Rules;

/// <summary>Hosts that come stand where somebody is placed on them, and nobody leaves who is not there.</summary>
internal static class PlannedChanges
{
    public static IEnumerable<RuleFault> Check(Scenario scenario) =>
    [
        .. from e in scenario.Timeline.Index()
           where e.Item is HostsAdded
           from flaw in CheckHosts(scenario, ((HostsAdded)e.Item).Hosts, $"{Paths.Item("timeline", e.Index)}.addHost")
           select flaw,
        .. from step in Departures.Of(scenario)
           where step.Problem is not null
           select new RuleFault($"{Paths.Item("timeline", step.Index)}.leave", step.Problem!),
    ];

    private static IEnumerable<RuleFault> CheckHosts(Scenario scenario, HostGroup hosts, string path)
    {
        if (hosts.Zone.Length == 0 || hosts.Type.Name.Length == 0)
            yield break;
        var served = scenario.Directories.Where(directory => directory.Pool == hosts.Owner && directory.Zones.Contains(hosts.Zone) && (hosts.Owner == HostOwner.Provider || directory.Fleet == hosts.Fleet)).ToList();
        if (served.Count == 0)
            yield return new($"{path}.zone", $"No directory places desktops on {(hosts.Owner == HostOwner.Account ? "hosts of the account's own" : "the provider's hosts")} in {hosts.Zone}; name another zone or owner.");
        else if (hosts.Owner == HostOwner.Provider && scenario.HasEndlessSharedPoolIn(scenario.FleetOf(hosts).Region))
            yield return new($"{path}.owner", "The provider's hosts are endless in this region, so that none need to come; list those that are there from the start under \"hosts\", or leave this out.");
        else if (!scenario.Groups.Any(group => served.Contains(scenario.DirectoryOf(group)!) && scenario.BundleOf(group) is { } bundle && hosts.Type.Fits(bundle)))
            yield return new($"{path}.type", $"No group that could be placed here has desktops that fit hosts of type \"{hosts.Type.Name}\"; name another type.");
    }
}
