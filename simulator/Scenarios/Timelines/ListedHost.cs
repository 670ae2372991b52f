using System.Globalization;
using DeskFleet.Core.Identity;

namespace DeskFleet.Simulator.Scenarios.Timelines;

/// <summary>A host that exists from the start, because the scenario lists it.</summary>
/// <param name="Account">The account that owns it, or the provider.</param>
/// <param name="Number">Counts the hosts of one account and zone from 1, in the order of the list.</param>
/// <param name="Name">As its pool will name it.</param>
public sealed record ListedHost(HostOwner Owner, string Account, string Zone, int Number, string Name)
{
    /// <summary>All of them, in the order of the list.</summary>
    public static IEnumerable<ListedHost> Of(Scenario scenario)
    {
        var counts = new Dictionary<(string Account, string Zone), int>();
        foreach (var hosts in scenario.Hosts)
        {
            var pool = (Account: AccountOf(scenario, hosts), hosts.Zone);
            for (var i = 0; i < hosts.Count; i++)
            {
                var number = counts[pool] = counts.GetValueOrDefault(pool) + 1;
                yield return new(hosts.Owner, pool.Account, hosts.Zone, number, NameOf(pool.Account, hosts.Zone, number));
            }
        }
    }

    private static string AccountOf(Scenario scenario, HostGroup hosts) =>
        hosts.Owner == HostOwner.Account ? scenario.FleetOf(hosts).Account : AccountId.Provider;

    private static string NameOf(string account, string zone, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"h-{account}-{zone}-{number:0000}");
}
