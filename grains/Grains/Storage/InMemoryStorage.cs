using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using DeskFleet.Grains.Ports;
using Orleans.Storage;

namespace DeskFleet.Grains.Storage;

/// <summary>
/// Records in this process's memory, as JSON: what is read back is what a database would give, and activations may come and go.
/// A write on a stale ETag fails. Thread-safe. Everything is gone when the process ends.
/// </summary>
public sealed class InMemoryStorage : IGrainStorage, IStartsAnew
{
    private readonly ConcurrentDictionary<GrainId, Stored> _records = new();

    /// <summary>How often it has begun anew: what was read before is stale, also where there was no record.</summary>
    private int _beginnings;

    /// <summary>Everything is gone. Who has read before writes no more.</summary>
    public void StartAnew()
    {
        Interlocked.Increment(ref _beginnings);
        _records.Clear();
    }

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var state = Activator.CreateInstance<T>();
        var record = (IStoredRecord)state!;
        var stored = _records.GetValueOrDefault(grainId);
        record.Value = stored is null ? null : JsonSerializer.Deserialize(stored.Json, record.RecordType, FleetJson.Options);
        (grainState.State, grainState.ETag, grainState.RecordExists) = (state, TagOf(stored), stored is not null);
        return Task.CompletedTask;
    }

    /// <exception cref="InconsistentStateException">Somebody else has written since.</exception>
    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var record = (IStoredRecord)grainState.State!;
        var json = JsonSerializer.SerializeToUtf8Bytes(record.Value, record.RecordType, FleetJson.Options);
        var before = _records.GetValueOrDefault(grainId);
        var next = new Stored(json, (before?.Version ?? 0) + 1);
        if (TagOf(before) != grainState.ETag || !Replace(grainId, before, next))
            throw new InconsistentStateException($"{grainId} has been written by somebody else.", TagOf(before), grainState.ETag);
        (grainState.ETag, grainState.RecordExists) = (TagOf(next), true);
        return Task.CompletedTask;
    }

    /// <exception cref="NotSupportedException">Always: records of the fleet are never cleared.</exception>
    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        throw new NotSupportedException("Records of the fleet are never cleared.");

    private string TagOf(Stored? stored) => string.Create(CultureInfo.InvariantCulture, $"{Volatile.Read(ref _beginnings)}.{stored?.Version ?? 0}");

    private bool Replace(GrainId grainId, Stored? before, Stored next) =>
        before is null ? _records.TryAdd(grainId, next) : _records.TryUpdate(grainId, next, before);

    /// <summary>A class, so that replacing compares identity.</summary>
    private sealed class Stored(byte[] json, long version)
    {
        public byte[] Json { get; } = json;

        public long Version { get; } = version;
    }
}
