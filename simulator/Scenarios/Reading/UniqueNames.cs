using System.Collections.Immutable;

namespace DeskFleet.Simulator.Scenarios.Reading;

internal static class UniqueNames
{
    /// <summary>Reports every name that an earlier item of the list has, capitals aside: they would make equal user names.</summary>
    public static void Check(ImmutableArray<Section> items, IEnumerable<string> names)
    {
        var first = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (var (item, name) in items.Zip(names))
        {
            if (name.Length == 0 || first.TryAdd(name, item.Line)) continue;
            item.Report("name", $"The name \"{name}\" is taken in line {first[name]}; choose another one.");
        }
    }
}
