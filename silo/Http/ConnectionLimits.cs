using System.Net;
using DeskFleet.Silo.Api.Limits;
using DeskFleet.Silo.Http.Callers;
using Microsoft.AspNetCore.Connections;

namespace DeskFleet.Silo.Http;

/// <summary>
/// How many connections there are at a time, of which an address has a share, and how many of an address begin in a second; a known proxy has all. Those that come
/// in a burst wait for their turn: a thousand that are opened anew each second would keep both processors busy for a tenth of it, and everybody waits. Thread-safe.
/// </summary>
internal sealed class ConnectionLimits(ProxySettings proxies, TimeProvider time)
{
    public const int Most = 8192;
    public const int MaxOfOneAddress = 2048;

    /// <summary>New connections of one address that begin without waiting: so many at once, and so many a second.</summary>
    public const int AtOnce = 100;
    public const int PerSecond = 500;

    private readonly Shares<IPAddress> _addresses = new(Most, MaxOfOneAddress);
    private readonly Allowances<IPAddress> _turns = new(AtOnce, TimeSpan.FromSeconds(1) / PerSecond, time);

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
            if (await HasTurn(address, connection))
                await next(connection);
        }
        finally
        {
            _addresses.Leave(address);
        }
    };

    /// <summary>Waits for it; false: the caller has hung up meanwhile.</summary>
    private async ValueTask<bool> HasTurn(IPAddress address, ConnectionContext connection)
    {
        var wait = _turns.Queue(address);
        if (wait <= TimeSpan.Zero)
            return true;
        await Task.Delay(wait, time, connection.ConnectionClosed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!connection.ConnectionClosed.IsCancellationRequested)
            return true;
        _turns.GiveBack(address);
        return false;
    }
}
