using System.Net;
using System.Net.Sockets;

namespace DeskFleet.Observability.Tests.Runbooks;

/// <summary>A desktop at the end of a network that can be made slow: it shows a first picture, then one for each key. Real sockets, so what a client measures is real.</summary>
internal sealed class SlowNetwork : IDisposable
{
    private readonly TcpListener _desktop = Listen();
    private readonly TcpListener _network = Listen();

    public SlowNetwork()
    {
        _ = Serve(_desktop, ShowPictures);
        _ = Serve(_network, PassOn);
    }

    /// <summary>Where clients connect.</summary>
    public IPEndPoint Address => (IPEndPoint)_network.LocalEndpoint;

    /// <summary>So long the first picture of a session is held back.</summary>
    public TimeSpan FirstDelay { get; set; }

    /// <summary>So long each later picture is held back.</summary>
    public TimeSpan Delay { get; set; }

    public void Dispose()
    {
        _desktop.Dispose();
        _network.Dispose();
    }

    private static TcpListener Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    private static async Task Serve(TcpListener listener, Func<NetworkStream, Task> serve)
    {
        while (true)
        {
            try
            {
                _ = Connection(await listener.AcceptTcpClientAsync(), serve);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }
        }
    }

    private static async Task Connection(TcpClient client, Func<NetworkStream, Task> serve)
    {
        using (client)
        {
            client.NoDelay = true;
            await serve(client.GetStream());
        }
    }

    private static async Task ShowPictures(NetworkStream client)
    {
        var key = new byte[1];
        await client.WriteAsync(key);
        while (await client.ReadAsync(key) > 0)
            await client.WriteAsync(key);
    }

    private async Task PassOn(NetworkStream client)
    {
        using var desktop = new TcpClient { NoDelay = true };
        await desktop.ConnectAsync((IPEndPoint)_desktop.LocalEndpoint);
        await Task.WhenAny(client.CopyToAsync(desktop.GetStream()), HoldBack(desktop.GetStream(), client));
    }

    private async Task HoldBack(NetworkStream desktop, NetworkStream client)
    {
        var picture = new byte[1];
        for (var delay = FirstDelay; await desktop.ReadAsync(picture) > 0; delay = Delay)
        {
            await Task.Delay(delay);
            await client.WriteAsync(picture);
        }
    }
}
