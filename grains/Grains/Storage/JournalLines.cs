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
            JsonSerializer.Serialize(json, line.Event, FleetJson.Options);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
