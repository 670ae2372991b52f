using System.Collections.Concurrent;
using System.Net;
using DeskFleet.Silo.Tests.Process;

namespace DeskFleet.Observability.Tests.Support;

/// <summary>Where Alertmanager delivers.</summary>
internal sealed class Webhook : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<string> _told = new();

    public Webhook()
    {
        Address = $"http://127.0.0.1:{SiloProcess.FreePort()}/";
        _listener.Prefixes.Add(Address);
        _listener.Start();
        _ = Task.Run(Receive);
    }

    public string Address { get; }

    /// <summary>Whether it was told that an alert has this status.</summary>
    public bool Heard(string alert, string status) =>
        _told.Any(text => text.Contains($"\"alertname\":\"{alert}\"", StringComparison.Ordinal) && text.Contains($"\"status\":\"{status}\"", StringComparison.Ordinal));

    public void Dispose() => _listener.Close();

    private async Task Receive()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                using var reader = new StreamReader(context.Request.InputStream);
                _told.Enqueue(await reader.ReadToEndAsync());
                context.Response.Close();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }
}
