using System.Collections.Immutable;
using DeskFleet.Simulator.Scenarios.Reading;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace DeskFleet.Simulator.Scenarios.Yaml;

/// <summary>
/// Builds the tree from the parser's events, because the library's own tree stops at the first duplicate key and expands
/// anchors. Anchors, aliases and tags are faults: no scenario needs them, and they can make a small file unfold into a huge one.
/// </summary>
internal sealed class YamlTreeBuilder(IParser parser, FaultList faults)
{
    private const int DeepestNesting = 16;

    private readonly HashSet<string> refused = [];

    /// <summary>The root of the first document, or null when there is none.</summary>
    /// <exception cref="YamlException">The text is not YAML.</exception>
    public YamlNode? Build()
    {
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _)) return null;
        var root = Node("", 0);
        parser.Consume<DocumentEnd>();
        if (parser.TryConsume<DocumentStart>(out var second))
            faults.Add("", LineOf(second), "A second document begins here; put one scenario in a file.");
        return root;
    }

    private YamlNode Node(string path, int depth)
    {
        if (depth > DeepestNesting) throw TooDeep();
        if (parser.Current is NodeEvent node) Refuse(node, path);
        if (parser.TryConsume<MappingStart>(out var map)) return Map(map, path, depth);
        if (parser.TryConsume<SequenceStart>(out var list)) return List(list, path, depth);
        if (parser.TryConsume<AnchorAlias>(out var alias)) return Alias(alias, path);
        var scalar = parser.Consume<Scalar>();
        return new YamlText(scalar.Value, LineOf(scalar));
    }

    private YamlMap Map(MappingStart start, string path, int depth)
    {
        var entries = ImmutableArray.CreateBuilder<YamlEntry>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = Key(path, depth);
            var entry = new YamlEntry(key.Value, key.Line, Node(Paths.Join(path, key.Value), depth + 1));
            if (entries.FirstOrDefault(other => other.Key == entry.Key) is { } first) ReportTwice(path, entry, first);
            else entries.Add(entry);
        }

        return new YamlMap(entries.ToImmutable(), LineOf(start));
    }

    private YamlText Key(string path, int depth)
    {
        var key = Node(path, depth + 1);
        if (key is YamlText text) return text;
        faults.Add(path, key.Line, "A key must be a plain word.");
        return new YamlText("", key.Line);
    }

    private YamlList List(SequenceStart start, string path, int depth)
    {
        var items = ImmutableArray.CreateBuilder<YamlNode>();
        while (!parser.TryConsume<SequenceEnd>(out _)) items.Add(Node(Paths.Item(path, items.Count), depth + 1));
        return new YamlList(items.ToImmutable(), LineOf(start));
    }

    private YamlText Alias(AnchorAlias alias, string path)
    {
        faults.Add(path, LineOf(alias), $"The alias \"*{alias.Value}\" is not allowed; write the value itself.");
        return new YamlText("", LineOf(alias));
    }

    private void Refuse(NodeEvent node, string path)
    {
        if (!node.Anchor.IsEmpty && refused.Add("&" + node.Anchor.Value))
            faults.Add(path, LineOf(node), $"The anchor \"&{node.Anchor.Value}\" is not allowed; write each value where it is used.");
        if (!node.Tag.IsEmpty && !node.Tag.IsNonSpecific && refused.Add("!" + node.Tag.Value))
            faults.Add(path, LineOf(node), $"The tag \"{node.Tag.Value}\" is not allowed; leave it out.");
    }

    private void ReportTwice(string path, YamlEntry entry, YamlEntry first) => faults.Add(
        Paths.Join(path, entry.Key), entry.Line, $"\"{entry.Key}\" is given twice, first in line {first.Line}; keep one of them.");

    private YamlException TooDeep() =>
        new(parser.Current!.Start, parser.Current.End, $"the nesting is deeper than {DeepestNesting} levels");

    private static int LineOf(ParsingEvent parsed) => (int)parsed.Start.Line;
}
