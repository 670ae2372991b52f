using DeskFleet.Contracts;
using DeskFleet.Silo.Storage;

namespace DeskFleet.Durable.Tests.Support;

/// <summary>The only silo on a small disk, and people at work on it; the test fills the disk and makes room.</summary>
internal sealed class FillingDisk : IAsyncDisposable
{
    private readonly SmallDisk _disk;
    private readonly RunningSilo _silo;

    private FillingDisk(SmallDisk disk, Store store, RunningSilo silo, int people)
    {
        (_disk, Store, _silo, Database) = (disk, store, silo, store.Open());
        Load = new(silo.Fleet, Database, people);
    }

    public Store Store { get; }

    public FleetClient Fleet => _silo.Fleet;

    public FleetDatabase Database { get; }

    public Load Load { get; }

    /// <summary>Skips the test where nobody may mount. People are at work when it returns.</summary>
    public static async Task<FillingDisk> Start(int megabytes, int people)
    {
        var disk = await SmallDisk.Mount(megabytes);
        var store = Store.On(disk.Folder);
        try
        {
            var silo = await RunningSilo.Start(store);
            await silo.Fleet.SetUp(hosts: 4);
            var filling = new FillingDisk(disk, store, silo, people);
            filling.Load.Begin();
            return filling;
        }
        catch
        {
            store.Dispose();
            disk.Dispose();
            throw;
        }
    }

    public void Fill() => _disk.Fill();

    public void MakeRoom() => _disk.MakeRoom();

    public async ValueTask DisposeAsync()
    {
        await Load.DisposeAsync();
        await Database.DisposeAsync();
        _silo.Dispose();
        Store.Dispose();
        _disk.Dispose();
    }
}
