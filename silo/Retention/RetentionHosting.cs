using DeskFleet.Silo.Storage;

namespace DeskFleet.Silo.Retention;

/// <summary>Keeps a silo's database from growing for ever.</summary>
public static class RetentionHosting
{
    public static void AddRetention(this IServiceCollection services, RetentionSettings settings, FleetDatabase database)
    {
        services.AddSingleton(database).AddSingleton(settings).AddSingleton<IdleUsers>().AddSingleton<StoreSize>().AddSingleton<RetentionKeeper>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<RetentionKeeper>());
    }
}
