using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace DeskFleet.Simulator.Chaos.Judges.Reading;

/// <summary>Reads what the product writes, by names alone: absent and null are the same.</summary>
internal static class JsonReading
{
    private static readonly DurationPattern Durations = DurationPattern.CreateWithInvariantCulture("-H:mm:ss.FFFFFFFFF");

    public static JsonElement? Part(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public static string? Text(this JsonElement json, string name) =>
        json.Part(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    public static long? Number(this JsonElement json, string name) =>
        json.Part(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) ? number : null;

    public static decimal? Amount(this JsonElement json, string name) =>
        json.Part(name) is { ValueKind: JsonValueKind.Number } value ? value.GetDecimal() : null;

    public static bool Flag(this JsonElement json, string name) => json.Part(name) is { ValueKind: JsonValueKind.True };

    public static Instant? Time(this JsonElement json, string name) => json.Text(name) is { } text ? ToInstant(text) : null;

    public static Duration? Length(this JsonElement json, string name) => json.Text(name) is { } text ? Durations.Parse(text).GetValueOrThrow() : null;

    /// <summary>The parts of a list; none where there is none.</summary>
    public static IEnumerable<JsonElement> List(this JsonElement json, string name) =>
        json.Part(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    public static Instant ToInstant(string text) => InstantPattern.ExtendedIso.Parse(text).GetValueOrThrow();
}
