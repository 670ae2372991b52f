using DeskFleet.Simulator.Scenarios;
using DeskFleet.Simulator.Scenarios.Timelines;

namespace DeskFleet.Simulator.Planning;

/// <summary>One account in one region, cut out of a scenario of several.</summary>
public static class FleetOnly
{
    /// <summary>
    /// The scenario without the other accounts and regions, which share no host of the account's with this one. Its people, and what befalls it, are the
    /// same as in the whole.
    /// </summary>
    /// <param name="fleet">Its place among the scenario's fleets.</param>
    public static Scenario Of(Scenario scenario, int fleet)
    {
        var spec = scenario.Fleets[fleet];
        var part = scenario with
        {
            Region = spec.Region,
            Account = spec.Account,
            Quota = spec.Quota,
            Fleets = [spec],
            Directories = [.. scenario.Directories.Where(directory => directory.Fleet == fleet).Select(directory => directory with { Fleet = 0 })],
            Hosts = [.. scenario.Hosts.Where(hosts => Serves(scenario, hosts, fleet)).Select(hosts => hosts with { Fleet = 0 })],
            Groups = [.. scenario.Groups.Where(group => group.Fleet == fleet).Select(group => group with { Fleet = 0 })],
            Timeline = [.. scenario.Timeline.Where(happening => happening is not HostsAdded added || Serves(scenario, added.Hosts, fleet)).Select(Moved)],
        };
        return part with { Timeline = [.. part.Timeline.Where(happening => Concerns(part, happening))] };
    }

    /// <summary>Its own hosts, and the provider's of its region.</summary>
    private static bool Serves(Scenario scenario, HostGroup hosts, int fleet) => hosts.Owner == HostOwner.Account
        ? hosts.Fleet == fleet
        : scenario.Fleets[hosts.Fleet].Region == scenario.Fleets[fleet].Region;

    /// <summary>Its hosts are those of the only fleet now.</summary>
    private static TimelineEvent Moved(TimelineEvent happening) => happening is HostsAdded added ? added with { Hosts = added.Hosts with { Fleet = 0 } } : happening;

    private static bool Concerns(Scenario part, TimelineEvent happening) => happening switch
    {
        ImagesCaptured captured => part.Groups.Any(group => group.Name == captured.Group),
        UsersLeave leaving => part.Groups.Any(group => group.Name == leaving.Group),
        ModeSwitch change => part.Groups.Any(group => group.Name == change.Group),
        HostsChange { Hosts: NamedHost named } => ListedHost.Of(part).Any(host => host.Name == named.Name),
        HostsChange { Hosts: SomeHosts some } => (some.Account ?? part.Account) == part.Account && part.Hosts.Any(hosts => hosts.Zone == some.Zone),
        HostsChange { Hosts: WholeZone zone } => part.Hosts.Any(hosts => hosts.Zone == zone.Zone),
        _ => true,
    };
}
