using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using DeskFleet.Core.Regions;
using DeskFleet.Silo.Api.Access;
using DeskFleet.Silo.Api.Wire;
using NodaTime;

namespace DeskFleet.Silo.Api.Signing;

/// <summary>
/// Finds out who calls (Signature Version 4). A signature is good for <see cref="MaxSkew"/> before and after its time, so that is
/// the window in which a request can be replayed; what a replay may do is the matter of <see cref="ReplayWindow"/>. Whoever can be
/// nobody is refused by his headers, before his body is read. Compares in constant time. Thread-safe.
/// </summary>
internal sealed class SignatureCheck(AccessBook access, TimeProvider time)
{
    /// <summary>How far the caller's clock may be off.</summary>
    public static readonly Duration MaxSkew = Duration.FromMinutes(5);

    /// <summary>Derived keys that are kept: a day's, for each access key, region and service.</summary>
    private const int MaxSigningKeys = 4096;

    private const int MaxKeyId = 128;

    private readonly ConcurrentDictionary<(string Key, string Date, string Region, string Service), byte[]> _signingKeys = new();

    /// <summary>Who somebody says that he is, by the headers alone; or why he can be nobody.</summary>
    public (SignatureClaim? Claim, WireError? Error) Claim(HttpRequest request, WireService service)
    {
        if (request.Headers.Authorization.Count == 0)
            return (null, new("MissingAuthenticationTokenException", "The request is not signed; sign it with an access key of this service."));
        if (SignedRequest.Parse(request.Headers) is not { } signed)
            return (null, new("IncompleteSignatureException", $"The Authorization header is no signature of {SignedRequest.Algorithm}, or X-Amz-Date is missing."));
        if (ScopeFault(signed, request, service) is { } fault)
            return (null, fault);
        return access.Find(signed.AccessKeyId) is { } key
            ? (new(signed, key), null)
            : (null, new("UnrecognizedClientException", "The access key is not known here; use one of the access file."));
    }

    /// <summary>The access key that a request names, for the trail; cut where it is none. Null: none.</summary>
    public static string? KeyIdOf(HttpRequest request) =>
        SignedRequest.Parse(request.Headers)?.AccessKeyId is { } id ? id.Length > MaxKeyId ? id[..MaxKeyId] : id : null;

    /// <summary>The caller, or why the signature is not accepted.</summary>
    public (ApiCaller? Caller, WireError? Error) Prove(SignatureClaim claim, HttpRequest request, ReadOnlySpan<byte> body)
    {
        var (signed, key) = claim;
        var expected = SignatureV4.Of(SigningKey(key, signed), signed, request, body);
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.ASCII.GetBytes(signed.Signature))
            ? (new(new(key.Account, signed.Region), key.Caller, key.Statements) { Signature = signed.Signature, SignedAt = signed.At, Key = key.CallerKey }, null)
            : (null, new("InvalidSignatureException", "The signature does not match the request; check the secret key and the signing method."));
    }

    private WireError? ScopeFault(SignedRequest signed, HttpRequest request, WireService service)
    {
        var skew = Instant.FromDateTimeOffset(time.GetUtcNow()) - signed.At;
        if (skew > MaxSkew || skew < -MaxSkew)
            return Bad($"X-Amz-Date is {Math.Abs((long)skew.TotalSeconds)} s off; set the clock, at most {MaxSkew.TotalSeconds} s are allowed.");
        if (!signed.Timestamp.StartsWith(signed.Date, StringComparison.Ordinal))
            return Bad("The day in the credential's scope is not that of X-Amz-Date.");
        if (signed.Service != service.SigningName)
            return Bad($"The credential is scoped to '{signed.Service}'; sign for '{service.SigningName}'.");
        if (Region.Defaults.All(region => region.Id != signed.Region))
            return Bad($"'{signed.Region}' is no region of this service; use one of {string.Join(", ", Region.Defaults.Select(region => region.Id))}.");
        if (request.QueryString.HasValue)
            return Bad("A request of this protocol has no query.");
        return UnsignedHeader(signed, request) is { } name ? Bad($"The header {name} must be signed.") : null;
    }

    /// <summary>The host, the time and what is asked must be signed, or somebody on the way could change them.</summary>
    private static string? UnsignedHeader(SignedRequest signed, HttpRequest request) =>
        !signed.SignedHeaders.Contains("host") ? "Host"
        : request.Headers.Keys.FirstOrDefault(name => IsToBeSigned(name) && !signed.SignedHeaders.Contains(name.ToLowerInvariant()));

    private static bool IsToBeSigned(string name) => name.StartsWith("X-Amz-", StringComparison.OrdinalIgnoreCase);

    private static WireError Bad(string message) => new("InvalidSignatureException", message);

    private byte[] SigningKey(AccessKey key, SignedRequest signed)
    {
        if (_signingKeys.Count > MaxSigningKeys)
            _signingKeys.Clear();
        return _signingKeys.GetOrAdd(
            (key.Id, signed.Date, signed.Region, signed.Service), static (scope, secret) => SignatureV4.SigningKey(secret, scope.Date, scope.Region, scope.Service), key.Secret);
    }
}

/// <summary>What a request says about who made it; not proven.</summary>
/// <param name="Key">That it names.</param>
internal sealed record SignatureClaim(SignedRequest Signed, AccessKey Key);
