using System.Runtime.InteropServices;
using System.Text.Json;
using DeskFleet.Silo.Api.Wire;

namespace DeskFleet.Silo.Api.Audit;

/// <summary>A request as the audit trail may keep it: what the model knows and does not call sensitive, long texts cut.</summary>
internal static class Redaction
{
    private const int MaxText = 256;
    private const string Hidden = "***";

    public static void Write(Utf8JsonWriter json, JsonElement value, WireType? shape)
    {
        if (shape?.IsSensitive == true)
            json.WriteStringValue(Hidden);
        else if (value.ValueKind == JsonValueKind.Object)
            Object(json, value, shape);
        else if (value.ValueKind == JsonValueKind.Array)
            List(json, value, shape);
        else if (value.ValueKind == JsonValueKind.String && IsChanged(JsonMarshal.GetRawUtf8Value(value)))
            Text(json, AuditJson.Plain(value.GetString()!));
        else
            value.WriteTo(json);
    }

    private static void Object(Utf8JsonWriter json, JsonElement value, WireType? shape)
    {
        json.WriteStartObject();
        foreach (var member in value.EnumerateObject())
        {
            if (TypeOf(shape, member.Name) is not { } type)
                continue;
            json.WritePropertyName(AuditJson.Plain(member.Name));
            Write(json, member.Value, type);
        }

        json.WriteEndObject();
    }

    private static void List(Utf8JsonWriter json, JsonElement value, WireType? shape)
    {
        json.WriteStartArray();
        foreach (var item in value.EnumerateArray())
            Write(json, item, shape?.Item);
        json.WriteEndArray();
    }

    private static bool IsChanged(ReadOnlySpan<byte> raw) => raw.Length > MaxText || raw.IndexOf("u0000"u8) >= 0;

    private static void Text(Utf8JsonWriter json, string text) =>
        json.WriteStringValue(text.Length > MaxText ? $"{Beginning(text)}... ({text.Length} characters)" : text);

    /// <summary>Half of a surrogate pair is no text.</summary>
    private static string Beginning(string text) => text[..(char.IsHighSurrogate(text[MaxText - 1]) ? MaxText - 1 : MaxText)];

    private static WireType? TypeOf(WireType? shape, string member) =>
        shape?.Kind == WireKind.Map ? shape.Item : shape?.Members.GetValueOrDefault(member);
}
