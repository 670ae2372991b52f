using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace DeskFleet.Silo.Api.Signing;

/// <summary>What a request says about its signature: the Authorization header of Signature Version 4 and the time beside it.</summary>
/// <param name="Date">The day in the credential's scope, yyyyMMdd.</param>
/// <param name="SignedHeaders">Names in lower case, in their order.</param>
/// <param name="Signature">64 hexadecimal digits.</param>
/// <param name="At">When it was signed, by the caller's clock.</param>
internal sealed record SignedRequest(
    string AccessKeyId, string Date, string Region, string Service, string[] SignedHeaders, string Signature, string Timestamp, Instant At)
{
    public const string Algorithm = "AWS4-HMAC-SHA256";
    public const string TimeHeader = "X-Amz-Date";
    private const string Terminator = "aws4_request";
    private const int SignatureLength = 64;

    private static readonly InstantPattern TimePattern = InstantPattern.Create("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Null when the headers are not complete or not well formed.</summary>
    public static SignedRequest? Parse(IHeaderDictionary headers)
    {
        string? authorization = headers.Authorization, timestamp = headers[TimeHeader];
        if (authorization is null || timestamp is null || !authorization.StartsWith($"{Algorithm} ", StringComparison.Ordinal))
            return null;
        var time = TimePattern.Parse(timestamp);
        var fields = Fields(authorization[(Algorithm.Length + 1)..]);
        if (!time.Success || !fields.TryGetValue("Credential", out var credential) || !fields.TryGetValue("SignedHeaders", out var signed) ||
            !fields.TryGetValue("Signature", out var signature) || signature.Length != SignatureLength)
            return null;
        return credential.Split('/') is [var key, var date, var region, var service, Terminator]
            ? new(key, date, region, service, signed.Split(';'), signature, timestamp, time.Value)
            : null;
    }

    private static Dictionary<string, string> Fields(string text)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Split('=', 2) is [var name, var value])
                fields[name] = value;
        }

        return fields;
    }
}
