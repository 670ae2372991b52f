using DeskFleet.Silo.Api;
using DeskFleet.Silo.Api.Control;
using DeskFleet.Silo.Api.Limits;
using DeskFleet.Silo.Clusters;
using DeskFleet.Silo.Health;
using DeskFleet.Silo.Http.Callers;
using DeskFleet.Silo.Operator;
using DeskFleet.Silo.Telemetry;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace DeskFleet.Silo.Http;

/// <summary>The one place where the silo's HTTP is put together: where it listens, what it takes in, and who serves which path.</summary>
public static class FleetHttp
{
    private const int MaxHeaderBytes = 16 * 1024;

    /// <summary>The API refuses at half of it, in its own words.</summary>
    private const int LargestBody = 2 * ApiLimits.LargestRequest;
    private static readonly TimeSpan PatienceForHeaders = TimeSpan.FromSeconds(15);

    /// <summary>Whoever sends less a second, after the first moments, is hung up on.</summary>
    private static readonly MinDataRate SlowestBody = new(bytesPerSecond: 4096, gracePeriod: TimeSpan.FromSeconds(5));

    public static void AddFleetHttp(this WebApplicationBuilder builder, SiloSettings settings)
    {
        builder.WebHost.UseUrls(settings.Urls);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
            kestrel.Limits.MaxRequestHeadersTotalSize = MaxHeaderBytes;
            kestrel.Limits.RequestHeadersTimeout = PatienceForHeaders;
            kestrel.Limits.MinRequestBodyDataRate = SlowestBody;
            var connections = new ConnectionLimits(settings.Proxies, TimeProvider.System);
            kestrel.ConfigureEndpointDefaults(listen => listen.Use(connections.Around));
            if (settings.Tls.IsGiven)
                kestrel.ConfigureHttpsDefaults(https => https.ServerCertificate = settings.Tls.Certificate());
        });
        builder.Services.AddSingleton(settings.Proxies);
        builder.Services.AddSingleton<LocalCallers>().AddSingleton<OperatorPassword>().AddSingleton<OrderAudit>().AddSingleton<LocalPaths>();
        builder.Services.AddFleetHealth();
        builder.AddFleetTelemetry(settings);
        builder.Services.AddFleetApi(settings);
    }

    public static void MapFleetHttp(this WebApplication app)
    {
        if (app.Services.GetRequiredService<ProxySettings>() is { IsGiven: true } proxies)
            app.UseForwardedHeaders(proxies.Forwarding());
        var local = app.Services.GetRequiredService<LocalPaths>();
        app.Use(next => http => local.Check(http, next));
        app.UseRequestSpans();
        app.UseFreezeFence();
        app.UseResetGate();
        app.MapFleetHealth();
        app.MapFleetTelemetry();
        app.MapOperator();
        app.MapFleetApi();
    }
}
