using DeskFleet.Simulator.Scenarios.Reading;
using DeskFleet.Simulator.Scenarios.Timelines;

namespace DeskFleet.Simulator.Scenarios.Rules;

/// <summary>Directory and bundle of a group exist, and the groups that the time line names.</summary>
internal static class GroupReferences
{
    public static IEnumerable<RuleFault> Check(Scenario scenario) =>
    [
        .. scenario.Groups.Index().SelectMany(group => Check(scenario, group.Item, group.Index)),
        .. from e in scenario.Timeline.Index()
           let named = NamedBy(e.Item)
           where named.Group.Length > 0 && scenario.Groups.All(users => users.Name != named.Group)
           select new RuleFault($"timeline[{e.Index}].{named.Key}.group", Unknown("group", named.Group, [.. scenario.Groups.Select(users => users.Name)])),
    ];

    /// <summary>The key of an event and the group it names; empty: none.</summary>
    private static (string Key, string Group) NamedBy(TimelineEvent happening) => happening switch
    {
        ImagesCaptured captured => ("captureImages", captured.Group),
        ModeSwitch change => ("switchMode", change.Group),
        UsersLeave leaving => ("leave", leaving.Group),
        _ => ("", ""),
    };

    private static IEnumerable<RuleFault> Check(Scenario scenario, UserGroup group, int index)
    {
        if (group.Directory.Length > 0 && scenario.DirectoryOf(group)?.Fleet != group.Fleet)
            yield return new RuleFault($"{PartPaths.Group(scenario, index)}.directory", NoDirectory(scenario, group));
        if (group.Bundle.Length > 0 && scenario.BundleOf(group) is null)
            yield return new RuleFault($"{PartPaths.Group(scenario, index)}.bundle", NoBundle(scenario, group.Bundle));
    }

    private static string NoDirectory(Scenario scenario, UserGroup group) =>
        Unknown("directory", group.Directory, [.. scenario.Directories.Where(directory => directory.Fleet == group.Fleet).Select(directory => directory.Name)]);

    private static string NoBundle(Scenario scenario, string name) =>
        Unknown("bundle", name, scenario.Bundles.Select(bundle => bundle.Name).ToList());

    private static string Unknown(string what, string name, List<string> known) =>
        $"There is no {what} \"{name}\"; write one of {string.Join(", ", known)}.{Nearest.Hint(name, known)}";
}
