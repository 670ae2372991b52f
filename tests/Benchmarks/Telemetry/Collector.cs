using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DeskFleet.Benchmarks.Telemetry;

/// <summary>Takes what comes by OTLP over HTTP and keeps none of it.</summary>
internal sealed class Collector : IDisposable
{
    private readonly WebApplication _app;
    private long _bytes;

    public Collector()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        // 4318 is the port by which a silo knows that OTLP goes over HTTP.
        builder.WebHost.UseUrls(Address);
        _app = builder.Build();
        _app.MapPost("/v1/{signal}", Take);
        _app.Start();
    }

    public string Address { get; } = "http://127.0.0.1:4318";

    public long Bytes => Interlocked.Read(ref _bytes);

    public void Dispose() => ((IDisposable)_app).Dispose();

    private async Task Take(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        Interlocked.Add(ref _bytes, body.Length);
    }
}
