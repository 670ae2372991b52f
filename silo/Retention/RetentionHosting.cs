namespace DeskFleet.Silo.Retention;

/// <summary>Keeps a silo's database from growing for ever.</summary>
public static class RetentionHosting
{
    public static void AddRetention(this IServiceCollection services, RetentionSettings settings)
    {
        services.AddSingleton(settings).AddSingleton<RetentionKeeper>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<RetentionKeeper>());
    }
}
