using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using DeskFleet.Grains.Journal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace DeskFleet.Silo.Logging;

/// <summary>One JSON object a line, with the members that .NET's own has; an event of the fleet is an object in it and no text that would have to be read again.</summary>
internal sealed class JsonFormatter() : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "deskfleet-json";
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.Default };

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var line = new System.Buffers.ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(line, Options))
        {
            json.WriteStartObject();
            json.WriteString("Timestamp", $"{DateTimeOffset.UtcNow:yyyy-MM-ddTHH:mm:ss.fffZ}");
            json.WriteNumber("EventId", logEntry.EventId.Id);
            json.WriteString("LogLevel", logEntry.LogLevel.ToString());
            json.WriteString("Category", logEntry.Category);
            json.WriteString("Message", LogText.OfMessage(logEntry.Formatter(logEntry.State, logEntry.Exception)));
            if (logEntry.Exception is { } exception)
                json.WriteString("Exception", LogText.Of(exception));
            WriteState(json, logEntry.State);
            WriteScopes(json, scopeProvider);
            json.WriteEndObject();
        }

        textWriter.WriteLine(Encoding.UTF8.GetString(line.WrittenSpan));
    }

    private static void WriteState(Utf8JsonWriter json, object? state)
    {
        if (state is null)
            return;
        json.WriteStartObject("State");
        WriteMembers(json, state);
        json.WriteEndObject();
    }

    private static void WriteScopes(Utf8JsonWriter json, IExternalScopeProvider? scopes)
    {
        if (scopes is null)
            return;
        json.WriteStartArray("Scopes");
        scopes.ForEachScope(static (scope, json) =>
        {
            json.WriteStartObject();
            json.WriteString("Message", scope?.ToString());
            WriteMembers(json, scope);
            json.WriteEndObject();
        }, json);
        json.WriteEndArray();
    }

    private static void WriteMembers(Utf8JsonWriter json, object? state)
    {
        if (state is not IEnumerable<KeyValuePair<string, object?>> members)
            return;
        foreach (var (name, value) in members.DistinctBy(member => member.Key).Where(member => member.Key != "Message"))
        {
            json.WritePropertyName(name);
            WriteValue(json, value);
        }
    }

    private static void WriteValue(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case EventText happened: json.WriteRawValue(happened.Json); break;
            case bool truth: json.WriteBooleanValue(truth); break;
            case byte or short or int or long or ushort or uint: json.WriteNumberValue(Convert.ToInt64(value, null)); break;
            case double number when double.IsFinite(number): json.WriteNumberValue(number); break;
            case decimal number: json.WriteNumberValue(number); break;
            case null: json.WriteNullValue(); break;
            default: json.WriteStringValue(Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)); break;
        }
    }
}
