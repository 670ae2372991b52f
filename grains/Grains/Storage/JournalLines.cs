using System.Collections.Immutable;
using System.Text.Json;
using DeskFleet.Core.Kernel;
using NodaTime.Text;

namespace DeskFleet.Grains.Storage;

/// <summary>The lines of one write as the database takes them: <c>[{"n":7,"at":"...","event":{"what":"..."}}]</c>.</summary>
public static class JournalLines
{
    public static void Write(Utf8JsonWriter json, ImmutableArray<LoggedEvent> lines)
    {
        json.WriteStartArray();
        foreach (var line in lines)
        {
            json.WriteStartObject();
            json.WriteNumber("n", line.Sequence);
            json.WriteString("at", InstantPattern.ExtendedIso.Format(line.At));
            json.WritePropertyName("event");
            var happened = JsonSerializer.SerializeToUtf8Bytes(line.Event, FleetJson.Options);
            ReplaceNul(happened);
            json.WriteRawValue(happened, skipInputValidation: true);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>PostgreSQL's JSON knows no NUL: whatever text holds one, the write must not fail for it.</summary>
    private static void ReplaceNul(Span<byte> json)
    {
        while (json.IndexOf((byte)'\\') is >= 0 and var start)
        {
            json = json[start..];
            if (json.StartsWith("\\u0000"u8))
                "\\uFFFD"u8.CopyTo(json);
            json = json[2..];
        }
    }
}
