using System.Text.Json.Nodes;

namespace DeskFleet.Simulator.Scenarios.Reading;

/// <summary>A format that can say in JSON Schema what it reads, so that the published schema cannot differ from the reader.</summary>
internal interface IShaped
{
    JsonObject Schema { get; }
}

/// <summary>A format with its shape; it is the target of the delegate that reads.</summary>
internal sealed class Shaped<T>(Format<T> format, JsonObject schema) : IShaped
{
    public JsonObject Schema => schema.DeepClone().AsObject();

    public Parsed<T> Read(string text) => format(text);
}

/// <summary>Gives formats their shapes and takes them off again.</summary>
internal static class Shapes
{
    public static Format<T> With<T>(this Format<T> format, JsonObject schema) => new Shaped<T>(format, schema).Read;

    /// <summary>The shape of another format, for one that reads the same words and makes something else of them.</summary>
    public static Format<T> Like<T>(this Format<T> format, Delegate other) => Of(other) is { } schema ? format.With(schema) : format;

    /// <summary>The same values as another type, and null where the key is left out.</summary>
    public static Format<T?> OrNull<T>(this Format<T> format)
        where T : struct => Like<T?>(text => format(text).Then<T?>(value => value), format);

    /// <summary>Null for a format without a shape: any single value.</summary>
    public static JsonObject? Of(Delegate format) => (format.Target as IShaped)?.Schema;

    public static JsonObject Text(string pattern) => new() { ["type"] = "string", ["pattern"] = $"^{pattern}$" };

    public static JsonObject Phrases(IEnumerable<string> words) => new() { ["enum"] = new JsonArray([.. words.Select(word => (JsonNode)word)]) };

    public static JsonObject Whole(decimal least, decimal most) => new() { ["type"] = "integer", ["minimum"] = least, ["maximum"] = most };

    public static JsonObject Number(decimal least, decimal most) => new() { ["type"] = "number", ["minimum"] = least, ["maximum"] = most };

    /// <summary>A number and one of the units.</summary>
    public static JsonObject Quantity(Units units) => Text($@"[0-9]{{1,12}}(\.[0-9]{{1,6}})? *({string.Join('|', units.Factors.Select(unit => unit.Name))})");
}
