using System.Net;
using System.Net.Sockets;
using DeskFleet.Silo.Http.Callers;

namespace DeskFleet.Silo;

/// <summary>Finds out before the start whether the ports are free, so that a port in use is one sentence and not a half-started silo.</summary>
public static class PortProbe
{
    /// <summary>What stands in the way, one sentence each.</summary>
    public static IEnumerable<string> Faults(SiloSettings settings)
    {
        foreach (var url in settings.Urls.Split(';').Select(url => new Uri(url)))
        {
            if (url.Port > 0 && Fault("--urls", AddressOf(url), url.Port) is { } fault)
                yield return fault;
        }

        if (Fault("--silo-port", IPAddress.Loopback, settings.SiloPort) is { } silo)
            yield return silo;
        if (Fault("--gateway-port", IPAddress.Loopback, settings.GatewayPort) is { } gateway)
            yield return gateway;
    }

    /// <summary>Like the web server: a name other than localhost means every address of the machine.</summary>
    private static IPAddress AddressOf(Uri url) =>
        IPAddress.TryParse(url.DnsSafeHost, out var address) ? address
        : LoopbackNames.Binds(url.OriginalString) ? IPAddress.Loopback
        : IPAddress.Any;

    private static string? Fault(string option, IPAddress address, int port)
    {
        try
        {
            using var probe = new TcpListener(address, port);
            probe.Start();
            return null;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return $"Port {port} is in use by another program; stop that one or give another port with {option}.";
        }
        catch (SocketException e)
        {
            return $"{address}:{port} can not be used ({e.Message}); give another with {option}.";
        }
    }
}
