using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using NodaTime.Text;

namespace DeskFleet.Silo.Api.Audit;

/// <summary>How an audit record is written: one object, times in ISO, the account as account/region; what is null is left out.</summary>
internal static class AuditJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(IBufferWriter<byte> output, AuditRecord record)
    {
        using var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        json.WriteString("at", InstantPattern.ExtendedIso.Format(record.At));
        json.WriteString("requestId", record.RequestId);
        Text(json, "caller", record.Caller);
        Text(json, "account", record.Account?.ToString());
        Text(json, "keyId", record.KeyId);
        Text(json, "source", record.Source);
        Text(json, "action", record.Action);
        List(json, "resources", record.Resources);
        if (record.Parameters is { } request)
        {
            json.WritePropertyName("parameters");
            Redaction.Write(json, request.Input, request.Shape);
        }
        else if (record.Order is { } order)
        {
            json.WritePropertyName("parameters");
            json.WriteRawValue(order.Contains("u0000", StringComparison.Ordinal) ? "\"***\"" : order);
        }

        Text(json, "reason", record.Reason);

        json.WriteString("outcome", record.Outcome);
        Text(json, "message", record.Message);
        List(json, "failed", record.Failed);
        if (record.Count > 1)
            json.WriteNumber("count", record.Count);
        json.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, Plain(value));
    }

    private static void List(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteStringValue(Plain(value));
        json.WriteEndArray();
    }

    /// <summary>A database takes no text with the character U+0000: it is written as two others.</summary>
    public static string Plain(string text) => text.Contains('\0', StringComparison.Ordinal) ? text.Replace("\0", "\\0", StringComparison.Ordinal) : text;
}
