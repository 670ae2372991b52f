using Orleans.Storage;

namespace DeskFleet.Silo.Storage;

/// <summary>Lets one write at a time through to the storage behind it, in the order of asking. Reads pass.</summary>
public sealed class OneWriterStorage(AdoNetGrainStorage storage) : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    public void Participate(ISiloLifecycle observer) => storage.Participate(observer);

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        storage.ReadStateAsync(stateName, grainId, grainState);

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await _turn.WaitAsync();
        try
        {
            await storage.WriteStateAsync(stateName, grainId, grainState);
        }
        finally
        {
            _turn.Release();
        }
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        storage.ClearStateAsync(stateName, grainId, grainState);

    public void Dispose() => _turn.Dispose();
}
