using System.Text.Json;
using DeskFleet.Simulator.Scenarios.Reading;

namespace DeskFleet.Simulator.Traces;

/// <summary>Reads JSON that somebody handed in.</summary>
internal static class JsonFile
{
    /// <summary>The largest; JSON is one whole and cannot be read in parts.</summary>
    public const int MaxBytes = 256 * 1024 * 1024;

    public static void Read(InputSource log, TraceFaults faults, Action<JsonElement> read)
    {
        if (log.Bytes > MaxBytes)
        {
            faults.File("", 0, $"This JSON is larger than {MaxBytes / (1024 * 1024)} MiB; export it in several parts, such as the pages in which the service gives it, or as CSV.");
            return;
        }

        try
        {
            using var document = JsonDocument.Parse(log.ReadUtf8());
            read(document.RootElement);
        }
        catch (JsonException broken)
        {
            faults.File("", (int)(broken.LineNumber ?? 0) + 1, "This is not JSON: something here does not fit; check quotes, commas and brackets.");
        }
    }

    /// <summary>A property, in any case; null: there is none.</summary>
    public static JsonElement? Of(JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object) return null;
        foreach (var property in element.EnumerateObject())
            if (property.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) return property.Value;
        return null;
    }

    /// <summary>Null: there is none, or it is null.</summary>
    public static string? Text(JsonElement element, string name) => Of(element, name) is { ValueKind: not JsonValueKind.Null } value ? Show(value) : null;

    public static string Show(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
