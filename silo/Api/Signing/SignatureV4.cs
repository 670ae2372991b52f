using System.Security.Cryptography;
using System.Text;

namespace DeskFleet.Silo.Api.Signing;

/// <summary>The arithmetic of AWS Signature Version 4, for requests without a query.</summary>
internal static class SignatureV4
{
    /// <summary>The key that a secret gives for one day, region and service.</summary>
    public static byte[] SigningKey(string secret, string date, string region, string service)
    {
        var key = HMACSHA256.HashData(Encoding.UTF8.GetBytes("AWS4" + secret), Encoding.UTF8.GetBytes(date));
        key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(region));
        key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(service));
        return HMACSHA256.HashData(key, "aws4_request"u8);
    }

    /// <summary>The signature that the request must have, in hexadecimal digits.</summary>
    public static string Of(byte[] signingKey, SignedRequest signed, HttpRequest request, ReadOnlySpan<byte> body)
    {
        var canonical = Hash(Encoding.UTF8.GetBytes(Canonical(signed, request, Hash(body))));
        var toSign = $"{SignedRequest.Algorithm}\n{signed.Timestamp}\n{signed.Date}/{signed.Region}/{signed.Service}/aws4_request\n{canonical}";
        return Convert.ToHexStringLower(HMACSHA256.HashData(signingKey, Encoding.UTF8.GetBytes(toSign)));
    }

    private static string Canonical(SignedRequest signed, HttpRequest request, string bodyHash)
    {
        var text = new StringBuilder(512).Append(request.Method).Append('\n').Append(request.Path.Value).Append("\n\n");
        foreach (var name in signed.SignedHeaders)
        {
            text.Append(name).Append(':');
            var first = true;
            foreach (var value in request.Headers[name])
            {
                if (!first)
                    text.Append(',');
                AppendTrimmed(text, value);
                first = false;
            }

            text.Append('\n');
        }

        return text.Append('\n').AppendJoin(';', signed.SignedHeaders).Append('\n').Append(bodyHash).ToString();
    }

    /// <summary>Without spaces at the ends, and with one where there are several.</summary>
    private static void AppendTrimmed(StringBuilder text, ReadOnlySpan<char> value)
    {
        var wasSpace = false;
        foreach (var c in value.Trim(' '))
        {
            if (c != ' ' || !wasSpace)
                text.Append(c);
            wasSpace = c == ' ';
        }
    }

    private static string Hash(ReadOnlySpan<byte> data) => Convert.ToHexStringLower(SHA256.HashData(data));
}
