using DeskFleet.Silo.Storage;

namespace DeskFleet.Silo.Clusters;

/// <summary>Puts the watches over a shared database and over this process into a silo.</summary>
public static class ClusterHosting
{
    public static ISiloBuilder UseClusterTls(this ISiloBuilder silo, ClusterTlsSettings tls) => tls.Apply(silo);

    /// <summary>Only where silos share a database; alone nobody goes on without it.</summary>
    public static ISiloBuilder UseClusterGuard(this ISiloBuilder silo, FleetDatabase? database, StoreSettings store)
    {
        silo.Services.AddSingleton<IFatalErrorHandler, FatalErrors>();
        if (store.Kind != StoreKind.Postgres || database is null)
            return silo;
        silo.Services
            .AddSingleton(provider => ActivatorUtilities.CreateInstance<ClusterWatch>(provider, database, store))
            .AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<ClusterWatch>())
            .AddSingleton(provider => ActivatorUtilities.CreateInstance<FreezeWatch>(provider, database));
        return silo.AddIncomingGrainCallFilter<FreezeFilter>();
    }

    /// <summary>What HTTP reads in this process, without a grain, waits as grains do.</summary>
    public static void UseFreezeFence(this WebApplication app)
    {
        if (app.Services.GetService<FreezeWatch>() is not { } watch)
            return;
        app.Use(async (context, next) =>
        {
            if (!context.Request.Path.StartsWithSegments("/health"))
                await watch.Confirm();
            await next(context);
        });
    }
}
