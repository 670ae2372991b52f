using DeskFleet.Simulator.Scenarios.Reading;

namespace DeskFleet.Simulator.Scenarios.Rules;

/// <summary>Directory and bundle of a group exist.</summary>
internal static class GroupReferences
{
    public static IEnumerable<Flaw> Check(Scenario scenario) =>
        scenario.Groups.Index().SelectMany(group => Check(scenario, group.Item, group.Index));

    private static IEnumerable<Flaw> Check(Scenario scenario, UserGroup group, int index)
    {
        if (group.Directory.Length > 0 && scenario.DirectoryOf(group)?.Fleet != group.Fleet)
            yield return new Flaw($"{PartPaths.Group(scenario, index)}.directory", NoDirectory(scenario, group));
        if (group.Bundle.Length > 0 && scenario.BundleOf(group) is null)
            yield return new Flaw($"{PartPaths.Group(scenario, index)}.bundle", NoBundle(scenario, group.Bundle));
    }

    private static string NoDirectory(Scenario scenario, UserGroup group) =>
        Unknown("directory", group.Directory, [.. scenario.Directories.Where(directory => directory.Fleet == group.Fleet).Select(directory => directory.Name)]);

    private static string NoBundle(Scenario scenario, string name) =>
        Unknown("bundle", name, scenario.Bundles.Select(bundle => bundle.Name).ToList());

    private static string Unknown(string what, string name, List<string> known) =>
        $"There is no {what} \"{name}\"; write one of {string.Join(", ", known)}.{Nearest.Hint(name, known)}";
}
