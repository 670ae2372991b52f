using System.Text.Json.Nodes;

namespace DeskFleet.Simulator.Scenarios.Reading;

/// <summary>Every key that the reader asks for, as a JSON Schema: what is published cannot differ from what is read.</summary>
internal sealed class KnownKeys
{
    private readonly SortedDictionary<string, string> kinds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonObject> shapes = new(StringComparer.Ordinal);

    /// <param name="path">Of the part that the key belongs to.</param>
    /// <param name="kind">value, values, map or maps.</param>
    /// <param name="shape">What a single value looks like; null: anything.</param>
    public void Note(string path, string key, string kind, JsonObject? shape)
    {
        kinds[$"{Generic(path)}/{key}"] = kind;
        if (shape is not null)
            shapes[$"{Generic(path)}/{key}"] = shape;
    }

    public JsonObject Schema()
    {
        var root = Map("");
        root.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        root.Insert(1, "title", "A scenario of the DeskFleet simulator");
        return root;
    }

    private JsonObject Map(string path) => new()
    {
        ["type"] = "object",
        ["additionalProperties"] = false,
        ["properties"] = new JsonObject(kinds.Where(known => known.Key[..known.Key.LastIndexOf('/')] == path).Select(known => KeyValuePair.Create(known.Key[(known.Key.LastIndexOf('/') + 1)..], (JsonNode?)Part(known.Key, known.Value)))),
    };

    private JsonObject Part(string path, string kind) => kind switch
    {
        "map" => Map(path),
        "maps" => new() { ["type"] = "array", ["items"] = Map(path) },
        "values" => new() { ["type"] = "array", ["items"] = Value(path) },
        _ => Value(path),
    };

    private JsonObject Value(string path) =>
        shapes.TryGetValue(path, out var shape) ? shape.DeepClone().AsObject() : new() { ["type"] = new JsonArray("string", "number", "boolean") };

    /// <summary><c>groups[0].sessions</c> as <c>/groups/sessions</c>.</summary>
    private static string Generic(string path) => path.Length == 0
        ? ""
        : "/" + string.Join('/', path.Split('.').Select(part => part.Split('[')[0]));
}
