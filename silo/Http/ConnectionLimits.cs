using System.Net;
using DeskFleet.Silo.Api.Limits;
using DeskFleet.Silo.Http.Callers;
using Microsoft.AspNetCore.Connections;

namespace DeskFleet.Silo.Http;

/// <summary>How many connections there are at a time: an address has a share of them, a known proxy all. Thread-safe.</summary>
internal sealed class ConnectionLimits(ProxySettings proxies)
{
    public const int Most = 8192;
    public const int MaxOfOneAddress = 2048;

    private readonly Shares<IPAddress> _addresses = new(Most, MaxOfOneAddress);

    /// <summary>A connection too many is hung up on before a byte of it is read.</summary>
    public ConnectionDelegate Around(ConnectionDelegate next) => async connection =>
    {
        if (connection.RemoteEndPoint is not IPEndPoint { Address: var remote } || proxies.Knows(remote))
        {
            await next(connection);
            return;
        }

        var address = ClientAddress.Of(remote);
        if (!_addresses.TryEnter(address))
        {
            connection.Abort(new ConnectionAbortedException("Too many connections of one address."));
            return;
        }

        try
        {
            await next(connection);
        }
        finally
        {
            _addresses.Leave(address);
        }
    };
}
