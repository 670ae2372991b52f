using System.Diagnostics;
using DeskFleet.Grains.Telemetry;

namespace DeskFleet.Silo.Telemetry;

/// <summary>What becomes of the spans that the web server begins, one a request.</summary>
internal static class RequestSpans
{
    /// <summary>
    /// Names spans by their route. Who only looks is not traced: scrapes, probes and the operator's page would drown what somebody asked of the fleet.
    /// </summary>
    public static void UseRequestSpans(this WebApplication app) => app.Use(async (http, next) =>
    {
        var span = Activity.Current;
        if (span is not null && HttpMethods.IsGet(http.Request.Method))
            (span.ActivityTraceFlags, span.IsAllDataRequested) = (span.ActivityTraceFlags & ~ActivityTraceFlags.Recorded, false);
        await next(http);
        if (span is { IsAllDataRequested: true } && span.DisplayName == span.OperationName && http.GetEndpoint() is RouteEndpoint route)
            span.DisplayName = $"{http.Request.Method} {route.RoutePattern.RawText}";
    });

    /// <summary>Names the request's span after the operation of the API, in OpenTelemetry's words for calls of AWS.</summary>
    /// <param name="service">Such as <c>workspaces</c>.</param>
    /// <param name="operation">Such as <c>StartWorkspaces</c>.</param>
    /// <param name="error">The name of the error that it is answered with; null: none.</param>
    public static void Name(string service, string operation, string requestId, string? error)
    {
        if (Activity.Current is not { IsAllDataRequested: true } span)
            return;
        span.DisplayName = $"API {operation}";
        span.SetTag("rpc.system", "aws-api").SetTag("rpc.service", service).SetTag("rpc.method", operation).SetTag("aws.request_id", requestId);
        if (error is not null)
            span.SetTag(AttributeKeys.ErrorType, error).SetStatus(ActivityStatusCode.Error);
    }
}
