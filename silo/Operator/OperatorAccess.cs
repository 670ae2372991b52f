using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using DeskFleet.Silo.Telemetry;

namespace DeskFleet.Silo.Operator;

/// <summary>Who may see the operator's pages: programs on this machine, and whoever has the operator's password.</summary>
internal static class OperatorAccess
{
    /// <summary>Holds the password; without one nobody else is let in.</summary>
    public const string PasswordVariable = "DESKFLEET_OPERATOR_PASSWORD";

    public static async Task Check(HttpContext http, RequestDelegate next)
    {
        http.Response.Headers.ContentSecurityPolicy = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        if (Loopback.IsLocal(http) || HasPassword(http))
        {
            await next(http);
            return;
        }

        http.Response.StatusCode = StatusCodes.Status401Unauthorized;
        http.Response.Headers.WWWAuthenticate = "Basic realm=\"DeskFleet operator\"";
        await http.Response.WriteAsync($"Give the operator's password, which the silo was started with in {PasswordVariable}; from this machine none is needed.\n");
    }

    private static bool HasPassword(HttpContext http)
    {
        if (Environment.GetEnvironmentVariable(PasswordVariable) is not { Length: > 0 } password
            || !AuthenticationHeaderValue.TryParse(http.Request.Headers.Authorization, out var given) || given is not { Scheme: "Basic", Parameter: { } parameter })
            return false;
        var text = new byte[parameter.Length];
        if (!Convert.TryFromBase64String(parameter, text, out var length))
            return false;
        var colon = text.AsSpan(0, length).IndexOf((byte)':');
        return colon >= 0 && CryptographicOperations.FixedTimeEquals(SHA256.HashData(text.AsSpan(colon + 1, length - colon - 1)), SHA256.HashData(Encoding.UTF8.GetBytes(password)));
    }
}
