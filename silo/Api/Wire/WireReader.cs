using System.Text.Json;
using System.Text.Unicode;

namespace DeskFleet.Silo.Api.Wire;

/// <summary>
/// Reads a request and checks it against its shape: types first, then every limit that the model gives. Members that the model does not
/// know are left alone, as every service of the protocol does.
/// </summary>
public static class WireReader
{
    /// <summary>Deeper nesting than any shape has.</summary>
    public const int DeepestJson = 32;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = DeepestJson, AllowDuplicateProperties = false };

    /// <summary>What the parser lets pass and cannot be text.</summary>
    private static readonly WireError HalfSurrogate = WireError.Serialization("A text in the body holds half of a surrogate pair.");

    /// <summary>The request as JSON, or what is wrong with it.</summary>
    public static (JsonDocument? Input, WireError? Error) Read(ReadOnlyMemory<byte> body, WireType? shape)
    {
        if (!Utf8.IsValid(body.Span))
            return (null, WireError.Serialization("The body is not UTF-8."));
        JsonDocument input;
        try
        {
            input = JsonDocument.Parse(body.IsEmpty ? "{}"u8.ToArray() : body, Options);
        }
        catch (JsonException e)
        {
            return (null, WireError.Serialization($"The body is not JSON that can be read: {Where(e)}."));
        }
        catch (InvalidOperationException)
        {
            return (null, HalfSurrogate);
        }

        if (Fault(input.RootElement, shape) is not { } fault)
            return (input, null);
        input.Dispose();
        return (null, fault);
    }

    /// <summary>What is wrong with a value; null: nothing.</summary>
    public static WireError? Fault(JsonElement value, WireType? shape)
    {
        var check = new WireCheck();
        try
        {
            if (value.ValueKind != JsonValueKind.Object)
                return WireError.Serialization("The body must be a JSON object.");
            if (shape is not null)
                check.Value(value, shape);
        }
        catch (InvalidOperationException)
        {
            return HalfSurrogate;
        }

        return check.Error();
    }

    private static string Where(JsonException e) => e.LineNumber is { } line ? $"line {line + 1}, byte {e.BytePositionInLine + 1}" : "it ends too early";
}
