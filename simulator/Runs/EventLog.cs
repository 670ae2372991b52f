using System.Buffers;
using System.IO.Hashing;
using System.Text.Json;
using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Storage;
using NodaTime.Text;

namespace DeskFleet.Simulator.Runs;

/// <summary>
/// The event log of a run: one JSON line an event, in the order in which it happened, and a hash over all of them. Readers see each
/// event before it is written.
/// </summary>
public sealed class EventLog(Stream? file, params IReadOnlyList<IEventReader> readers) : EventFeed(readers), IDisposable
{
    private const int FlushAt = 1 << 16;

    private readonly ArrayBufferWriter<byte> _buffer = new(2 * FlushAt);
    private readonly XxHash3 _hash = new();
    private readonly Utf8JsonWriter _json = new(new ArrayBufferWriter<byte>(), new() { Encoder = FleetJson.Options.Encoder, SkipValidation = true });

    public override string Hash => _hash.GetCurrentHashAsUInt64().ToString("x16", System.Globalization.CultureInfo.InvariantCulture);

    public void Dispose()
    {
        Flush();
        _json.Dispose();
    }

    protected override void Write(LoggedEvent happened)
    {
        var from = _buffer.WrittenCount;
        WriteLine(happened);
        _hash.Append(_buffer.WrittenSpan[from..]);
        if (_buffer.WrittenCount >= FlushAt)
            Flush();
    }

    private void WriteLine(LoggedEvent happened)
    {
        _json.Reset(_buffer);
        _json.WriteStartObject();
        _json.WriteString("at", InstantPattern.ExtendedIso.Format(happened.At));
        _json.WriteString("entity", happened.Entity.ToString());
        _json.WriteNumber("sequence", happened.Sequence);
        _json.WritePropertyName("event");
        JsonSerializer.Serialize(_json, happened.Event, FleetJson.Options);
        _json.WriteEndObject();
        _json.Flush();
        _buffer.Write("\n"u8);
    }

    private void Flush()
    {
        file?.Write(_buffer.WrittenSpan);
        _buffer.ResetWrittenCount();
    }
}
