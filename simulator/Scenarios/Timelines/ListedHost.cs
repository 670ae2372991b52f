using System.Globalization;
using DeskFleet.Core.Identity;
using NodaTime;

namespace DeskFleet.Simulator.Scenarios.Timelines;

/// <summary>A host that exists because the scenario lists it, or has it come.</summary>
/// <param name="Account">The account that owns it, or the provider.</param>
/// <param name="Number">Counts the hosts of one account and zone from 1, in the order of the list, and then in that in which they come.</param>
/// <param name="Name">As its pool will name it.</param>
/// <param name="Since">When it comes; null: it is there from the start.</param>
public sealed record ListedHost(HostOwner Owner, string Account, string Zone, int Number, string Name, Instant? Since)
{
    /// <summary>All of them: those of the list, then those that come.</summary>
    public static IEnumerable<ListedHost> Of(Scenario scenario)
    {
        var counts = new Dictionary<(string Account, string Zone), int>();
        var added = scenario.Timeline.OfType<HostsAdded>().OrderBy(added => added.At).Select(added => (added.Hosts, Since: (Instant?)added.At));
        foreach (var (hosts, since) in scenario.Hosts.Select(hosts => (hosts, Since: (Instant?)null)).Concat(added))
        {
            var pool = (Account: AccountOf(scenario, hosts), hosts.Zone);
            for (var i = 0; i < hosts.Count; i++)
            {
                var number = counts[pool] = counts.GetValueOrDefault(pool) + 1;
                yield return new(hosts.Owner, pool.Account, hosts.Zone, number, NameOf(pool.Account, hosts.Zone, number), since);
            }
        }
    }

    private static string AccountOf(Scenario scenario, HostGroup hosts) =>
        hosts.Owner == HostOwner.Account ? scenario.FleetOf(hosts).Account : AccountId.Provider;

    private static string NameOf(string account, string zone, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"h-{account}-{zone}-{number:0000}");
}
