using System.Data.Common;
using DeskFleet.Contracts;
using DeskFleet.Silo.Health;
using Orleans.Storage;

namespace DeskFleet.Silo.Storage;

/// <summary>
/// Orleans' storage with two habits of ours: where the database lets one writer through at a time, writes wait for their turn here, in the order of
/// asking; and what fails is said to callers as <see cref="FleetUnavailableException"/>, which every backend can read.
/// </summary>
public sealed class RecordStorage(AdoNetGrainStorage storage, FleetDatabase database, StoreHealth health) : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>
{
    public void Participate(ISiloLifecycle observer) => storage.Participate(observer);

    /// <exception cref="FleetUnavailableException">The database did not answer.</exception>
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        try
        {
            await storage.ReadStateAsync(stateName, grainId, grainState);
        }
        catch (DbException e)
        {
            throw Unavailable(e);
        }
    }

    /// <exception cref="FleetUnavailableException">The database refused the write or did not answer: it may be stored or not.</exception>
    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        using var turn = await database.WriteTurn(CancellationToken.None);
        try
        {
            await storage.WriteStateAsync(stateName, grainId, grainState);
            health.Written();
        }
        catch (DbException e)
        {
            health.Refused(e);
            throw Unavailable(e);
        }
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        storage.ClearStateAsync(stateName, grainId, grainState);

    private FleetUnavailableException Unavailable(DbException failure) => new(database.Explain(failure).Message);
}
