using System.Text.Json;
using DeskFleet.Simulator.Stories;

namespace DeskFleet.Simulator.Diffs;

/// <summary>The output folder of a finished run, for comparison. It is read by names alone, so that runs of other versions compare too.</summary>
public sealed class RunFolder(string path)
{
    private const string InputsPrefix = "inputs.";

    public string Path => path;

    /// <summary>Leaves of <c>summary.json</c> by path. Parts of a list go by their name where they have one: <c>zones[us-east-1a].peakRunning</c>.</summary>
    /// <exception cref="InvalidDataException">It is no summary.</exception>
    public IReadOnlyDictionary<string, JsonElement> Figures()
    {
        try
        {
            var leaves = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
            Collect(JsonDocument.Parse(File.ReadAllText(InFolder("summary.json"))).RootElement, "", leaves);
            return leaves;
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"{InFolder("summary.json")} is no summary of a run: {fault.Message}", fault);
        }
    }

    public IEnumerable<string> Events() => File.ReadLines(InFolder("events.jsonl"));

    /// <summary>Whether a figure says what the run was made from.</summary>
    public static bool IsInput(string figure) => figure.StartsWith(InputsPrefix, StringComparison.Ordinal) || figure is "start" or "end" or "isPartial";

    private string InFolder(string file) => FinishedFolder.File(path, file);

    private static void Collect(JsonElement element, string at, Dictionary<string, JsonElement> leaves)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                    Collect(property.Value, at.Length == 0 ? property.Name : $"{at}.{property.Name}", leaves);
                break;
            case JsonValueKind.Array:
                foreach (var (i, item) in element.EnumerateArray().Index())
                    Collect(item, $"{at}[{NameOf(item) ?? $"{i}"}]", leaves);
                break;
            default:
                leaves[at] = element;
                break;
        }
    }

    private static string? NameOf(JsonElement item) =>
        item.ValueKind == JsonValueKind.Object && item.EnumerateObject().FirstOrDefault() is { Value.ValueKind: JsonValueKind.String } first ? first.Value.GetString() : null;
}
