using System.Collections.Immutable;
using DeskFleet.Simulator.Scenarios.Reading;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace DeskFleet.Simulator.Scenarios.Yaml;

/// <summary>
/// Builds the tree from the parser's events, because the library's own tree stops at the first duplicate key. An alias stands for what its anchor
/// names, in the lines of the anchor; <c>&lt;&lt;</c> takes a map into another. Tags are faults: no scenario needs them.
/// </summary>
internal sealed class YamlTreeBuilder(IParser parser, FaultList faults)
{
    private const int DeepestNesting = 16;

    /// <summary>Parts that aliases may unfold into, so that a small file never becomes a huge one.</summary>
    private const int MaxUnfolded = 50_000;

    private const string MergeKey = "<<";

    private readonly HashSet<string> refused = [];
    private readonly Dictionary<string, YamlNode> anchors = new(StringComparer.Ordinal);
    private int unfolded;

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
        if (parser.TryConsume<AnchorAlias>(out var alias)) return Alias(alias, path, depth);
        var anchor = parser.Current is NodeEvent node ? AnchorOf(node, path) : null;
        YamlNode built;
        if (parser.TryConsume<MappingStart>(out var map)) built = Map(map, path, depth);
        else if (parser.TryConsume<SequenceStart>(out var list)) built = List(list, path, depth);
        else built = Text(parser.Consume<Scalar>());
        if (anchor is not null) anchors[anchor] = built;
        return built;
    }

    private static YamlText Text(Scalar scalar) => new(scalar.Value, LineOf(scalar));

    private YamlMap Map(MappingStart start, string path, int depth)
    {
        var entries = ImmutableArray.CreateBuilder<YamlEntry>();
        var taken = new List<YamlEntry>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = Key(path, depth);
            var entry = new YamlEntry(key.Value, key.Line, Node(Paths.Join(path, key.Value), depth + 1));
            if (entry.Key == MergeKey) taken.AddRange(Taken(entry, path));
            else if (entries.FirstOrDefault(other => other.Key == entry.Key) is { } first) ReportTwice(path, entry, first);
            else entries.Add(entry);
        }

        entries.AddRange(taken.DistinctBy(entry => entry.Key).Where(entry => entries.All(own => own.Key != entry.Key)).ToList());
        return new YamlMap(entries.ToImmutable(), LineOf(start));
    }

    /// <summary>What a map takes from another one, or from several, of which the first has the say.</summary>
    private IEnumerable<YamlEntry> Taken(YamlEntry entry, string path)
    {
        var maps = entry.Value is YamlList several ? several.Items : [entry.Value];
        if (maps.All(map => map is YamlMap)) return maps.SelectMany(map => ((YamlMap)map).Entries);
        faults.Add(Paths.Join(path, MergeKey), entry.Line, "\"<<\" takes a map, or a list of maps, such as \"<<: *usual\".");
        return [];
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

    private YamlNode Alias(AnchorAlias alias, string path, int depth)
    {
        if (!anchors.TryGetValue(alias.Value.Value, out var node))
        {
            faults.Add(path, LineOf(alias), $"The alias \"*{alias.Value}\" has no anchor before it; put \"&{alias.Value}\" before the value that is meant, or write the value itself.");
            return new YamlText("", LineOf(alias));
        }

        var (size, levels) = Measure(node);
        if (depth + levels > DeepestNesting) throw TooDeep();
        if ((unfolded += size) > MaxUnfolded)
            throw new YamlException(alias.Start, alias.End, $"the aliases unfold into more than {MaxUnfolded} parts");
        return node;
    }

    private static (int Size, int Levels) Measure(YamlNode node)
    {
        var parts = node switch
        {
            YamlMap map => map.Entries.Select(entry => Measure(entry.Value)),
            YamlList list => list.Items.Select(Measure),
            _ => [],
        };
        return parts.Aggregate((Size: 1, Levels: 0), (sum, part) => (Math.Min(MaxUnfolded + 1, sum.Size + part.Size), Math.Max(sum.Levels, part.Levels + 1)));
    }

    /// <summary>The name that a part is given for aliases; null: none.</summary>
    private string? AnchorOf(NodeEvent node, string path)
    {
        if (!node.Tag.IsEmpty && !node.Tag.IsNonSpecific && refused.Add("!" + node.Tag.Value))
            faults.Add(path, LineOf(node), $"The tag \"{node.Tag.Value}\" is not allowed; leave it out.");
        return node.Anchor.IsEmpty ? null : node.Anchor.Value;
    }

    private void ReportTwice(string path, YamlEntry entry, YamlEntry first) => faults.Add(
        Paths.Join(path, entry.Key), entry.Line, $"\"{entry.Key}\" is given twice, first in line {first.Line}; keep one of them.");

    private YamlException TooDeep() =>
        new(parser.Current!.Start, parser.Current.End, $"the nesting is deeper than {DeepestNesting} levels");

    private static int LineOf(ParsingEvent parsed) => (int)parsed.Start.Line;
}
