using DeskFleet.Simulator.Scenarios.Reading;

namespace DeskFleet.Simulator.Scenarios.Rules;

/// <summary>Where the parts of a scenario stand in its file: at the root, or below their fleet.</summary>
internal static class PartPaths
{
    public static string Directory(Scenario scenario, int index) => Of(scenario, "directories", index, [.. scenario.Directories.Select(part => part.Fleet)]);

    public static string Hosts(Scenario scenario, int index) => Of(scenario, "hosts", index, [.. scenario.Hosts.Select(part => part.Fleet)]);

    public static string Group(Scenario scenario, int index) => Of(scenario, "groups", index, [.. scenario.Groups.Select(part => part.Fleet)]);

    /// <summary>A key of a fleet itself.</summary>
    public static string Key(Scenario scenario, int fleet, string key) =>
        scenario.ListsFleets ? Paths.Join(Paths.Item(FleetSectionReader.Key, fleet), key) : key;

    private static string Of(Scenario scenario, string key, int index, int[] fleets) =>
        Paths.Item(Key(scenario, fleets[index], key), fleets.Take(index).Count(fleet => fleet == fleets[index]));
}
