using DeskFleet.Simulator.Scenarios;

namespace DeskFleet.Simulator.Planning;

/// <summary>What a scenario must be like for hosts to be planned, besides being sound.</summary>
public static class PlanRules
{
    public static IEnumerable<Fault> Check(Scenario scenario)
    {
        var own = scenario.Hosts.Index().Where(hosts => hosts.Item.Owner == HostOwner.Account && hosts.Item.Count > 0).ToList();
        if (!scenario.Directories.Any(directory => directory.Dedicated))
            yield return new("directories", 0, "No directory is dedicated, so no hosts of the account's own can be planned; write \"dedicated: true\" and list a host type for each zone under \"hosts\".");
        if (scenario.Fleets.Length > 1)
            yield return new("fleets", 0, $"A plan counts the hosts of one account in one region, and here are {scenario.Fleets.Length}; give each a scenario of its own (importFrom shares what is common).");
        foreach (var zone in own.GroupBy(hosts => hosts.Item.Zone).Where(zone => zone.Select(hosts => hosts.Item.Type.Name).Distinct().Count() > 1))
        {
            var names = string.Join(", ", zone.Select(hosts => hosts.Item.Type.Name).Distinct());
            yield return new($"hosts[{zone.ElementAt(1).Index}].type", 0, $"{zone.Key} has hosts of several types ({names}); a plan counts hosts of one type in each zone, so list one of them.");
        }
    }
}
