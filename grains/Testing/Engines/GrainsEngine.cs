using System.Net;
using System.Net.Sockets;
using DeskFleet.Contracts;
using DeskFleet.Core.Billing;
using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Activation;
using DeskFleet.Grains.Documents;
using DeskFleet.Grains.Drivers;
using DeskFleet.Grains.Encryption;
using DeskFleet.Grains.Importing;
using DeskFleet.Grains.Kernel;
using DeskFleet.Grains.Ports;
using DeskFleet.Grains.SecondFactors;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Storage;

namespace DeskFleet.Testing.Engines;

/// <summary>The production grains on a silo of their own in this process, on virtual time and simulation storage.</summary>
public sealed class GrainsEngine : IFleetEngine
{
    private const int MaxTrials = 5;

    private static readonly TimeSpan NeverOnVirtualDays = TimeSpan.FromDays(3650);

    private readonly IHost _host;
    private readonly IEntityRouter _router;

    private GrainsEngine(IHost host)
    {
        _host = host;
        _router = host.Services.GetRequiredService<IEntityRouter>();
    }

    public long Calls => _router is GrainRouter router ? router.Calls : 0;

    /// <summary>For callers beside the fleet's own entities.</summary>
    internal IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    /// <summary>What backends use: reads that are no commands, such as statements.</summary>
    public FleetClient Client => new(Grains);

    /// <param name="add">What the silo has besides, such as what its views are read from.</param>
    /// <param name="terms">What the grains bill with; null: the shipped prices.</param>
    public static Task<GrainsEngine> Start(
        VirtualTime time, RecordStore store, IJournal journal, IDesktopDriver driver, IImageImporter importer, Action<IServiceCollection>? add = null, BillingTerms? terms = null) =>
        Start(new SimulationStorage(store), services =>
        {
            services
                .AddSingleton<IFleetClock>(time)
                .AddSingleton<IWakeUps>(time)
                .AddSingleton<ICourier>(time)
                .AddSingleton(journal)
                .AddSingleton(driver)
                .AddSingleton(importer)
                .AddSingleton<IEntityRouter, GrainRouter>()
                .AddSingleton(new Biller(terms ?? BillingTerms.Default));
            add?.Invoke(services);
        });

    /// <summary>A silo with ports of the caller's choice.</summary>
    /// <param name="ports">Clock, wake-ups, courier, journal, driver, importer, router and biller at least.</param>
    internal static async Task<GrainsEngine> Start(IGrainStorage storage, Action<IServiceCollection> ports)
    {
        for (var trial = 1; ; trial++)
        {
            var host = Build(storage, ports);
            try
            {
                await host.StartAsync();
                return new(host);
            }
            catch (Exception fault) when (trial < MaxTrials && IsPortTaken(fault))
            {
                host.Dispose();
            }
        }
    }

    public ValueTask<Reply> Send(Entity entity, Command command) => _router.Send(entity, command);

    public async ValueTask DisposeAsync()
    {
        using var impatient = new CancellationTokenSource(TimeSpan.Zero);
        await _host.StopAsync(impatient.Token);
        _host.Dispose();
    }

    private static IHost Build(IGrainStorage storage, Action<IServiceCollection> ports)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Error);
        builder.Services
            .AddSingleton<IKeyService, StandInKeyService>()
            .AddSingleton<IActivationService, StandInActivationService>()
            .AddSingleton<ISecondFactorService, StandInSecondFactorService>()
            .AddSingleton<IDocumentStore, StandInDocumentStore>()
            .AddSingleton<EntityPorts>()
            .AddKeyedSingleton(FleetStorage.Name, storage);
        ports(builder.Services);
        builder.UseOrleans(Configure);
        return builder.Build();
    }

    private static void Configure(ISiloBuilder silo)
    {
        var (siloPort, gatewayPort) = (FreePort(), FreePort());
        silo.UseLocalhostClustering(siloPort, gatewayPort)
            .Configure<GrainCollectionOptions>(collection => collection.CollectionAge = NeverOnVirtualDays)
            .Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = TimeSpan.FromMinutes(10));
    }

    /// <summary>Somebody else may take a port after it was found free and before the silo has it.</summary>
    private static bool IsPortTaken(Exception fault)
    {
        for (var cause = fault; cause is not null; cause = cause.InnerException)
        {
            if (cause is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } or AddressInUseException)
                return true;
        }

        return false;
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
