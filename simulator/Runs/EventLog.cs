using System.Buffers;
using System.Globalization;
using System.IO.Hashing;
using System.Text.Json;
using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Storage;
using NodaTime;

namespace DeskFleet.Simulator.Runs;

/// <summary>
/// The event log of a run: one JSON line an event, in the order in which it happened, and a hash over all of them. Readers see each
/// event before it is written.
/// </summary>
public sealed class EventLog(Stream? file, params IReadOnlyList<IEventReader> readers) : EventFeed(readers), IDisposable
{
    private const int FlushAt = 1 << 16;
    private const int MaxShortEntity = 256;

    private static readonly JsonEncodedText AtName = JsonEncodedText.Encode("at");
    private static readonly JsonEncodedText EntityName = JsonEncodedText.Encode("entity");
    private static readonly string[] KindNames = [.. Enum.GetValues<EntityKind>().Select(kind => kind.ToString())];

    private readonly ArrayBufferWriter<byte> _buffer = new(2 * FlushAt);
    private readonly XxHash3 _hash = new();
    private readonly Utf8JsonWriter _json = new(new ArrayBufferWriter<byte>(), new() { Encoder = FleetJson.Options.Encoder, SkipValidation = true });

    private readonly char[] _atText = new char[InstantText.MaxLength];
    private Instant _at = Instant.MinValue;
    private int _atLength;

    public override string Hash => _hash.GetCurrentHashAsUInt64().ToString("x16", CultureInfo.InvariantCulture);

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
        WriteAt(happened.At);
        WriteEntity(happened.Entity);
        _json.WriteNumber("sequence", happened.Sequence);
        _json.WritePropertyName("event");
        JsonSerializer.Serialize(_json, happened.Event, FleetJson.Options);
        _json.WriteEndObject();
        _json.Flush();
        _buffer.Write("\n"u8);
    }

    /// <summary>Whole seconds, which nearly all are, are written without a text in between; and many events share theirs with the one before.</summary>
    private void WriteAt(Instant at)
    {
        if (at != _at)
            (_at, _atLength) = (at, InstantText.Write(at, _atText));
        _json.WriteString(AtName, _atText.AsSpan(0, _atLength));
    }

    private void WriteEntity(Entity entity)
    {
        Span<char> text = stackalloc char[MaxShortEntity];
        if (text.TryWrite($"{KindNames[(int)entity.Kind]}:{entity.Key}", out var length))
            _json.WriteString(EntityName, text[..length]);
        else
            _json.WriteString(EntityName, entity.ToString());
    }

    private void Flush()
    {
        file?.Write(_buffer.WrittenSpan);
        _buffer.ResetWrittenCount();
    }
}
