using System.Text.Json;
using DeskFleet.Grains.Ports;
using DeskFleet.Silo.Api.Audit;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DeskFleet.Silo.Operator;

/// <summary>
/// Records orders that come by JSON and are no calls of the API: an operator's, and those of tests. Each is recorded with who gives it and why before it is carried
/// out, or it is not; then with what became of it. Why is the <c>reason</c> or <c>detail</c> of its JSON. Thread-safe.
/// </summary>
internal sealed partial class OrderAudit(AuditDesk desk, IFleetClock clock, ILogger<OrderAudit> logger)
{
    private const int MaxOrder = 4096;
    private const int MaxReason = 500;

    /// <summary>A filter for the endpoints under a path.</summary>
    /// <param name="kind">Who gives them, such as <c>operator</c>.</param>
    public Func<EndpointFilterInvocationContext, EndpointFilterDelegate, ValueTask<object?>> Of(string kind) => (context, next) => Record(kind, context, next);

    /// <summary>So that the order can be read twice: for the trail, and for who carries it out.</summary>
    public static void Keep(HttpRequest request)
    {
        if (HttpMethods.IsPost(request.Method))
            request.EnableBuffering();
    }

    /// <summary>Who gives an order: the name that he gave with the password, or that he is on this machine.</summary>
    public static string WhoGives(string kind, HttpContext http) => $"{kind}:{http.User.Identity?.Name ?? "local"}";

    private async ValueTask<object?> Record(string kind, EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (HttpMethods.IsGet(http.Request.Method))
            return await next(context);
        var asked = await Asked(kind, http);
        if (!await desk.Ask(asked))
        {
            return OperatorReplies.Fault(
                StatusCodes.Status503ServiceUnavailable, "Unrecorded", "It could not be recorded in the audit trail, so it was not done; mend what the silo's log says of the trail, then ask again.");
        }

        var result = await Result(context, next, asked.Action!);
        var (outcome, message) = OutcomeOf(result, http.Response.StatusCode);
        await desk.Answer(asked with { At = clock.Now, Order = null, Reason = null, Outcome = outcome, Message = message });
        return result;
    }

    private async Task<object?> Result(EndpointFilterInvocationContext context, EndpointFilterDelegate next, string action)
    {
        try
        {
            return await next(context);
        }
#pragma warning disable CA1031 // Whatever it was, who gave the order gets an answer and the reason is in the log.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogOutage(logger, e, action);
            return OperatorReplies.Fault(
                StatusCodes.Status503ServiceUnavailable, "FleetUnavailable", "The fleet did not answer; whether the order was carried out is unknown. Look how things stand, then give it again.");
        }
    }

    private async Task<AuditRecord> Asked(string kind, HttpContext http)
    {
        var order = await Read(http.Request);
        var path = http.Request.Path.Value!;
        return new(
            clock.Now,
            Guid.NewGuid().ToString(),
            WhoGives(kind, http),
            Account: null,
            http.Connection.RemoteIpAddress?.ToString(),
            $"{kind}:{path[(path.LastIndexOf('/') + 1)..]}",
            ResourcesOf(http.Request.RouteValues),
            Parameters: null,
            AuditRecord.Asked,
            Message: null,
            [])
        {
            Order = order?.GetRawText() is { Length: <= MaxOrder } text ? text : null,
            Reason = ReasonOf(order),
        };
    }

    private static async Task<JsonElement?> Read(HttpRequest request)
    {
        try
        {
            request.Body.Position = 0;
            using var json = await JsonDocument.ParseAsync(request.Body);
            return json.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
        finally
        {
            request.Body.Position = 0;
        }
    }

    private static string? ReasonOf(JsonElement? order)
    {
        if (order is not { ValueKind: JsonValueKind.Object } members)
            return null;
        var said = members.EnumerateObject().FirstOrDefault(member =>
            member.Value.ValueKind == JsonValueKind.String && (member.Name.Equals("reason", StringComparison.OrdinalIgnoreCase) || member.Name.Equals("detail", StringComparison.OrdinalIgnoreCase)));
        return said.Value.ValueKind == JsonValueKind.String && said.Value.GetString() is { } reason ? reason[..Math.Min(reason.Length, MaxReason)] : null;
    }

    private static string[] ResourcesOf(RouteValueDictionary route) => [.. route.Values.OfType<string>()];

    /// <param name="status">As it stands before the result is written: what could not be read has one already.</param>
    private static (string Outcome, string? Message) OutcomeOf(object? result, int status)
    {
        status = (result as IStatusCodeHttpResult)?.StatusCode ?? status;
        if (status < StatusCodes.Status400BadRequest)
            return (AuditRecord.Accepted, null);
        if (result is ContentHttpResult { ResponseContent: { } content } && Parsed(content) is { } fault)
            return (fault.TryGetProperty("code", out var code) ? code.ToString() : $"{status}", fault.TryGetProperty("message", out var message) ? message.ToString() : null);
        return ($"{status}", result is IValueHttpResult { Value: { } value } ? value.ToString() : null);
    }

    private static JsonElement? Parsed(string content)
    {
        try
        {
            return JsonElement.Parse(content) is { ValueKind: JsonValueKind.Object } fault ? fault : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [LoggerMessage(LogLevel.Error, "{Action} failed")]
    private static partial void LogOutage(ILogger logger, Exception exception, string action);
}
