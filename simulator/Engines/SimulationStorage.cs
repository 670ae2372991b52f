using System.Collections.Frozen;
using System.Globalization;
using DeskFleet.Core.Accounts;
using DeskFleet.Core.Directories;
using DeskFleet.Core.HostPools;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Registries;
using DeskFleet.Core.Users;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Grains.Storage;
using Orleans.Storage;

namespace DeskFleet.Simulator.Engines;

/// <summary>Orleans' storage interface over the run's record store.</summary>
public sealed class SimulationStorage(RecordStore store) : IGrainStorage
{
    private static readonly FrozenDictionary<Type, EntityKind> Kinds = new Dictionary<Type, EntityKind>
    {
        [typeof(EntityRecord<WorkSpaceState>)] = EntityKind.WorkSpace,
        [typeof(EntityRecord<UserState>)] = EntityKind.User,
        [typeof(EntityRecord<DirectoryState>)] = EntityKind.Directory,
        [typeof(EntityRecord<HostState>)] = EntityKind.DedicatedHost,
        [typeof(EntityRecord<HostPoolState>)] = EntityKind.HostPool,
        [typeof(EntityRecord<RegistryState>)] = EntityKind.Registry,
        [typeof(EntityRecord<AccountState>)] = EntityKind.Account,
    }.ToFrozenDictionary();

    private long _eTag;

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var state = Activator.CreateInstance<T>();
        var stored = (IStoredRecord)state!;
        stored.Value = store.Read(EntityOf(stored, grainId), stored.RecordType);
        (grainState.State, grainState.RecordExists) = (state, stored.Value is not null);
        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var stored = (IStoredRecord)grainState.State!;
        store.Write(EntityOf(stored, grainId), stored.Value!);
        (grainState.ETag, grainState.RecordExists) = ((++_eTag).ToString(CultureInfo.InvariantCulture), true);
        return Task.CompletedTask;
    }

    /// <exception cref="NotSupportedException">Always: records of the fleet are never cleared.</exception>
    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        throw new NotSupportedException("Records of the fleet are never cleared.");

    private static Entity EntityOf(IStoredRecord stored, GrainId grainId) => new(Kinds[stored.RecordType], grainId.Key.ToString()!);
}
