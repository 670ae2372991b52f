using System.Collections.Immutable;

namespace DeskFleet.Simulator.Scenarios.Reading;

/// <summary>Reads <c>directories</c>.</summary>
internal static class DirectoryReader
{
    public static ImmutableArray<DirectorySpec> Read(Section root)
    {
        var items = root.Maps("directories");
        if (items.IsEmpty) root.Report("directories", "A scenario needs at least one directory; add a list with name and zones.");
        ImmutableArray<DirectorySpec> directories = [.. items.Select(ReadOne)];
        UniqueNames.Check(items, directories.Select(directory => directory.Name));
        return directories;
    }

    private static DirectorySpec ReadOne(Section item)
    {
        var name = item.Required("name", Formats.Name, "");
        var zones = item.Values("zones", Formats.Name, "");
        if (item.IsGiven && zones.Length != 2)
            item.Report("zones", "A directory has exactly two availability zones; write them as [a, b].");
        var dedicated = item.Optional("dedicated", Formats.Switch, false);
        item.Close();
        return new DirectorySpec(name, zones.ElementAtOrDefault(0) ?? "", zones.ElementAtOrDefault(1) ?? "", dedicated);
    }
}
