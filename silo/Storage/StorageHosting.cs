using System.Net;
using DeskFleet.Contracts;
using DeskFleet.Silo.Auditing;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Configuration;

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
        if (database is not null)
            silo.UseDatabase(database);
        return silo;
    }

    private static void UseDatabase(this ISiloBuilder silo, FleetDatabase database)
    {
        database.Configure(silo);
        silo.Services.AddSingleton(new DueRecords(database, FleetClientOptions.ServiceId));
        silo.Services.AddSingleton<WakeShare>();
        silo.Services.AddSingleton<WakeScan>();
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(services => services.GetRequiredService<WakeScan>());
        silo.UseAuditor(database);
    }

    private static void UseAuditor(this ISiloBuilder silo, FleetDatabase database)
    {
        silo.Services.AddSingleton(new FleetRecords(database, FleetClientOptions.ServiceId));
        silo.Services.TryAddSingleton(new AuditOptions());
        silo.Services.AddSingleton<AuditCounts>();
        silo.Services.AddSingleton<Auditor>();
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(services => services.GetRequiredService<Auditor>());
    }
}
