using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DeskFleet.Api.Tests.Support;

/// <summary>Many connections, each of which says that it has a body of a thousand bytes and sends it so slowly that it never ends.</summary>
internal sealed class SlowLoris : IAsyncDisposable
{
    private const int Promised = 100_000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _enough = new();
    private readonly List<Socket> _sockets = [];
    private Task _sending = Task.CompletedTask;
    private int _hungUp;

    /// <summary>Connections that the silo has closed.</summary>
    public int HungUp => Volatile.Read(ref _hungUp);

    /// <param name="authorization">What they say about who they are; null: nothing.</param>
    /// <param name="bytesPerSecond">Of each connection.</param>
    public static async Task<SlowLoris> Start(string url, int connections, string? authorization, int bytesPerSecond, IPAddress? from = null)
    {
        var loris = new SlowLoris();
        var head = Encoding.ASCII.GetBytes(string.Join("\r\n", new[]
        {
            "POST / HTTP/1.1", "Host: 127.0.0.1", "Content-Type: application/x-amz-json-1.1", "X-Amz-Target: WorkspacesService.DescribeWorkspaces",
            $"X-Amz-Date: {DateTimeOffset.UtcNow:yyyyMMdd'T'HHmmss'Z'}", authorization is null ? null : $"Authorization: {authorization}", $"Content-Length: {Promised}", "", "",
        }.OfType<string>()));
        for (var i = 0; i < connections; i++)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(from ?? IPAddress.Loopback, 0));
            await socket.ConnectAsync(IPAddress.Loopback, new Uri(url).Port);
            await socket.SendAsync(head);
            loris._sockets.Add(socket);
        }

        var piece = new byte[(int)(bytesPerSecond * Pause.TotalSeconds)];
        Array.Fill(piece, (byte)' ');
        loris._sending = Task.Run(() => loris.Send(piece));
        return loris;
    }

    public async ValueTask DisposeAsync()
    {
        await _enough.CancelAsync();
        await _sending;
        foreach (var socket in _sockets)
            socket.Dispose();
        _enough.Dispose();
    }

    private async Task Send(byte[] piece)
    {
        while (!_enough.IsCancellationRequested)
        {
            foreach (var socket in _sockets.Where(socket => socket.Connected).ToList())
            {
                try
                {
                    // What it has answered so far, if it is still there.
                    if (socket.Poll(0, SelectMode.SelectRead) && socket.Receive(new byte[4096]) == 0)
                        throw new SocketException((int)SocketError.ConnectionReset);
                    await socket.SendAsync(piece);
                }
                catch (SocketException)
                {
                    Interlocked.Increment(ref _hungUp);
                    socket.Close();
                }
            }

            _sockets.RemoveAll(socket => !socket.Connected);
            await Task.Delay(Pause, _enough.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
