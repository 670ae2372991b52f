using System.Net;
using System.Net.Sockets;

namespace DeskFleet.Silo.Http.Callers;

/// <summary>Whom an address stands for where something is limited by address: of IPv6 the network of 64 bits, because whoever has one address has them all.</summary>
internal static class ClientAddress
{
    private const int NetworkBytes = 8;

    public static IPAddress Of(HttpContext http) => Of(http.Connection.RemoteIpAddress ?? IPAddress.None);

    public static IPAddress Of(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6 || IPAddress.IsLoopback(address))
            return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(NetworkBytes).Clear();
        return new(bytes);
    }
}
