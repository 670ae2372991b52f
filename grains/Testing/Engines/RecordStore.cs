using System.Collections.Concurrent;
using System.Text.Json;
using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Ports;
using DeskFleet.Grains.Storage;
using NodaTime;

namespace DeskFleet.Testing.Engines;

/// <summary>Looks at every record that is written.</summary>
public interface IRecordWatcher
{
    /// <param name="at">The virtual time.</param>
    void Written(Instant at, Entity entity, object record);
}

/// <summary>
/// Keeps records in memory by reference; with <paramref name="serializes"/> it keeps their JSON instead and proves at each write that
/// reading it back gives the same. Thread-safe, but for the watchers: those are for runs of one call at a time.
/// </summary>
/// <param name="clock">Tells the watchers when it was.</param>
public sealed class RecordStore(bool serializes, IFleetClock clock, params IReadOnlyList<IRecordWatcher> watchers)
{
    private readonly ConcurrentDictionary<Entity, object> _records = new();
    private readonly IRecordWatcher[] _watchers = [.. watchers];
    private long _writes;

    /// <summary>Writes so far.</summary>
    public long Writes => Interlocked.Read(ref _writes);

    /// <summary>Writes, for <see cref="Read"/>.</summary>
    /// <exception cref="InvalidOperationException">What was read back differs from what was written.</exception>
    public void Write(Entity entity, object record)
    {
        _records[entity] = serializes ? Serialize(entity, record) : record;
        Told(entity, record);
    }

    /// <summary>The same for whoever has the record and reads none: it is looked at, counted, and not kept.</summary>
    /// <inheritdoc cref="Write"/>
    public void Pass(Entity entity, object record)
    {
        if (serializes)
            Serialize(entity, record);
        Told(entity, record);
    }

    private void Told(Entity entity, object record)
    {
        Interlocked.Increment(ref _writes);
        foreach (var watcher in _watchers)
            watcher.Written(clock.Now, entity, record);
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
