using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using DeskFleet.Silo.Tests.Process;

namespace DeskFleet.Api.Tests.Support;

/// <summary>A webhook on this machine that keeps what it was told.</summary>
internal sealed class Webhook : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<(string Path, string? Notice, JsonElement Body)> _told = new();

    public Webhook(int? port = null)
    {
        Host = $"127.0.0.1:{port ?? SiloProcess.FreePort()}";
        _listener.Prefixes.Add($"http://{Host}/");
        _listener.Start();
        _ = Listen();
    }

    public string Host { get; }

    public string Url => $"http://{Host}/alarm";

    /// <summary>What it answers.</summary>
    public int Status { get; set; } = 200;

    public IReadOnlyCollection<(string Path, string? Notice, JsonElement Body)> Told => _told;

    /// <summary>The changes that it was told, as the old and the new state.</summary>
    public IReadOnlyList<string> Changes => [.. _told.Select(told => $"{told.Body.GetProperty("OldStateValue").GetString()} {told.Body.GetProperty("NewStateValue").GetString()}")];

    public void Dispose() => _listener.Close();

    private async Task Listen()
    {
        while (_listener.IsListening)
        {
            try
            {
                var http = await _listener.GetContextAsync();
                var body = await JsonDocument.ParseAsync(http.Request.InputStream);
                if (Status == 200)
                    _told.Enqueue((http.Request.Url!.AbsolutePath, http.Request.Headers["X-DeskFleet-Notice"], body.RootElement.Clone()));
                http.Response.StatusCode = Status;
                if (Status == 302)
                    http.Response.RedirectLocation = $"http://{Host}/elsewhere";
                http.Response.Close();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }
}
