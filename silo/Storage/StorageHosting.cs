using System.Net;
using DeskFleet.Contracts;
using DeskFleet.Contracts.Journal;
using DeskFleet.Contracts.Views;
using DeskFleet.Grains.Journal;
using DeskFleet.Grains.Kernel;
using DeskFleet.Grains.Ports;
using DeskFleet.Grains.Views;
using DeskFleet.Silo.Api.Metrics;
using DeskFleet.Silo.Auditing;
using DeskFleet.Silo.Health;
using DeskFleet.Silo.Journal;
using DeskFleet.Silo.Loops;
using DeskFleet.Silo.Retention;
using DeskFleet.Silo.Storage.Audit;
using DeskFleet.Silo.Views;
using Orleans.Configuration;
using Orleans.Storage;

namespace DeskFleet.Silo.Storage;

/// <summary>Puts the database under a silo.</summary>
public static class StorageHosting
{
    /// <summary>Cluster and records: of one process alone without a database or with SQLite, shared with PostgreSQL.</summary>
    public static ISiloBuilder UseFleetStorage(this ISiloBuilder silo, StoreSettings store, FleetDatabase? database, int siloPort, int gatewayPort)
    {
        if (store.Kind == StoreKind.Postgres)
            silo.ConfigureEndpoints(IPAddress.Parse(store.Address), siloPort, gatewayPort).Configure<ClusterMembershipOptions>(MembershipTimes.Configure);
        else
            silo.UseLocalhostClustering(siloPort, gatewayPort);
        silo.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (store.ClusterId, FleetClientOptions.ServiceId));
        silo.Configure<SiloMessagingOptions>(calls => calls.ResponseTimeout = FleetClientOptions.CallTime);
        silo.Services.AddSingleton<LoopBook>();
        if (database is null)
            silo.UseMemoryJournal();
        else
            silo.UseDatabase(database);
        return silo;
    }

    private static void UseMemoryJournal(this ISiloBuilder silo)
    {
        silo.Services.AddSingleton<MemoryJournal>().AddSingleton<IJournalReader>(services => services.GetRequiredService<MemoryJournal>());
        silo.Services.AddSingleton<MemoryWorkSpaceView>().AddSingleton<IWorkSpaceView>(services => services.GetRequiredService<MemoryWorkSpaceView>());
        silo.Services.AddSingleton<IUserErasure, MemoryUserErasure>();
        silo.Services.AddSingleton<LoggingJournal>();
        silo.Services.AddSingleton<IJournal>(services =>
        {
            // They must listen before the first line comes.
            services.GetRequiredService<MemoryWorkSpaceView>();
            services.GetService<IMetricLines>();
            return new FanOutJournal(services.GetRequiredService<LoggingJournal>(), services.GetRequiredService<MemoryJournal>());
        });
    }

    private static void UseDatabase(this ISiloBuilder silo, FleetDatabase database)
    {
        database.Configure(silo);
        silo.Services.AddKeyedSingleton<IGrainStorage>(
            FleetStorage.Name, (services, _) => new RecordStorage(AdoNetGrainStorageFactory.Create(services, FleetStorage.Name), database, services.GetRequiredService<StoreHealth>()));
        silo.Services.AddSingleton(new StoreHealth(database));
        silo.Services.AddSingleton(new DueRecords(database, FleetClientOptions.ServiceId));
        silo.Services.AddSingleton<WakeShare>();
        silo.Services.AddSingleton<WakeScan>();
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(services => services.GetRequiredService<WakeScan>());
        silo.Services.AddSingleton(new AuditTable(database, FleetClientOptions.ServiceId));
        silo.UseAuditor(database);
        silo.UseJournal(database);
    }

    private static void UseJournal(this ISiloBuilder silo, FleetDatabase database)
    {
        var services = silo.Services;
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<JournalTail>(provider, database));
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<JournalTail>());
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<WorkSpaceViewKeeper>(provider, database, FleetClientOptions.ServiceId));
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<WorkSpaceViewKeeper>());
        services.AddSingleton<IJournalReader>(provider =>
            new DatabaseJournal(database, provider.GetRequiredService<JournalTail>(), provider.GetRequiredService<LoopBook>(), FleetClientOptions.ServiceId));
        services.AddSingleton<IWorkSpaceView>(provider =>
            new DatabaseWorkSpaceView(database, provider.GetRequiredService<JournalTail>(), provider.GetRequiredService<LoopBook>(), FleetClientOptions.ServiceId));
        services.AddSingleton<IUserErasure>(provider =>
            new UserErasure(database, provider.GetRequiredService<JournalTail>(), provider.GetRequiredService<IFleetClock>()));
        services.AddSingleton(provider => new TerminatedPurge(database, provider.GetRequiredService<LoopBook>()));
        services.AddSingleton(provider => new JournalTrim(database, provider.GetRequiredService<LoopBook>()));
        services.AddSingleton<LoggingJournal>();
        services.AddSingleton<IJournal>(provider =>
            new FanOutJournal(provider.GetRequiredService<LoggingJournal>(), provider.GetRequiredService<JournalTail>()));
    }
}
