using System.Buffers;
using System.Text.Json;
using Orleans.Storage;

namespace DeskFleet.Grains.Storage;

/// <summary>
/// The bytes of a stored record: the header (<see cref="RecordHeader"/>), the record as JSON, and the journal lines of this write as a JSON
/// array. A database finds the due ones by an index over the first bytes, and takes the lines into its journal in the very statement
/// that stores the record: neither can be lost without the other. Thread-safe.
/// </summary>
public sealed class FleetRecordSerializer : IGrainStorageSerializer
{
    /// <exception cref="InvalidOperationException">The record has never been decided: there is nothing to store.</exception>
    public BinaryData Serialize<T>(T? input)
    {
        var stored = Stored(input);
        var record = stored.Value ?? throw new InvalidOperationException("An entity without a record is not stored.");
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var json = new Utf8JsonWriter(buffer, new() { Encoder = FleetJson.Options.Encoder, SkipValidation = true });
        buffer.Advance(RecordHeader.Length);
        if (stored.Unknown is { } unknown)
            unknown.AddTo(JsonSerializer.SerializeToNode(record, stored.RecordType, FleetJson.Options)!.AsObject()).WriteTo(json, FleetJson.Options);
        else
            JsonSerializer.Serialize(json, record, stored.RecordType, FleetJson.Options);
        json.Flush();
        var recordLength = buffer.WrittenCount - RecordHeader.Length;
        json.Reset();
        JournalLines.Write(json, stored.Lines);
        json.Flush();
        var bytes = buffer.WrittenSpan.ToArray();
        new RecordHeader(((Core.Kernel.IEntityRecord)record).WakeAt, recordLength).Write(bytes);
        return new(bytes);
    }

    /// <exception cref="InvalidDataException">The bytes are not a record that this version can read.</exception>
    public T Deserialize<T>(BinaryData input)
    {
        var bytes = input.ToMemory().Span;
        var header = RecordHeader.Read(bytes);
        var state = Activator.CreateInstance<T>();
        var stored = Stored(state);
        try
        {
            var record = bytes.Slice(RecordHeader.Length, header.RecordLength);
            stored.Value = JsonSerializer.Deserialize(record, stored.RecordType, FleetJson.Options);
            stored.Unknown = UnknownMembers.In(record, stored.RecordType);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"A stored {stored.RecordType.Name} cannot be read: {e.Message}", e);
        }

        return state;
    }

    private static IStoredRecord Stored<T>(T? state) =>
        state as IStoredRecord ?? throw new ArgumentException($"{typeof(T)} is no record of the fleet.", nameof(state));
}
