using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;

namespace DeskFleet.Silo.Api.Protocol;

/// <summary>Requests and replies as JSON: members are named as properties are, what is null is left out, times are seconds since 1970.</summary>
public static class WireJson
{
    public static JsonSerializerOptions Options { get; } = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectRequiredConstructorParameters = true,
        Converters = { new EpochSeconds() },
    };

    private sealed class EpochSeconds : JsonConverter<Instant>
    {
        public override Instant Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Instant.FromUnixTimeMilliseconds((long)(reader.GetDouble() * 1000));

        public override void Write(Utf8JsonWriter writer, Instant value, JsonSerializerOptions options)
        {
            var milliseconds = value.ToUnixTimeMilliseconds();
            if (milliseconds % 1000 == 0)
                writer.WriteNumberValue(milliseconds / 1000);
            else
                writer.WriteNumberValue(milliseconds / 1000m);
        }
    }
}
