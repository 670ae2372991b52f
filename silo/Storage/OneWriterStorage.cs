using Orleans.Storage;

namespace DeskFleet.Silo.Storage;

/// <summary>Lets one write at a time through to the storage behind it, in the order of asking. Reads pass.</summary>
public sealed class OneWriterStorage(AdoNetGrainStorage storage, WriteTurns turns) : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>
{
    public void Participate(ISiloLifecycle observer) => storage.Participate(observer);

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        storage.ReadStateAsync(stateName, grainId, grainState);

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        using var turn = await turns.Take(CancellationToken.None);
        await storage.WriteStateAsync(stateName, grainId, grainState);
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        storage.ClearStateAsync(stateName, grainId, grainState);
}
