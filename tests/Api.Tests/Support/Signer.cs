using System.Text.Json;
using DeskFleet.Silo.Api.Signing;
using DeskFleet.Silo.Api.Wire;
using Microsoft.AspNetCore.Http;
using NodaTime;

namespace DeskFleet.Api.Tests.Support;

/// <summary>Signs requests as a client does; the arithmetic itself is tested against the published example and the real clients.</summary>
internal static class Signer
{
    public static HttpRequestMessage Signed(string url, string accessKey, WireService service, string operation, object body)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body);
        var (now, target, host) = (DateTimeOffset.UtcNow, $"{service.Target}.{operation}", new Uri(url).Authority);
        var http = new DefaultHttpContext().Request;
        (http.Method, http.Path, http.Host) = ("POST", "/", new(host));
        var time = now.ToString("yyyyMMdd'T'HHmmss'Z'", null);
        (http.Headers["X-Amz-Date"], http.Headers["X-Amz-Target"]) = (time, target);
        var signed = new SignedRequest(
            accessKey, time[..8], "us-east-1", service.Name, ["host", "x-amz-date", "x-amz-target"], "", time, Instant.FromDateTimeOffset(now));
        var signature = SignatureV4.Of(SignatureV4.SigningKey(AccessFixture.Secret, signed.Date, signed.Region, service.Name), signed, http, bytes);
        var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new ByteArrayContent(bytes) };
        request.Content.Headers.ContentType = new("application/x-amz-json-1.1");
        request.Headers.TryAddWithoutValidation("X-Amz-Date", time);
        request.Headers.TryAddWithoutValidation("X-Amz-Target", target);
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            $"AWS4-HMAC-SHA256 Credential={accessKey}/{signed.Date}/us-east-1/{service.Name}/aws4_request, SignedHeaders=host;x-amz-date;x-amz-target, Signature={signature}");
        return request;
    }
}
