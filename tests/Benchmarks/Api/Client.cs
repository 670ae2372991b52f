using System.Net;
using System.Text;
using System.Text.Json;
using DeskFleet.Silo.Api.Signing;
using DeskFleet.Silo.Api.Wire;
using Microsoft.AspNetCore.Http;
using NodaTime;

namespace DeskFleet.Benchmarks.Api;

/// <summary>One request of a measurement.</summary>
internal sealed record Call(WireService Service, string Operation, object Request);

/// <summary>Signs and sends requests as a client of AWS does, each with a signature of its own.</summary>
internal sealed class Client(string url, string accessKey = Servers.AccessKey)
{
    private const string Region = "us-east-1";
    private const int MaxTries = 5;

    public HttpClient Http { get; } = new() { Timeout = TimeSpan.FromMinutes(5) };

    /// <summary>A silo that could not tell whether it did it is asked again with the same signature: so it is the same operation, and done once.</summary>
    /// <exception cref="InvalidOperationException">It was refused; the message says what the answer was.</exception>
    public async Task<byte[]> Send(Call call)
    {
        var signed = Sign(call);
        for (var tries = 1; ; tries++)
        {
            using var request = Message(call, signed);
            using var answer = await Http.SendAsync(request);
            var body = await answer.Content.ReadAsByteArrayAsync();
            if (answer.IsSuccessStatusCode)
                return body;
            if (answer.StatusCode != HttpStatusCode.ServiceUnavailable || tries == MaxTries)
                throw new InvalidOperationException($"{call.Operation}: {Encoding.UTF8.GetString(body)}");
        }
    }

    /// <summary>Sends one request that is refused, whatever the answer.</summary>
    public async Task Attack(string kind)
    {
        var call = new Call(WireService.WorkSpaces, "RebootWorkspaces", new { RebootWorkspaceRequests = new[] { new { WorkspaceId = "ws-000000000" } } });
        using var request = Message(call, Sign(kind == "wrong-signature" ? call with { Operation = "StopWorkspaces" } : call));
        if (kind == "unsigned")
            request.Headers.Remove("Authorization");
        using var answer = await Http.SendAsync(request);
    }

    public async Task<JsonElement> Json(Call call) => JsonDocument.Parse(await Send(call)).RootElement;

    private SignedCall Sign(Call call)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(call.Request);
        var now = DateTimeOffset.UtcNow;
        var time = now.ToString("yyyyMMdd'T'HHmmss'Z'", null);
        var http = new DefaultHttpContext().Request;
        (http.Method, http.Path, http.Host) = ("POST", "/", new(new Uri(url).Authority));
        (http.Headers[SignedRequest.TimeHeader], http.Headers["X-Amz-Target"]) = (time, TargetOf(call));
        var signed = new SignedRequest(
            accessKey, time[..8], Region, call.Service.Name, ["host", "x-amz-date", "x-amz-target"], "", time, Instant.FromDateTimeOffset(now));
        var signature = SignatureV4.Of(SignatureV4.SigningKey(Servers.Secret, signed.Date, signed.Region, signed.Service), signed, http, body);
        return new(
            body,
            time,
            $"{SignedRequest.Algorithm} Credential={accessKey}/{signed.Date}/{Region}/{signed.Service}/aws4_request, SignedHeaders={string.Join(';', signed.SignedHeaders)}, Signature={signature}");
    }

    private HttpRequestMessage Message(Call call, SignedCall signed)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(signed.Body) };
        request.Content.Headers.ContentType = new("application/x-amz-json-1.1");
        request.Headers.TryAddWithoutValidation(SignedRequest.TimeHeader, signed.Time);
        request.Headers.TryAddWithoutValidation("X-Amz-Target", TargetOf(call));
        request.Headers.TryAddWithoutValidation("Authorization", signed.Authorization);
        return request;
    }

    private static string TargetOf(Call call) => $"{call.Service.Target}.{call.Operation}";

    private sealed record SignedCall(byte[] Body, string Time, string Authorization);
}
