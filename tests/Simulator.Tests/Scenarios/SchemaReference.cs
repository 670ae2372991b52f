using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace DeskFleet.Simulator.Tests.Scenarios;

/// <summary>Makes the planners' reference from the schema: one table a part of the file.</summary>
internal static class SchemaReference
{
    /// <summary>All keys in the schema's order.</summary>
    public static IEnumerable<(string Path, string Form, string Meaning)> Keys(JsonObject schema, string path = "")
    {
        foreach (var (key, value) in schema["properties"]?.AsObject() ?? [])
        {
            var part = value!.AsObject();
            yield return ($"{path}{key}", FormOf(part), (string?)part["description"] ?? "");
            var below = TypeOf(part) == "array" ? part["items"]!.AsObject() : part;
            foreach (var inner in Keys(below, $"{path}{key}{(TypeOf(part) == "array" ? "[]" : "")}."))
                yield return inner;
        }
    }

    public static string Write(JsonObject schema)
    {
        var text = new StringBuilder("""
            # Every key of a scenario

            Made from `scenario.schema.json` by the tests of `tests/Simulator.Tests`; do not edit. To let an editor complete and check, begin a
            scenario with `# yaml-language-server: $schema=` and the place of that file.


            """);
        var keys = Keys(schema).Where(key => !key.Path.StartsWith("fleets[].", StringComparison.Ordinal)).ToList();
        foreach (var part in keys.GroupBy(key => key.Path.Split('.')[0].Replace("[]", "", StringComparison.Ordinal)).Where(part => part.Count() > 1).Prepend(null))
        {
            var rows = part is null ? keys.Where(key => !key.Path.Contains('.', StringComparison.Ordinal)) : part.Skip(1);
            text.Append(CultureInfo.InvariantCulture, $"## {(part is null ? "The file" : $"`{part.Key}`")}\n\n| key | value | meaning |\n|---|---|---|\n");
            foreach (var (path, form, meaning) in rows)
                text.Append(CultureInfo.InvariantCulture, $"| `{path}` | {form} | {meaning.Replace("|", "\\|", StringComparison.Ordinal)} |\n");
            text.Append('\n');
        }

        return text.ToString().TrimEnd('\n') + "\n";
    }

    /// <summary>Null where several are allowed.</summary>
    private static string? TypeOf(JsonObject part) => part["type"] is JsonValue type ? (string?)type : null;

    private static string FormOf(JsonObject part) => part switch
    {
        _ when part["enum"] is JsonArray words => string.Join(", ", words.Select(word => $"`{word}`")),
        _ when part["minimum"] is { } least => $"{TypeOf(part) switch { "integer" => "whole number", _ => "number" }}, {least} to {part["maximum"]}",
        _ when part["pattern"] is { } pattern => Pattern((string)pattern!),
        _ when TypeOf(part) == "array" => "list",
        _ when TypeOf(part) == "object" => "map",
        _ when TypeOf(part) == "boolean" => "`true`, `false`",
        _ => "text",
    };

    /// <summary>Patterns for people.</summary>
    private static string Pattern(string pattern) =>
        pattern.StartsWith("^(<=", StringComparison.Ordinal) ? "bound and limit"
        : pattern.Contains("(s|min|h|d)", StringComparison.Ordinal) ? "time: s, min, h, d"
        : pattern.Contains("(MiB", StringComparison.Ordinal) ? "size: MiB, GiB, TiB"
        : pattern.Contains("(GB", StringComparison.Ordinal) ? "size: GB, TB"
        : pattern.Contains("(%)", StringComparison.Ordinal) ? "share: %"
        : pattern.Contains("(T[0-9]", StringComparison.Ordinal) ? "date or time"
        : pattern.StartsWith("^[0-9]{4}", StringComparison.Ordinal) ? "date"
        : pattern.StartsWith("^[0-2]", StringComparison.Ordinal) ? "time of day"
        : "offset from UTC";
}
