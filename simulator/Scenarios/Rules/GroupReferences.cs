using DeskFleet.Simulator.Scenarios.Reading;
using DeskFleet.Simulator.Scenarios.Timelines;

namespace DeskFleet.Simulator.Scenarios.Rules;

/// <summary>Directory and bundle of a group exist, and groups that events name.</summary>
internal static class GroupReferences
{
    public static IEnumerable<Flaw> Check(Scenario scenario) =>
    [
        .. scenario.Groups.Index().SelectMany(group => Check(scenario, group.Item, group.Index)),
        .. scenario.Timeline.Index().SelectMany(e => Check(scenario, e.Item as ModeSwitch, e.Index)),
    ];

    private static IEnumerable<Flaw> Check(Scenario scenario, ModeSwitch? change, int index)
    {
        if (change is { Group.Length: > 0 } && scenario.Groups.All(known => known.Name != change.Group))
            yield return new Flaw($"timeline[{index}].switchMode.group", Unknown("group", change.Group, [.. scenario.Groups.Select(known => known.Name)]));
    }

    private static IEnumerable<Flaw> Check(Scenario scenario, UserGroup group, int index)
    {
        if (group.Directory.Length > 0 && scenario.DirectoryOf(group) is null)
            yield return new Flaw($"groups[{index}].directory", NoDirectory(scenario, group.Directory));
        if (group.Bundle.Length > 0 && scenario.BundleOf(group) is null)
            yield return new Flaw($"groups[{index}].bundle", NoBundle(scenario, group.Bundle));
    }

    private static string NoDirectory(Scenario scenario, string name) =>
        Unknown("directory", name, scenario.Directories.Select(directory => directory.Name).ToList());

    private static string NoBundle(Scenario scenario, string name) =>
        Unknown("bundle", name, scenario.Bundles.Select(bundle => bundle.Name).ToList());

    private static string Unknown(string what, string name, List<string> known) =>
        $"There is no {what} \"{name}\"; write one of {string.Join(", ", known)}.{Nearest.Hint(name, known)}";
}
