using System.Text;

namespace DeskFleet.Simulator.Scenarios.Yaml;

/// <summary>Writes maps, lists and values as YAML that <see cref="YamlFile"/> reads back.</summary>
internal sealed class YamlWriter
{
    private readonly StringBuilder text = new();
    private int depth;
    private bool isFirstOfItem;

    public YamlWriter Value(string key, string value) => Line($"{key}: {Quoted(value)}");

    /// <summary>A list on one line.</summary>
    public YamlWriter Values(string key, IEnumerable<string> values) => Line($"{key}: [{string.Join(", ", values.Select(Quoted))}]");

    public YamlWriter Map(string key, Action<YamlWriter> entries)
    {
        Line($"{key}:");
        return Deeper(entries);
    }

    /// <summary>A list of maps; an empty one is left out.</summary>
    public YamlWriter List<T>(string key, IReadOnlyCollection<T> items, Action<YamlWriter, T> entries)
    {
        if (items.Count == 0) return this;
        Line($"{key}:");
        foreach (var item in items)
        {
            isFirstOfItem = true;
            depth++;
            Deeper(writer => entries(writer, item));
            depth--;
        }

        return this;
    }

    public override string ToString() => text.ToString();

    private YamlWriter Deeper(Action<YamlWriter> entries)
    {
        depth++;
        entries(this);
        depth--;
        return this;
    }

    private YamlWriter Line(string line)
    {
        text.Append(' ', 2 * (isFirstOfItem ? depth - 1 : depth)).Append(isFirstOfItem ? "- " : "").Append(line).Append('\n');
        isFirstOfItem = false;
        return this;
    }

    /// <summary>Plain where nothing in it could be taken for YAML's own signs.</summary>
    private static string Quoted(string value) =>
        value.Length > 0 && char.IsAsciiLetterOrDigit(value[0]) && value.All(letter => char.IsAsciiLetterOrDigit(letter) || " .-_/%".Contains(letter, StringComparison.Ordinal)) && !value.EndsWith(' ')
            ? value
            : $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
