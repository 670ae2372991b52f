using System.Collections.Immutable;

namespace DeskFleet.Simulator.Scenarios.Yaml;

/// <summary>A part of a YAML file with the line it begins on, from 1.</summary>
internal abstract record YamlNode(int Line);

internal sealed record YamlText(string Value, int Line) : YamlNode(Line);

internal sealed record YamlList(ImmutableArray<YamlNode> Items, int Line) : YamlNode(Line);

internal sealed record YamlMap(ImmutableArray<YamlEntry> Entries, int Line) : YamlNode(Line);

internal sealed record YamlEntry(string Key, int Line, YamlNode Value);
