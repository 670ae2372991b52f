namespace DeskFleet.Simulator.Scenarios.Rules;

/// <summary>
/// Each fleet is another account or another region, and names of directories and groups are unique over all fleets: they are part of
/// what the fleet and its users are called. Within one fleet they are checked where they are read.
/// </summary>
internal static class FleetNames
{
    public static IEnumerable<RuleFault> Check(Scenario scenario) =>
    [
        .. from fleet in scenario.Fleets.Index()
           where fleet.Item.Region.Length > 0 && scenario.Fleets.Take(fleet.Index).Any(other => (other.Account, other.Region) == (fleet.Item.Account, fleet.Item.Region))
           select new RuleFault(PartPaths.Key(scenario, fleet.Index, "region"), $"Account \"{fleet.Item.Account}\" in {fleet.Item.Region} is listed already; name another account or region, or put the two together."),
        .. from directory in scenario.Directories.Index()
           where IsTaken(scenario.Directories.Take(directory.Index).Select(other => (other.Name, other.Fleet)), (directory.Item.Name, directory.Item.Fleet))
           select new RuleFault($"{PartPaths.Directory(scenario, directory.Index)}.name", Taken("directory", directory.Item.Name)),
        .. from @group in scenario.Groups.Index()
           where IsTaken(scenario.Groups.Take(@group.Index).Select(other => (other.Name, other.Fleet)), (@group.Item.Name, @group.Item.Fleet))
           select new RuleFault($"{PartPaths.Group(scenario, @group.Index)}.name", Taken("group", @group.Item.Name)),
    ];

    private static bool IsTaken(IEnumerable<(string Name, int Fleet)> earlier, (string Name, int Fleet) own) =>
        own.Name.Length > 0 && earlier.Any(other => other.Fleet != own.Fleet && other.Name.Equals(own.Name, StringComparison.OrdinalIgnoreCase));

    private static string Taken(string what, string name) => $"Another fleet has a {what} \"{name}\"; choose another name.";
}
