using System.Collections.Concurrent;
using System.Text.Json;
using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Storage;

namespace DeskFleet.Testing.Engines;

/// <summary>Looks at every record that is written.</summary>
public interface IRecordWatcher
{
    void Written(Entity entity, object record);
}

/// <summary>
/// Keeps records in memory by reference; with <paramref name="serializes"/> it keeps their JSON instead and proves at each write that
/// reading it back gives the same. Thread-safe, but for the watcher: that is for runs of one call at a time.
/// </summary>
public sealed class RecordStore(bool serializes, IRecordWatcher? watcher)
{
    private readonly ConcurrentDictionary<Entity, object> _records = new();
    private long _writes;

    /// <summary>Writes so far.</summary>
    public long Writes => Interlocked.Read(ref _writes);

    /// <exception cref="InvalidOperationException">What was read back differs from what was written.</exception>
    public void Write(Entity entity, object record)
    {
        Interlocked.Increment(ref _writes);
        _records[entity] = serializes ? Serialize(entity, record) : record;
        watcher?.Written(entity, record);
    }

    public object? Read(Entity entity, Type recordType)
    {
        if (!_records.TryGetValue(entity, out var stored))
            return null;
        return stored is byte[] json ? JsonSerializer.Deserialize(json, recordType, FleetJson.Options) : stored;
    }

    private static byte[] Serialize(Entity entity, object record)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(record, record.GetType(), FleetJson.Options);
        var back = JsonSerializer.Deserialize(json, record.GetType(), FleetJson.Options);
        var again = JsonSerializer.SerializeToUtf8Bytes(back, record.GetType(), FleetJson.Options);
        return json.AsSpan().SequenceEqual(again)
            ? json
            : throw new InvalidOperationException($"The record of {entity} changes when it is stored and read back.");
    }
}
