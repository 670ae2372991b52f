using System.Globalization;
using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Storage;
using Orleans.Storage;

namespace DeskFleet.Testing.Engines;

/// <summary>Orleans' storage interface over a run's record store.</summary>
public sealed class SimulationStorage(RecordStore store) : IGrainStorage
{
    private long _eTag;

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var state = Activator.CreateInstance<T>();
        var stored = (IStoredRecord)state!;
        stored.Value = store.Read(EntityOf(stateName, grainId), stored.RecordType);
        (grainState.State, grainState.RecordExists) = (state, stored.Value is not null);
        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var stored = (IStoredRecord)grainState.State!;
        store.Write(EntityOf(stateName, grainId), stored.Value!);
        (grainState.ETag, grainState.RecordExists) = (Interlocked.Increment(ref _eTag).ToString(CultureInfo.InvariantCulture), true);
        return Task.CompletedTask;
    }

    /// <exception cref="NotSupportedException">Always: records of the fleet are never cleared.</exception>
    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        throw new NotSupportedException("Records of the fleet are never cleared.");

    /// <summary>A record is stored under the name of its kind (<see cref="Grains.Kernel.FleetStorage"/>).</summary>
    private static Entity EntityOf(string stateName, GrainId grainId) => new(Enum.Parse<EntityKind>(stateName), grainId.Key.ToString()!);
}
