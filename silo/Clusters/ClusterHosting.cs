using DeskFleet.Silo.Storage;

namespace DeskFleet.Silo.Clusters;

/// <summary>Puts the watch over a shared database into a silo.</summary>
public static class ClusterHosting
{
    public static IServiceCollection AddClusterWatch(this IServiceCollection services, FleetDatabase database, StoreSettings store) => services
        .AddSingleton(provider => ActivatorUtilities.CreateInstance<ClusterWatch>(provider, database, store))
        .AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<ClusterWatch>());
}
