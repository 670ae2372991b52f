using System.Net;

namespace DeskFleet.Silo.Telemetry;

/// <summary>Tells programs on this machine from others.</summary>
internal static class Loopback
{
    /// <summary>
    /// The connection comes from this machine and was made to it by a name of loopback. A page of elsewhere that a browser here has open has
    /// another name in its requests, even where that name leads here.
    /// </summary>
    public static bool IsLocal(HttpContext http) =>
        http.Connection.RemoteIpAddress is { } remote && IPAddress.IsLoopback(remote)
        && (http.Request.Host.Host is "localhost" or "[::1]" || (IPAddress.TryParse(http.Request.Host.Host, out var host) && IPAddress.IsLoopback(host)));

    public static IResult Refusal(string path, string mend) =>
        Results.Text($"{path} answers programs on this machine only; start the silo with {mend} to open it.\n", statusCode: StatusCodes.Status403Forbidden);
}
