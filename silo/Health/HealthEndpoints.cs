using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DeskFleet.Silo.Health;

/// <summary>
/// <c>/health/live</c>: the process answers. <c>/health/ready</c>: it can take work; 503 and the reason otherwise.
/// </summary>
public static class HealthEndpoints
{
    private const string Ready = "ready";

    public static void AddFleetHealth(this IServiceCollection services) =>
        services.AddSingleton<ReadyCheck>().AddHealthChecks().AddCheck<ReadyCheck>(Ready, tags: [Ready]);

    public static void MapFleetHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new() { Predicate = _ => false, ResponseWriter = (http, _) => http.Response.WriteAsync("alive") });
        app.MapHealthChecks("/health/ready", new() { Predicate = check => check.Tags.Contains(Ready), ResponseWriter = WriteReady });
    }

    private static Task WriteReady(HttpContext http, HealthReport report) =>
        http.Response.WriteAsync(report.Entries[Ready].Description ?? report.Status.ToString());
}
