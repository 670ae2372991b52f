using DeskFleet.Contracts;
using DeskFleet.Silo.Api.Audit;
using DeskFleet.Silo.Api.Control;
using DeskFleet.Silo.Api.Limits;
using DeskFleet.Silo.Api.Protocol;
using DeskFleet.Silo.Api.Signing;

namespace DeskFleet.Silo.Api;

/// <summary>Puts the API into the silo's HTTP.</summary>
internal static class ApiHosting
{
    public static void AddFleetApi(this IServiceCollection services, SiloSettings settings)
    {
        services.AddSingleton(settings.Api);
        services.AddSingleton(settings.Api.Access());
        services.AddSingleton<SignatureCheck>().AddSingleton<ReplayWindow>().AddSingleton<ApiGate>().AddSingleton<ApiLimits>();
        if (settings.Api.AuditFile.Length > 0)
            services.AddSingleton<IAuditTrail>(_ => new AuditFile(settings.Api.AuditFile));
        else
            services.AddSingleton<IAuditTrail, AuditLog>();
        services.AddSingleton<SiloReset>();
        services.AddSingleton<FleetClient>();
        services.AddSingleton<ApiTable>().AddSingleton<ApiEndpoint>();
    }

    public static void MapFleetApi(this WebApplication app)
    {
        app.MapPost("/", app.Services.GetRequiredService<ApiEndpoint>().Handle);
        if (app.Services.GetRequiredService<SiloSettings>().Time.IsControlled)
            app.MapControl();
        app.MapFallback(ApiEndpoint.HandleOther);
    }
}
