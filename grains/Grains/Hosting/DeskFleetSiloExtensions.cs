using DeskFleet.Core.Billing;
using DeskFleet.Core.Chances;
using DeskFleet.Grains.Activation;
using DeskFleet.Grains.Delivery;
using DeskFleet.Grains.Documents;
using DeskFleet.Grains.Drivers;
using DeskFleet.Grains.Encryption;
using DeskFleet.Grains.Importing;
using DeskFleet.Grains.Journal;
using DeskFleet.Grains.Kernel;
using DeskFleet.Grains.Ports;
using DeskFleet.Grains.SecondFactors;
using DeskFleet.Grains.Storage;
using DeskFleet.Grains.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Storage;

namespace DeskFleet.Grains.Hosting;

/// <summary>Makes a silo a DeskFleet silo.</summary>
public static class DeskFleetSiloExtensions
{
    /// <summary>
    /// Adds the ports of the grains: system clock, wake-ups, courier, journal, stand-in driver and importer, the shipped price book, and storage in
    /// memory. Whatever is registered before stays, so a host brings its own storage, driver or prices by registering them first.
    /// </summary>
    public static ISiloBuilder AddDeskFleet(this ISiloBuilder silo, Action<FleetOptions>? configure = null)
    {
        var services = silo.Services;
        services.AddOptions<FleetOptions>().Configure(options => configure?.Invoke(options)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<FleetOptions>, FleetOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IFleetClock, SystemFleetClock>();
        services.TryAddSingleton<IJournal, LoggingJournal>();
        services.TryAddSingleton<IKeyService, StandInKeyService>();
        services.TryAddSingleton<IActivationService, StandInActivationService>();
        services.TryAddSingleton<ISecondFactorService, StandInSecondFactorService>();
        services.TryAddSingleton<IDocumentStore, StandInDocumentStore>();
        services.TryAddSingleton<IEntityRouter, GrainRouter>();
        services.TryAddSingleton<FleetInstruments>();
        services.TryAddSingleton<IClientMeasurements>(provider => provider.GetRequiredService<IOptions<FleetOptions>>().Value is { HasClientStandIn: true } options
            ? new ClientStandIn(new Chance(options.DriverSeed))
            : new ReportingClients());
        services.TryAddSingleton<SignInBook>();
        services.TryAddSingleton<FleetProjection>();
        services.TryAddSingleton<EntityTelemetry>();
        services.TryAddSingleton<LiveStates>();
        services.TryAddSingleton<EntityPorts>();
        services.TryAddSingleton(BillingTerms.Default);
        services.TryAddSingleton(provider => new Biller(provider.GetRequiredService<BillingTerms>()));
        services.TryAddKeyedSingleton<IGrainStorage, InMemoryStorage>(FleetStorage.Name);
        AddDeliveries(services);
        AddDriver(services);
        AddImporter(services);
        services.TryAddSingleton<FleetPorts>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<FleetPorts>());
        return silo;
    }

    private static void AddDeliveries(IServiceCollection services)
    {
        services.TryAddSingleton<WakeUps>();
        services.TryAddSingleton<IWakeUps>(provider => provider.GetRequiredService<WakeUps>());
        services.TryAddSingleton<Courier>();
        services.TryAddSingleton<ICourier>(provider => provider.GetRequiredService<Courier>());
    }

    private static void AddDriver(IServiceCollection services)
    {
        services.TryAddSingleton<RealTimeReports>();
        services.TryAddSingleton<IDriverSink>(provider => provider.GetRequiredService<RealTimeReports>());
        services.TryAddSingleton<IDriverReports>(provider => provider.GetRequiredService<RealTimeReports>());
        services.TryAddSingleton(provider => new StandInDriver(
            DriverBehaviour.Default,
            new Chance(provider.GetRequiredService<IOptions<FleetOptions>>().Value.DriverSeed),
            provider.GetRequiredService<IDriverReports>()));
        services.TryAddSingleton<IDesktopDriver>(provider => provider.GetRequiredService<StandInDriver>());
    }

    private static void AddImporter(IServiceCollection services)
    {
        services.TryAddSingleton<IImportReports>(provider => provider.GetRequiredService<RealTimeReports>());
        services.TryAddSingleton<IImageImporter>(provider => new StandInImageImporter(
            ImporterBehaviour.Default,
            new Chance(provider.GetRequiredService<IOptions<FleetOptions>>().Value.DriverSeed),
            provider.GetRequiredService<IImportReports>()));
    }
}
