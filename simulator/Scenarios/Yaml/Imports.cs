using DeskFleet.Simulator.Scenarios.Reading;

namespace DeskFleet.Simulator.Scenarios.Yaml;

/// <summary>
/// Puts a scenario on top of the one that it names under <c>importFrom</c>. Maps are merged key by key, lists of things with names by
/// name; every other list or value takes the place of the base's.
/// </summary>
internal sealed class Imports(FaultList faults, int mostBytes)
{
    public const string Key = "importFrom";

    private readonly List<string> open = [];

    /// <summary>Hashes of all files that were imported.</summary>
    public List<string> Hashes { get; } = [];

    /// <summary>The whole tree; what cannot be imported is a fault and left out.</summary>
    /// <param name="path">The file that the tree is from.</param>
    public YamlMap Resolve(YamlMap tree, string path)
    {
        if (tree.Entries.FirstOrDefault(entry => entry.Key == Key) is not { } import) return tree;
        var own = tree with { Entries = tree.Entries.Remove(import) };
        open.Add(Path.GetFullPath(path));
        var merged = Base(import, path) is { } below ? Merge(below, own) : own;
        open.RemoveAt(open.Count - 1);
        return merged;
    }

    private YamlMap? Base(YamlEntry import, string path)
    {
        if (import.Value is not YamlText { Value.Length: > 0 } name || name.Value.Contains('\0', StringComparison.Ordinal))
            return Refuse(import, "Here belongs the name of a scenario, such as \"base.yaml\".");
        var file = Path.Combine(Path.GetDirectoryName(path) ?? "", name.Value);
        if (open.Contains(Path.GetFullPath(file)))
            return Refuse(import, $"\"{name.Value}\" imports itself, in a circle of {open.Count - open.IndexOf(Path.GetFullPath(file))}; leave one of them out.");
        if (File.Exists(file) && !IsAFileWithSomethingInIt(file))
            return Refuse(import, $"\"{name.Value}\" is a pipe, a device or empty; import a file with a scenario in it.");
        var read = InputFile.Read(file, mostBytes);
        if (read.Problem is not null) return Refuse(import, $"\"{name.Value}\" cannot be imported: {read.Problem}");
        Hashes.Add(read.ContentHash);
        var below = new FaultList(file);
        var tree = YamlFile.Parse(read.Text, below);
        faults.Take(below);
        return tree is null ? null : Resolve((YamlMap)Shift(tree, faults.LinesOf(file)), file);
    }

    /// <summary>A pipe would be waited for, for ever where nobody writes into it; its length is 0 like that of an empty file.</summary>
    private static bool IsAFileWithSomethingInIt(string file)
    {
        try
        {
            var info = new FileInfo(file);
            return ((FileInfo?)info.ResolveLinkTarget(returnFinalTarget: true) ?? info) is { Exists: true, Length: > 0 };
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private YamlMap? Refuse(YamlEntry import, string problem)
    {
        faults.Add(Key, import.Line, problem);
        return null;
    }

    private static YamlMap Merge(YamlMap below, YamlMap above)
    {
        var kept = below.Entries.Select(entry => above.Entries.FirstOrDefault(other => other.Key == entry.Key) is { } over
            ? over with { Value = Merge(entry.Value, over.Value) }
            : entry);
        return above with { Entries = [.. kept, .. above.Entries.Where(entry => below.Entries.All(other => other.Key != entry.Key))] };
    }

    private static YamlNode Merge(YamlNode below, YamlNode above) => (below, above) switch
    {
        (YamlMap map, YamlMap over) => Merge(map, over),
        (YamlList list, YamlList over) when list.Items.Concat(over.Items).All(item => NameOf(item) is not null) => Merge(list, over),
        _ => above,
    };

    private static YamlList Merge(YamlList below, YamlList above)
    {
        var kept = below.Items.Select(item => above.Items.FirstOrDefault(other => NameOf(other) == NameOf(item)) is { } over ? Merge(item, over) : item);
        return above with { Items = [.. kept, .. above.Items.Where(item => below.Items.All(other => NameOf(other) != NameOf(item)))] };
    }

    private static string? NameOf(YamlNode item) =>
        ((item as YamlMap)?.Entries.FirstOrDefault(entry => entry.Key == "name")?.Value as YamlText)?.Value;

    private static YamlNode Shift(YamlNode node, int lines) => node switch
    {
        YamlMap map => new YamlMap([.. map.Entries.Select(entry => new YamlEntry(entry.Key, entry.Line + lines, Shift(entry.Value, lines)))], map.Line + lines),
        YamlList list => new YamlList([.. list.Items.Select(item => Shift(item, lines))], list.Line + lines),
        _ => node with { Line = node.Line + lines },
    };
}
