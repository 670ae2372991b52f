using System.Collections.Immutable;
using System.Text.Json.Nodes;
using DeskFleet.Simulator.Scenarios.Yaml;

namespace DeskFleet.Simulator.Scenarios.Reading;

/// <summary>
/// A map of a scenario file while it is read. Whatever is asked for is known; <see cref="Close"/> reports the rest. A wrong or
/// missing value is reported and replaced by its fallback, so that reading goes on and finds all faults.
/// </summary>
internal sealed class Section(YamlMap? map, string path, int line, FaultList faults)
{
    private readonly List<string> known = [];

    /// <summary>False for a map that is missing or no map: it yields fallbacks and reports nothing.</summary>
    public bool IsGiven => map is not null;

    public int Line => line;

    public string Path => path;

    public bool Has(string key) => Find(key) is not null;

    public T Optional<T>(string key, Format<T> format, T fallback) =>
        Find(key, "value", Shapes.Of(format)) is { } entry ? Value(Paths.Join(path, key), entry.Line, entry.Value, format, fallback) : fallback;

    public T Required<T>(string key, Format<T> format, T fallback)
    {
        if (IsGiven && !Has(key)) Report(key, $"\"{key}\" is missing; add it.");
        return Optional(key, format, fallback);
    }

    public T RequiredUnless<T>(bool hasDefault, string key, Format<T> format, T fallback) =>
        hasDefault ? Optional(key, format, fallback) : Required(key, format, fallback);

    /// <summary>A map under this one; not given when it is missing or no map.</summary>
    public Section Child(string key) =>
        Find(key, "map") is { } entry
            ? Map(Paths.Join(path, key), entry.Line, entry.Value)
            : new Section(null, Paths.Join(path, key), line, faults);

    /// <summary>The same map for a look ahead: who reads for good reports what is wrong.</summary>
    public Section Ahead => new(map, path, line, new FaultList(""));

    /// <summary>The maps of a list; empty when it is missing.</summary>
    public ImmutableArray<Section> Maps(string key) =>
        [.. Items(key, "maps").Select((item, index) => Map(ItemPath(key, index), item.Line, item))];

    /// <summary>The values of a list; empty when it is missing.</summary>
    public ImmutableArray<T> Values<T>(string key, Format<T> format, T fallback) =>
        [.. Items(key, "values", Shapes.Of(format)).Select((item, index) => Value(ItemPath(key, index), item.Line, item, format, fallback))];

    public void Report(string key, string problem) => faults.Add(Paths.Join(path, key), Find(key)?.Line ?? line, problem);

    /// <summary>Reports what concerns this map as a whole.</summary>
    public void ReportHere(string problem) => faults.Add(path, line, problem);

    /// <summary>Reports every key that nobody asked for.</summary>
    public void Close()
    {
        foreach (var entry in map?.Entries.Where(entry => !known.Contains(entry.Key)) ?? [])
            faults.Add(Paths.Join(path, entry.Key), entry.Line, Unknown(entry.Key));
    }

    private string ItemPath(string key, int index) => Paths.Item(Paths.Join(path, key), index);

    private string Unknown(string key) =>
        $"\"{key}\" is no key of this part; allowed are {string.Join(", ", known)}.{Nearest.Hint(key, known)}";

    private YamlEntry? Find(string key, string? kind = null, JsonObject? shape = null)
    {
        if (kind is not null) faults.Keys?.Note(path, key, kind, shape);
        if (!known.Contains(key)) known.Add(key);
        return map?.Entries.FirstOrDefault(entry => entry.Key == key);
    }

    private Section Map(string itemPath, int itemLine, YamlNode node)
    {
        if (node is not YamlMap) faults.Add(itemPath, itemLine, "Here belongs a map of keys and values, such as \"name: example\".");
        return new Section(node as YamlMap, itemPath, itemLine, faults);
    }

    private ImmutableArray<YamlNode> Items(string key, string kind, JsonObject? shape = null)
    {
        if (Find(key, kind, shape)?.Value is null or YamlList) return (Find(key)?.Value as YamlList)?.Items ?? [];
        Report(key, "Here belongs a list: items that begin with \"- \", or [a, b].");
        return [];
    }

    private T Value<T>(string valuePath, int valueLine, YamlNode node, Format<T> format, T fallback)
    {
        var parsed = node is YamlText text ? format(text.Value) : Parsed.Wrong<T>("Here belongs a single value, no list and no map.");
        if (parsed.Problem is null) return parsed.Value;
        faults.Add(valuePath, valueLine, parsed.Problem);
        return fallback;
    }
}
