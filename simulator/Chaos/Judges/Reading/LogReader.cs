using System.Text.Json;
using NodaTime.Text;

namespace DeskFleet.Simulator.Chaos.Judges.Reading;

/// <summary>Reads an event log once from its beginning to its end.</summary>
internal static class LogReader
{
    private const int FirstBuffer = 1 << 20;

    /// <exception cref="InvalidDataException">A line is no event; says which.</exception>
    public static void Read(ReadOnlyMemory<byte> log, Action<LogLine> take)
    {
        for (var number = 1; !log.IsEmpty; number++)
        {
            var end = log.Span.IndexOf((byte)'\n');
            Read(end < 0 ? log : log[..end], number, take);
            log = end < 0 ? default : log[(end + 1)..];
        }
    }

    /// <summary>The same of a log that need not fit into memory.</summary>
    /// <exception cref="InvalidDataException">A line is no event; says which.</exception>
    public static void Read(Stream log, Action<LogLine> take)
    {
        var buffer = new byte[FirstBuffer];
        var (filled, number) = (0, 1);
        while (log.Read(buffer, filled, buffer.Length - filled) is > 0 and var more)
        {
            filled += more;
            var from = 0;
            for (int end; (end = buffer.AsSpan(from, filled - from).IndexOf((byte)'\n')) >= 0; from += end + 1)
                Read(buffer.AsMemory(from, end), number++, take);
            buffer.AsSpan(from, filled - from).CopyTo(buffer);
            filled -= from;
            if (filled == buffer.Length)
                Array.Resize(ref buffer, buffer.Length * 2);
        }

        Read(buffer.AsMemory(0, filled), number, take);
    }

    private static void Read(ReadOnlyMemory<byte> line, int number, Action<LogLine> take)
    {
        if (line.IsEmpty)
            return;
        JsonDocument json;
        LogLine read;
        try
        {
            json = JsonDocument.Parse(line);
            read = Parse(json.RootElement, number);
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or UnparsableValueException or FormatException)
        {
            throw new InvalidDataException($"Line {number} is no event of a run: {fault.Message}", fault);
        }

        using (json)
            take(read);
    }

    private static LogLine Parse(JsonElement line, int number)
    {
        var happened = line.GetProperty("event");
        return new(
            number,
            JsonReading.ToInstant(line.GetProperty("at").GetString()!),
            line.GetProperty("entity").GetString()!,
            line.GetProperty("sequence").GetInt64(),
            happened.GetProperty("what").GetString()!,
            happened);
    }
}
