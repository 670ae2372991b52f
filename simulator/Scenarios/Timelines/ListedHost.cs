using System.Globalization;
using DeskFleet.Core.Identity;

namespace DeskFleet.Simulator.Scenarios.Timelines;

/// <summary>A host that exists from the start, because the scenario lists it.</summary>
/// <param name="Number">Counts the hosts of one owner and zone from 1, in the order of the list.</param>
/// <param name="Name">As its pool will name it.</param>
public sealed record ListedHost(HostOwner Owner, string Zone, int Number, string Name)
{
    /// <summary>All of them, in the order of the list.</summary>
    public static IEnumerable<ListedHost> Of(Scenario scenario)
    {
        var counts = new Dictionary<(string Account, string Zone), int>();
        foreach (var hosts in scenario.Hosts)
        {
            var pool = (AccountOf(scenario, hosts), hosts.Zone);
            for (var i = 0; i < hosts.Count; i++)
            {
                var number = counts[pool] = counts.GetValueOrDefault(pool) + 1;
                yield return new(hosts.Owner, hosts.Zone, number, NameOf(scenario, hosts, number));
            }
        }
    }

    private static string AccountOf(Scenario scenario, HostGroup hosts) =>
        hosts.Owner == HostOwner.Account ? scenario.FleetOf(hosts).Account : AccountId.Provider;

    private static string NameOf(Scenario scenario, HostGroup hosts, int number)
    {
        var account = AccountOf(scenario, hosts);
        return string.Create(CultureInfo.InvariantCulture, $"h-{account}-{hosts.Zone}-{number:0000}");
    }
}
