using DeskFleet.Simulator.Scenarios.Yaml;

namespace DeskFleet.Simulator.Scenarios.Reading;

/// <summary>On which line each path of a scenario file stands, for rules that know paths only.</summary>
internal sealed class LineIndex
{
    private readonly Dictionary<string, int> lines = new(StringComparer.Ordinal) { [""] = 1 };

    public LineIndex(YamlNode root) => Visit(root, "");

    /// <summary>The line of a path, or of the nearest path above it that the file holds.</summary>
    public int LineOf(string path) => lines.TryGetValue(path, out var line) ? line : LineOf(Paths.Parent(path));

    private void Visit(YamlNode node, string path)
    {
        if (node is YamlMap map) foreach (var entry in map.Entries) Enter(Paths.Join(path, entry.Key), entry.Line, entry.Value);
        if (node is YamlList list) foreach (var (index, item) in list.Items.Index()) Enter(Paths.Item(path, index), item.Line, item);
    }

    private void Enter(string path, int line, YamlNode node)
    {
        lines[path] = line;
        Visit(node, path);
    }
}
