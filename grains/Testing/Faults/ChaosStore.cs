using System.Collections.Immutable;
using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Storage;
using NodaTime;

namespace DeskFleet.Testing.Faults;

/// <summary>Sees what is stored, in the order of storing: lines of the journal and record are one write.</summary>
public interface IStoreWatcher
{
    void Stored(Instant at, Entity entity, IEntityRecord record, ImmutableArray<LoggedEvent> lines);
}

/// <summary>
/// Storage that fails as databases do: a write is refused before it is stored, or stored and not told, or refused because somebody else has
/// written since. What is read went through the serializer that production stores with. Thread-safe.
/// </summary>
public sealed class ChaosStore(Faults faults, ChaosTime time, params IReadOnlyList<IStoreWatcher> watchers)
{
    private static readonly FleetRecordSerializer Serializer = new();

    private readonly Lock _gate = new();
    private readonly Dictionary<Entity, Row> _rows = [];

    /// <summary>Writes that were stored.</summary>
    public long Writes { get; private set; }

    /// <summary>Records that were read back.</summary>
    public long Reads { get; private set; }

    /// <summary>Every record, in the order of the entities' names.</summary>
    public IEnumerable<KeyValuePair<Entity, IEntityRecord>> Records =>
        _rows.OrderBy(row => row.Key.ToString(), StringComparer.Ordinal).Select(row => KeyValuePair.Create(row.Key, row.Value.Record));

    public IEntityRecord? Find(Entity entity)
    {
        lock (_gate)
            return _rows.GetValueOrDefault(entity)?.Record;
    }

    /// <summary>Reads the record back as it was serialized.</summary>
    /// <returns>The record, or an empty one, with the version that the next write must name.</returns>
    public (TStored Stored, long Version) Read<TStored>(Entity entity)
        where TStored : IStoredRecord, new()
    {
        Row? row;
        lock (_gate)
        {
            row = _rows.GetValueOrDefault(entity);
            Reads++;
        }

        if (row is null)
            return (new(), 0);
        var stored = new TStored { Value = row.Record };
        return (Serializer.Deserialize<TStored>(Serializer.Serialize(stored)), row.Version);
    }

    /// <exception cref="FaultException">The version is not the newest.</exception>
    public void Check(Entity entity, long version)
    {
        lock (_gate)
        {
            Reads++;
            if ((_rows.GetValueOrDefault(entity)?.Version ?? 0) != version)
                throw new FaultException($"Somebody else has written {entity}.");
        }
    }

    /// <summary>What the record is in storage.</summary>
    public static ReadOnlyMemory<byte> Json(IEntityRecord record) => System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(record, record.GetType(), FleetJson.Options);

    /// <param name="version">The one that was read, or that the last write gave.</param>
    /// <returns>The version that the next write must name.</returns>
    /// <exception cref="FaultException">Not stored, stored and not told, or stored by somebody else since.</exception>
    public long Write(Entity entity, IEntityRecord record, ImmutableArray<LoggedEvent> lines, long version)
    {
        if (faults.Strikes(FaultKind.WriteFails, entity.ToString()))
            throw new FaultException($"The write of {entity} failed.");
        lock (_gate)
        {
            if ((_rows.GetValueOrDefault(entity)?.Version ?? 0) != version)
                throw new FaultException($"Somebody else has written {entity}.");
            _rows[entity] = new(record, version + 1);
            Writes++;
            foreach (var watcher in watchers)
                watcher.Stored(time.Now, entity, record, lines);
        }

        return faults.Strikes(FaultKind.WriteDoubtful, entity.ToString()) ? throw new FaultException($"The write of {entity} may be stored.") : version + 1;
    }

    private sealed record Row(IEntityRecord Record, long Version);
}
