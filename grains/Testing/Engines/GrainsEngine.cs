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
    private const int MostTrials = 5;

    private static readonly TimeSpan NeverOnVirtualDays = TimeSpan.FromDays(3650);

    private readonly IHost _host;
    private readonly GrainRouter _router;

    private GrainsEngine(IHost host)
    {
        _host = host;
        _router = (GrainRouter)host.Services.GetRequiredService<IEntityRouter>();
    }

    public long Calls => _router.Calls;

    /// <summary>For callers beside the fleet's own entities.</summary>
    internal IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    /// <summary>What backends use: reads that are no commands, such as statements.</summary>
    public FleetClient Client => new(Grains);

    /// <param name="add">What the silo has besides, such as what its views are read from.</param>
    /// <param name="terms">What the grains bill with; null: the shipped prices.</param>
    public static async Task<GrainsEngine> Start(
        VirtualTime time, RecordStore store, IJournal journal, IDesktopDriver driver, IImageImporter importer, Action<IServiceCollection>? add = null, BillingTerms? terms = null)
    {
        for (var trial = 1; ; trial++)
        {
            var host = Build(time, store, journal, driver, importer, add, terms);
            try
            {
                await host.StartAsync();
                return new(host);
            }
            catch (Exception fault) when (trial < MostTrials && IsPortTaken(fault))
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

    private static IHost Build(
        VirtualTime time, RecordStore store, IJournal journal, IDesktopDriver driver, IImageImporter importer, Action<IServiceCollection>? add, BillingTerms? terms)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Error);
        builder.Services
            .AddSingleton<IFleetClock>(time)
            .AddSingleton<IWakeUps>(time)
            .AddSingleton<ICourier>(time)
            .AddSingleton(journal)
            .AddSingleton(driver)
            .AddSingleton(importer)
            .AddSingleton<IKeyService, StandInKeyService>()
            .AddSingleton<IActivationService, StandInActivationService>()
            .AddSingleton<ISecondFactorService, StandInSecondFactorService>()
            .AddSingleton<IDocumentStore, StandInDocumentStore>()
            .AddSingleton<IEntityRouter, GrainRouter>()
            .AddSingleton<EntityPorts>()
            .AddSingleton(new Biller(terms ?? BillingTerms.Default))
            .AddKeyedSingleton<IGrainStorage>(FleetStorage.Name, new SimulationStorage(store));
        add?.Invoke(builder.Services);
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
