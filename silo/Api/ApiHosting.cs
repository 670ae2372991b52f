using DeskFleet.Contracts;
using DeskFleet.Grains.Ports;
using DeskFleet.Silo.Api.Absent;
using DeskFleet.Silo.Api.Access;
using DeskFleet.Silo.Api.Accounts;
using DeskFleet.Silo.Api.Alarms;
using DeskFleet.Silo.Api.Audit;
using DeskFleet.Silo.Api.Catalog;
using DeskFleet.Silo.Api.Control;
using DeskFleet.Silo.Api.Directories;
using DeskFleet.Silo.Api.Keys;
using DeskFleet.Silo.Api.Limits;
using DeskFleet.Silo.Api.Metrics;
using DeskFleet.Silo.Api.Protocol;
using DeskFleet.Silo.Api.Signing;
using DeskFleet.Silo.Api.Tags;
using DeskFleet.Silo.Api.Trail;
using DeskFleet.Silo.Api.WorkSpaces;
using DeskFleet.Silo.Storage.Audit;

namespace DeskFleet.Silo.Api;

/// <summary>Puts the API into the silo's HTTP.</summary>
internal static class ApiHosting
{
    private static readonly Type[] Modules =
    [
        typeof(LaunchOperations), typeof(DescribeOperations), typeof(PowerOperations), typeof(PropertyOperations), typeof(TagOperations), typeof(BackupOperations),
        typeof(BundleOperations), typeof(ImageOperations), typeof(ImageSharingOperations), typeof(RegistrationOperations), typeof(DirectoryOperations), typeof(IpGroupOperations),
        typeof(ServiceOperations), typeof(KeyOperations), typeof(KeyAliasOperations), typeof(KeyPropertyOperations), typeof(AccountOperations), typeof(CidrOperations), typeof(AbsentOperations),
        typeof(MetricOperations), typeof(MetricListOperations), typeof(AlarmOperations), typeof(AlarmTagOperations), typeof(AlarmHistoryOperations), typeof(TrailOperations),
    ];

    public static void AddFleetApi(this IServiceCollection services, SiloSettings settings)
    {
        services.AddSingleton(settings.Api);
        services.AddSingleton(settings.Api.Access());
        services.AddSingleton<SignatureCheck>().AddSingleton<ReplayWindow>().AddSingleton<ApiGate>().AddSingleton<PolicyDesk>().AddSingleton<ApiLimits>();
        if (settings.Api.AuditFile.Length > 0)
            services.AddSingleton<IAuditTrail>(provider => new AuditFile(settings.Api.AuditFile, TimeProvider.System, provider.GetRequiredService<ILogger<AuditFile>>()));
        else
            services.AddSingleton<IAuditTrail, AuditLog>();
        services.AddSingleton<IRefusalTrail>(provider => new RefusalTrail(provider.GetRequiredService<IAuditTrail>(), provider.GetService<AuditWriter>()));
        services.AddSingleton<RefusalSampler>();
        services.AddSingleton(provider => new AuditDesk(
            provider.GetRequiredService<IAuditTrail>(), provider.GetRequiredService<RefusalSampler>(), provider.GetService<AuditWriter>()));
        services.AddSingleton<ISystemTrail, SystemAudit>();
        services.AddReset(settings);
        services.AddSingleton(provider => new FleetClient(provider.GetRequiredService<IGrainFactory>()));
        services.AddSingleton<TaggedResources>().AddSingleton<CatalogNames>().AddSingleton<KeyNames>().AddSingleton<KeyBook>();
        services.AddSingleton<FleetReader>().AddSingleton<AccountResources>().AddSingleton<Bundles>()
            .AddSingleton(new BundleAliases(BundleAliases.Read(settings.Api.BundleAlias, settings.Api.BundleAliasFile), settings.Api.AnyBundle)).AddSingleton<SharedImages>().AddSingleton<WorkSpaceReader>();
        services.AddSingleton<MetricReader>();
        services.AddSingleton(new WebhookHosts(settings.Api.WebhookHosts)).AddSingleton<AlarmWebhooks>().AddSingleton<AlarmKeeper>();
        services.AddHostedService(provider => provider.GetRequiredService<AlarmKeeper>());
        services.AddApiOperations();
        services.AddSingleton<ApiTable>().AddSingleton<ApiEndpoint>();
    }

    public static void AddApiOperations(this IServiceCollection services)
    {
        foreach (var module in Modules)
            services.AddSingleton(typeof(IApiModule), module);
    }

    public static void MapFleetApi(this WebApplication app)
    {
        app.MapPost("/", app.Services.GetRequiredService<ApiEndpoint>().Handle);
        if (app.Services.GetRequiredService<SiloSettings>().Time.IsControlled)
            app.MapControl();
        app.MapFallback("{*path}", ApiEndpoint.HandleOther);
    }
}
