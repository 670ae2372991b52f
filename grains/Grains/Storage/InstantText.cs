using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using NodaTime.Text;

namespace DeskFleet.Grains.Storage;

/// <summary>
/// Instants in ISO. Whole seconds, which nearly all are, are written without a text on the heap: every line of the log has one at least.
/// </summary>
public static class InstantText
{
    /// <summary>The longest text of an instant.</summary>
    public const int MaxLength = 40;

    /// <param name="text">At least <see cref="MaxLength"/> long.</param>
    /// <returns>How many characters were written.</returns>
    public static int Write(Instant at, Span<char> text)
    {
        var utc = at.InUtc();
        var (date, time) = (utc.Date, utc.TimeOfDay);
        var isWhole = utc is { NanosecondOfSecond: 0, Year: > 0 };
        if (isWhole && text.TryWrite(
                CultureInfo.InvariantCulture,
                $"{date.Year:0000}-{date.Month:00}-{date.Day:00}T{time.Hour:00}:{time.Minute:00}:{time.Second:00}Z",
                out var length))
            return length;
        var exact = InstantPattern.ExtendedIso.Format(at);
        exact.CopyTo(text);
        return exact.Length;
    }
}

/// <summary>The same within records and events.</summary>
internal sealed class InstantConverter : JsonConverter<Instant>
{
    public override Instant Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var parsed = InstantPattern.ExtendedIso.Parse(reader.GetString()!);
        return parsed.Success ? parsed.Value : throw new JsonException(parsed.Exception.Message, parsed.Exception);
    }

    public override void Write(Utf8JsonWriter writer, Instant value, JsonSerializerOptions options)
    {
        Span<char> text = stackalloc char[InstantText.MaxLength];
        writer.WriteStringValue(text[..InstantText.Write(value, text)]);
    }
}
