using DeskFleet.Contracts;
using DeskFleet.Grains.Hosting;
using DeskFleet.Silo.Storage;
using DeskFleet.Silo.Tests.Process;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace DeskFleet.Durable.Tests.Support;

/// <summary>A silo in this process, as the program puts it together, on a store.</summary>
internal sealed class DurableSilo : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly FleetDatabase? _database;

    private DurableSilo(IHost host, FleetDatabase? database)
    {
        (_host, _database) = (host, database);
        Fleet = new(host.Services.GetRequiredService<IGrainFactory>());
    }

    public FleetClient Fleet { get; }

    public IServiceProvider Services => _host.Services;

    public FleetDatabase Database => _database ?? throw new InvalidOperationException("Memory has no database.");

    public static async Task<DurableSilo> Start(Store store, string clusterId = "test", Action<IServiceCollection>? before = null)
    {
        var database = store.OpenIfAny();
        if (database is not null)
        {
            await new DatabaseStart(database, TimeProvider.System, NullLogger<DatabaseStart>.Instance)
                .Prepare(TimeSpan.Zero, TestContext.Current.CancellationToken);
        }

        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        before?.Invoke(builder.Services);
        var settings = new StoreSettings { Kind = store.Kind, ClusterId = clusterId };
        builder.UseOrleans(silo => silo
            .UseFleetStorage(settings, database, SiloProcess.FreePort(), SiloProcess.FreePort())
            .AddDeskFleet(options => options.DriverTimeScale = 3000));
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return new(host, database);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        if (_database is not null)
            await _database.DisposeAsync();
    }
}
