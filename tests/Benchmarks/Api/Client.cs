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
internal sealed class Client(string url)
{
    private const string Region = "us-east-1";

    public HttpClient Http { get; } = new() { Timeout = TimeSpan.FromMinutes(5) };

    /// <exception cref="InvalidOperationException">It was refused; the message says what the answer was.</exception>
    public async Task<byte[]> Send(Call call)
    {
        using var request = Signed(call);
        using var answer = await Http.SendAsync(request);
        var body = await answer.Content.ReadAsByteArrayAsync();
        return answer.IsSuccessStatusCode ? body : throw new InvalidOperationException($"{call.Operation}: {Encoding.UTF8.GetString(body)}");
    }

    public async Task<JsonElement> Json(Call call) => JsonDocument.Parse(await Send(call)).RootElement;

    private HttpRequestMessage Signed(Call call)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(call.Request);
        var (now, target) = (DateTimeOffset.UtcNow, $"{call.Service.Target}.{call.Operation}");
        var time = now.ToString("yyyyMMdd'T'HHmmss'Z'", null);
        var http = new DefaultHttpContext().Request;
        (http.Method, http.Path, http.Host) = ("POST", "/", new(new Uri(url).Authority));
        (http.Headers["X-Amz-Date"], http.Headers["X-Amz-Target"]) = (time, target);
        var signed = new SignedRequest(
            Servers.AccessKey, time[..8], Region, call.Service.Name, ["host", "x-amz-date", "x-amz-target"], "", time, Instant.FromDateTimeOffset(now));
        var signature = SignatureV4.Of(SignatureV4.SigningKey(Servers.Secret, signed.Date, signed.Region, signed.Service), signed, http, body);
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/x-amz-json-1.1");
        request.Headers.TryAddWithoutValidation("X-Amz-Date", time);
        request.Headers.TryAddWithoutValidation("X-Amz-Target", target);
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            $"{SignedRequest.Algorithm} Credential={Servers.AccessKey}/{signed.Date}/{Region}/{signed.Service}/aws4_request, SignedHeaders={string.Join(';', signed.SignedHeaders)}, Signature={signature}");
        return request;
    }
}
