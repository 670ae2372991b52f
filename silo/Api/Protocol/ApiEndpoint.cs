using System.Text.Json;
using DeskFleet.Grains.Ports;
using DeskFleet.Silo.Api.Access;
using DeskFleet.Silo.Api.Audit;
using DeskFleet.Silo.Api.Limits;
using DeskFleet.Silo.Api.Signing;
using DeskFleet.Silo.Api.Wire;
using DeskFleet.Silo.Http.Callers;
using DeskFleet.Silo.Telemetry;
using Microsoft.Net.Http.Headers;

namespace DeskFleet.Silo.Api.Protocol;

/// <summary>
/// AWS JSON over <c>POST /</c>, and the query protocol where the service has it. Every request takes the same way: who says he is it by his headers, the body, is he, his limits, what is asked, may
/// he, then the operation; it is recorded before it is answered, and it is always answered in the protocol's own form.
/// </summary>
internal sealed partial class ApiEndpoint(
    ApiTable table, ApiGate gate, PolicyDesk policies, ApiLimits limits, AuditDesk audit, IFleetClock clock, ILogger<ApiEndpoint> logger)
{
    public const string ContentType = "application/x-amz-json-1.1";
    private const string TargetHeader = "X-Amz-Target";
    private const string RequestIdHeader = "x-amzn-RequestId";

    /// <summary>What the query protocol calls an error: clients of before had these names, and later ones ask for them.</summary>
    private const string QueryErrorHeader = "x-amzn-query-error";

    private static readonly WireError NoJson = new("UnknownOperationException", $"Send POST / with Content-Type: {ContentType} and X-Amz-Target: Service.Operation.");
    private static readonly WireError NoOperation = new(
        "UnknownOperationException", "X-Amz-Target names no operation of this service; give one such as WorkspacesService.DescribeWorkspaces.");

    private static readonly WireError TooMany = new("ThrottlingException", "Rate exceeded: too many requests of this caller, or of all, at a time; try again a little later.");
    private static readonly WireError TooFast = new("ThrottlingException", "Rate exceeded: too many requests of this caller; try again a little later.");
    private static readonly WireError Outage = new("ServiceUnavailableException", "The fleet did not answer; whether the call was carried out is unknown. Describe, then try again.")
    {
        Status = StatusCodes.Status503ServiceUnavailable,
    };

    private static readonly WireError Unrecorded = new(
        "ServiceUnavailableException", "The call could not be recorded in the audit trail, so it was not carried out and nothing was changed; try again a little later.")
    {
        Status = StatusCodes.Status503ServiceUnavailable,
    };

    public async Task Handle(HttpContext http)
    {
        var request = new ApiRequest(http);
        var result = await Do(request);
        if (request.Wire is { } wire)
            RequestSpans.Name(request.Service!.Name, wire.Name, request.Id, result.Error?.Type);
        if (request.Delay == TimeSpan.Zero || await limits.Waiting.Hold(request.Delay, http.RequestAborted))
            await Reply(http, request, result);
        else
            http.Abort();
    }

    /// <summary>
    /// The place is free before the first byte of the answer is out: whoever has read it finds a place, and whoever reads it slowly takes none.
    /// </summary>
    private async Task<ApiResult> Do(ApiRequest request)
    {
        try
        {
            var result = await Answer(request);
            await Record(request, result);
            return result;
        }
        finally
        {
            request.Input?.Dispose();
            if (request.Place is { } caller)
                limits.Leave(caller);
        }
    }

    /// <summary>Whatever else is asked of this address: never a page, always the protocol's form.</summary>
    public static Task HandleOther(HttpContext http)
    {
        var status = http.Request.Path == "/" ? StatusCodes.Status405MethodNotAllowed : StatusCodes.Status404NotFound;
        return Reply(http, Guid.NewGuid().ToString(), NoJson with { Status = status });
    }

    /// <summary>Nobody's signature is checked here, so only programs on this machine are heard.</summary>
    /// <param name="why">He is none of them, as the end of a sentence.</param>
    public static Task RefuseStranger(HttpContext http, string why) => Reply(http, Guid.NewGuid().ToString(), new WireError(
        "AccessDeniedException", $"--insecure-local answers programs on this machine only, without a proxy, and {why}; start the silo with an access file for others.")
    {
        Status = StatusCodes.Status403Forbidden,
    });

    private Task Record(ApiRequest request, ApiResult result)
    {
        if (request.IsAsked)
            return audit.Answer(request.Answered(clock.Now, result));
        if (result.Error is null)
            audit.Read(request.Answered(clock.Now, result));
        else
            audit.Refuse(request.Answered(clock.Now, result));
        return Task.CompletedTask;
    }

    private async Task<ApiResult> Answer(ApiRequest request)
    {
        if (Target(request) is { } unaddressed)
            return Unknown(request, unaddressed);
        var nobody = gate.Claim(request.Http.Request, request.Service!, out var claim);
        request.KeyId = claim is null ? SignatureCheck.KeyIdOf(request.Http.Request) : claim.Signed.AccessKeyId;
        if (nobody is not null)
            return Unknown(request, nobody);
        var (body, unread) = await RequestBody.Read(request.Http.Request, limits.Bodies);
        if (unread is not null)
            return Unread(request, unread);
        if (gate.Identify(request.Http.Request, claim, body.Span, out var caller) is { } unproven)
            return Unknown(request, unproven);
        request.Caller = caller;
        if (!limits.Admits(caller!.Key))
            return Delayed(request, TooFast, ApiLimits.DelayOfCallers);
        if (!limits.TryEnter(caller.Key))
            return TooMany;
        request.Place = caller.Key;
        return await Perform(request, body);
    }

    /// <summary>Nobody knows who asked: an address that asks so too often waits for its answers, and gets no reason any more.</summary>
    private ApiResult Unknown(ApiRequest request, WireError error) =>
        gate.KnowsNobody || limits.AdmitsStranger(ClientAddress.Of(request.Http)) ? error : Delayed(request, TooFast, ApiLimits.DelayOfStrangers);

    private static ApiResult Unread(ApiRequest request, WireError error) =>
        error.Status == StatusCodes.Status408RequestTimeout ? Delayed(request, error, ApiLimits.DelayOfStrangers) : error;

    private static ApiResult Delayed(ApiRequest request, WireError error, TimeSpan delay)
    {
        request.Delay = delay;
        return error;
    }

    /// <summary>Finds out of which service something is asked, and in JSON what; or why it is of none.</summary>
    private static WireError? Target(ApiRequest request)
    {
        var http = request.Http.Request;
        if (http.Headers.ContainsKey(HeaderNames.ContentEncoding))
            return NoJson;
        if (Is(http.ContentType, QueryReader.ContentType) && http.Headers[TargetHeader].Count == 0)
        {
            request.SpeakQuery();
            return null;
        }

        var isFound = request.Find(http.Headers[TargetHeader]);
        return !Is(http.ContentType, request.Service?.ContentType ?? ContentType) ? NoJson : isFound ? null : NoOperation;
    }

    /// <summary>The body as JSON; or what is wrong with it.</summary>
    private static WireError? ReadQuery(ApiRequest request, ref ReadOnlyMemory<byte> body)
    {
        var (query, fault) = QueryReader.Read(body.Span);
        if (fault is not null)
            return fault;
        if (!request.FindAction(query!.Action))
            return new("InvalidAction", "Action names no operation of this service; give one such as GetMetricData.");
        body = query.ToJson(request.Wire!.Input);
        return null;
    }

    private async Task<ApiResult> Perform(ApiRequest request, ReadOnlyMemory<byte> body)
    {
        if (request.IsQuery && ReadQuery(request, ref body) is { } unread)
            return unread;
        var (input, fault) = WireReader.Read(body, request.Wire!.Input);
        if (fault is not null)
            return fault;
        request.Input = input;
        if (await policies.Authorize(request) is { } denied)
            return denied;
        if (table.Find(request.Service!, request.Wire.Name) is not { } operation)
            return new WireError("OperationNotSupportedException", $"{request.Wire.Name} is an operation that DeskFleet does not support; silo/API.md lists those that it does.");
        if (operation.Unread(request.Input!.RootElement) is { } unknown)
            return unknown;
        return operation.Changes ? await Change(request, operation) : await Run(request, operation, gate.Read(request.Caller!));
    }

    private async Task<ApiResult> Change(ApiRequest request, ApiOperation operation)
    {
        if (!await audit.Ask(request.Asked(clock.Now)))
            return Unrecorded;
        request.IsAsked = true;
        if (gate.Begin(request.Caller!) is not { } call)
            return TooFast;
        var result = await Run(request, operation, call);
        gate.End(request.Caller!, result);
        return result;
    }

    private async Task<ApiResult> Run(ApiRequest request, ApiOperation operation, ApiCall call)
    {
        try
        {
            return await operation.Answer(request.Input!.RootElement, call);
        }
#pragma warning disable CA1031 // Whatever it was, the caller gets an answer in the protocol's form and the reason is in the log.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogOutage(logger, e, request.Action!, request.Id);
            return Outage;
        }
    }

    private static bool Is(string? contentType, string wanted) =>
        contentType is not null && contentType.StartsWith(wanted, StringComparison.OrdinalIgnoreCase) &&
        (contentType.Length == wanted.Length || contentType[wanted.Length] is ';' or ' ');

    private static Task Reply(HttpContext http, ApiRequest request, ApiResult result)
    {
        if (!request.IsQuery)
        {
            if (result.Error is { } failed && request.Service?.XmlNamespace is not null)
                http.Response.Headers[QueryErrorHeader] =
                    $"{QueryWriter.CodeOf(request.Service, failed)};{(failed.Status < StatusCodes.Status500InternalServerError ? "Sender" : "Receiver")}";
            return Reply(http, request.Id, result, request.Service?.ContentType ?? ContentType);
        }

        var xml = result.Error is { } error
            ? QueryWriter.Error(request.Service!, request.Id, error)
            : QueryWriter.Reply(request.Service!, request.Wire!, request.Id, Bytes(result));
        return Send(http, request.Id, result, QueryWriter.ContentType, new([xml]));
    }

    private static Task Reply(HttpContext http, string id, ApiResult result, string contentType = ContentType) =>
        Send(http, id, result, contentType, result.Error is { } error ? Json(error) : Json(result));

    private static async Task Send(HttpContext http, string id, ApiResult result, string contentType, RawJson body)
    {
        var response = http.Response;
        (response.StatusCode, response.ContentType) = (result.Error?.Status ?? StatusCodes.Status200OK, contentType);
        response.Headers[RequestIdHeader] = id;
        response.ContentLength = body.Length;
        // What is left of a body that was too large, or too slow, is not read.
        if (response.StatusCode is StatusCodes.Status413PayloadTooLarge or StatusCodes.Status408RequestTimeout)
            response.Headers.Connection = "close";
        body.WriteTo(response.BodyWriter);
        await response.BodyWriter.FlushAsync(http.RequestAborted);
    }

    private static RawJson Json(ApiResult result) =>
        result.Body as RawJson ?? new([Bytes(result)]);

    private static byte[] Bytes(ApiResult result) =>
        result.Body is { } body ? JsonSerializer.SerializeToUtf8Bytes(body, WireJson.Options) : "{}"u8.ToArray();

    private static RawJson Json(WireError error) => new([
        JsonSerializer.SerializeToUtf8Bytes(
            new Dictionary<string, string?> { ["__type"] = error.Type, ["message"] = error.Message, ["ResourceId"] = error.ResourceId }
                .Where(field => field.Value is not null)
                .ToDictionary()),
    ]);

    [LoggerMessage(LogLevel.Error, "{Action} (request {RequestId}) failed")]
    private static partial void LogOutage(ILogger logger, Exception exception, string action, string requestId);
}
