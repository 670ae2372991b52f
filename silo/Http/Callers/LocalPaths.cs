using DeskFleet.Grains.Ports;
using DeskFleet.Silo.Api.Audit;
using DeskFleet.Silo.Api.Protocol;
using DeskFleet.Silo.Operator;
using DeskFleet.Silo.Telemetry;

namespace DeskFleet.Silo.Http.Callers;

/// <summary>Which paths are for programs on this machine, and who else is let in there. Everything else is for whoever reaches the port.</summary>
internal sealed class LocalPaths(LocalCallers callers, OperatorPassword password, AuditDesk audit, IFleetClock clock, SiloSettings settings)
{
    private const string Metrics = "/metrics";
    private const string Control = "/control";
    private const string Health = "/health";
    private const string NotLocal = "NotLocal";
    private const int MaxPath = 200;

    public Task Check(HttpContext http, RequestDelegate next)
    {
        var path = http.Request.Path;
        if (path.StartsWithSegments(OperatorEndpoints.Path) || path.StartsWithSegments(OperatorEndpoints.DashboardPath))
            return CheckOperator(http, next);
        if (path.StartsWithSegments(Metrics))
            return settings.Telemetry.Metrics != MetricsAccess.Loopback || callers.IsLocal(http) ? next(http) : CheckPassword(http, next, MetricsRefusal);
        if (path.StartsWithSegments(Control))
            return callers.Objection(http) is { } why ? ControlRefusal(http, why) : Take(http, next);
        if (!settings.Api.InsecureLocal || path.StartsWithSegments(Health) || callers.Objection(http) is not { } objection)
            return next(http);
        Record(http, NotLocal, objection);
        return ApiEndpoint.RefuseStranger(http, objection);
    }

    private static Task Take(HttpContext http, RequestDelegate next)
    {
        OrderAudit.Keep(http.Request);
        return next(http);
    }

    /// <summary>Who is not let in is in the trail, with the name that he gave.</summary>
    private void Record(HttpContext http, string outcome, string? why) => audit.Refuse(new(
        clock.Now,
        Guid.NewGuid().ToString(),
        Caller: null,
        Account: null,
        http.Connection.RemoteIpAddress?.ToString(),
        $"{http.Request.Method} {Shortened(http.Request.Path)}",
        [],
        Parameters: null,
        outcome,
        why,
        [])
    {
        KeyId = OperatorPassword.NameGiven(http),
    });

    private static string Shortened(string path) => path.Length > MaxPath ? path[..MaxPath] : path;

    private Task CheckOperator(HttpContext http, RequestDelegate next)
    {
        http.Response.Headers.ContentSecurityPolicy = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return callers.IsLocal(http) ? Take(http, next) : CheckPassword(http, next, OperatorRefusal);
    }

    private async Task CheckPassword(HttpContext http, RequestDelegate next, Func<HttpContext, Task> refusal)
    {
        var verdict = password.Check(http, out var wait);
        if (verdict == PasswordVerdict.Right)
        {
            await Take(http, next);
            return;
        }

        Record(http, $"{verdict}Password", callers.Objection(http));
        await (verdict == PasswordVerdict.TooMany ? TooMany(http, wait) : refusal(http));
    }

    private static Task OperatorRefusal(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status401Unauthorized;
        http.Response.Headers.WWWAuthenticate = "Basic realm=\"DeskFleet operator\"";
        return http.Response.WriteAsync(
            $"Give the operator's password, which the silo was started with in {OperatorPassword.Variable}; from this machine, without a proxy, none is needed.\n");
    }

    private static Task MetricsRefusal(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status403Forbidden;
        return http.Response.WriteAsync(
            $"{Metrics} answers programs on this machine, without a proxy, and whoever gives the operator's password; start the silo with --metrics everywhere to open it.\n");
    }

    private static Task TooMany(HttpContext http, TimeSpan wait)
    {
        http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        http.Response.Headers.RetryAfter = $"{Math.Ceiling(wait.TotalSeconds)}";
        return http.Response.WriteAsync("Too many wrong passwords; wait, then give the right one.\n");
    }

    private Task ControlRefusal(HttpContext http, string why)
    {
        Record(http, NotLocal, why);
        http.Response.StatusCode = StatusCodes.Status403Forbidden;
        return http.Response.WriteAsJsonAsync(new { message = $"Only programs on this machine may use {Control}, without a proxy: {why}." });
    }
}
