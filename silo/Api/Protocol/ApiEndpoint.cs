using System.Text.Json;
using DeskFleet.Grains.Ports;
using DeskFleet.Silo.Api.Audit;
using DeskFleet.Silo.Api.Limits;
using DeskFleet.Silo.Api.Wire;
using DeskFleet.Silo.Telemetry;
using Microsoft.Net.Http.Headers;

namespace DeskFleet.Silo.Api.Protocol;

/// <summary>
/// AWS JSON 1.1 over <c>POST /</c>. Every request takes the same way: limits, who is it, what is asked, may he, then the operation; it is
/// recorded before it is answered, and it is always answered in the protocol's own form.
/// </summary>
internal sealed partial class ApiEndpoint(
    ApiTable table, ApiGate gate, ApiLimits limits, IAuditTrail audit, IFleetClock clock, ILogger<ApiEndpoint> logger)
{
    public const string ContentType = "application/x-amz-json-1.1";
    private const string TargetHeader = "X-Amz-Target";
    private const string RequestIdHeader = "x-amzn-RequestId";

    private static readonly WireError NoJson = new("UnknownOperationException", $"Send POST / with Content-Type: {ContentType} and X-Amz-Target: Service.Operation.");
    private static readonly WireError TooMany = new("ThrottlingException", "Rate exceeded: too many requests at a time; try again a little later.");
    private static readonly WireError TooFast = new("ThrottlingException", "Rate exceeded: too many requests of this caller; try again a little later.");
    private static readonly WireError Outage = new("ServiceUnavailableException", "The fleet did not answer; whether the call was carried out is unknown. Describe, then try again.")
    {
        Status = StatusCodes.Status503ServiceUnavailable,
    };

    public async Task Handle(HttpContext http)
    {
        using var room = limits.Enter();
        var request = new ApiRequest(http);
        var result = room.IsAcquired ? await Answer(request) : TooMany;
        audit.Write(request.Record(clock.Now, result));
        if (request.Wire is { } wire)
            RequestSpans.Name(request.Service!.Name, wire.Name, request.Id, result.Error?.Type);
        request.Input?.Dispose();
        await Reply(http, request.Id, result);
    }

    /// <summary>Whatever else is asked of this address: never a page, always the protocol's form.</summary>
    public static Task HandleOther(HttpContext http)
    {
        var status = http.Request.Path == "/" ? StatusCodes.Status405MethodNotAllowed : StatusCodes.Status404NotFound;
        return Reply(http, Guid.NewGuid().ToString(), NoJson with { Status = status });
    }

    private async Task<ApiResult> Answer(ApiRequest request)
    {
        if (!IsOurType(request.Http.Request.ContentType) || request.Http.Request.Headers.ContainsKey(HeaderNames.ContentEncoding))
            return NoJson;
        if (!request.Find(request.Http.Request.Headers[TargetHeader]))
            return new WireError("UnknownOperationException", "X-Amz-Target names no operation of this service; give one such as WorkspacesService.DescribeWorkspaces.");
        var (body, unread) = await RequestBody.Read(request.Http.Request);
        if (unread is not null)
            return unread;
        if (gate.Identify(request.Http.Request, request.Service!, body.Span, out var caller) is { } unknown)
            return limits.Admits(null) ? unknown : TooFast;
        request.Caller = caller;
        return limits.Admits(caller!.Name) ? await Perform(request, body) : TooFast;
    }

    private async Task<ApiResult> Perform(ApiRequest request, ReadOnlyMemory<byte> body)
    {
        var (input, fault) = WireReader.Read(body, request.Wire!.Input);
        if (fault is not null)
            return fault;
        request.Input = input;
        if (ApiGate.Authorize(request) is { } denied)
            return denied;
        if (table.Find(request.Service!, request.Wire.Name) is not { } operation)
            return new WireError("OperationNotSupportedException", $"{request.Wire.Name} is an operation that DeskFleet does not support; silo/API.md lists those that it does.");
        if (operation.Unread(input!.RootElement) is { } unread)
            return unread;
        if (gate.Admit(operation, request.Caller!) is not { } call)
            return TooFast;
        try
        {
            return await operation.Answer(input!.RootElement, call);
        }
#pragma warning disable CA1031 // Whatever it was, the caller gets an answer in the protocol's form and the reason is in the log.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogOutage(logger, e, request.Action!, request.Id);
            return Outage;
        }
    }

    private static bool IsOurType(string? contentType) =>
        contentType is not null && contentType.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase) &&
        (contentType.Length == ContentType.Length || contentType[ContentType.Length] is ';' or ' ');

    private static async Task Reply(HttpContext http, string id, ApiResult result)
    {
        var response = http.Response;
        (response.StatusCode, response.ContentType) = (result.Error?.Status ?? StatusCodes.Status200OK, ContentType);
        response.Headers[RequestIdHeader] = id;
        var body = result.Error is { } error ? Json(error) : Json(result);
        response.ContentLength = body.Length;
        // What is left of a body that was too large is not read.
        if (response.StatusCode == StatusCodes.Status413PayloadTooLarge)
            response.Headers.Connection = "close";
        body.WriteTo(response.BodyWriter);
        await response.BodyWriter.FlushAsync(http.RequestAborted);
    }

    private static RawJson Json(ApiResult result) =>
        result.Body as RawJson ?? new([result.Body is { } body ? JsonSerializer.SerializeToUtf8Bytes(body, WireJson.Options) : "{}"u8.ToArray()]);

    private static RawJson Json(WireError error) => new([
        JsonSerializer.SerializeToUtf8Bytes(
            new Dictionary<string, string?> { ["__type"] = error.Type, ["message"] = error.Message, ["ResourceId"] = error.ResourceId }
                .Where(field => field.Value is not null)
                .ToDictionary()),
    ]);

    [LoggerMessage(LogLevel.Error, "{Action} (request {RequestId}) failed")]
    private static partial void LogOutage(ILogger logger, Exception exception, string action, string requestId);
}
