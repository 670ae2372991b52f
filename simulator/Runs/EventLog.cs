using System.Buffers;
using System.Collections.Immutable;
using System.IO.Hashing;
using System.Text.Json;
using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Ports;
using DeskFleet.Grains.Storage;
using NodaTime;
using NodaTime.Text;

namespace DeskFleet.Simulator.Runs;

/// <summary>Reads events as they happen.</summary>
public interface IEventReader
{
    void Read(LoggedEvent happened);
}

/// <summary>
/// The event log of a run: one JSON line an event, in the order in which it happened, and a hash over all of them. Readers see each
/// event before it is written.
/// </summary>
public sealed class EventLog(Stream? file, params IReadOnlyList<IEventReader> readers) : IJournal, IDisposable
{
    private const int FlushAt = 1 << 16;

    private readonly ArrayBufferWriter<byte> _buffer = new(2 * FlushAt);
    private readonly XxHash3 _hash = new();
    private readonly Utf8JsonWriter _json = new(new ArrayBufferWriter<byte>(), new() { Encoder = FleetJson.Options.Encoder, SkipValidation = true });

    /// <summary>Lines so far.</summary>
    public long Count { get; private set; }

    /// <summary>The hash of all lines so far.</summary>
    public string Hash => _hash.GetCurrentHashAsUInt64().ToString("x16", System.Globalization.CultureInfo.InvariantCulture);

    public void Append(ImmutableArray<LoggedEvent> events)
    {
        foreach (var happened in events)
            Append(happened);
    }

    /// <summary>An operation that was refused at the edge.</summary>
    public void Refused(Instant at, Entity entity, string operation, Refused refused) =>
        Append(new LoggedEvent(at, entity, 0, new OperationRefused(operation, refused.Code, refused.Message)));

    public void Dispose()
    {
        Flush();
        _json.Dispose();
    }

    private void Append(LoggedEvent happened)
    {
        Count++;
        foreach (var reader in readers)
            reader.Read(happened);
        var from = _buffer.WrittenCount;
        Write(happened);
        _hash.Append(_buffer.WrittenSpan[from..]);
        if (_buffer.WrittenCount >= FlushAt)
            Flush();
    }

    private void Write(LoggedEvent happened)
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
