using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using DeskFleet.Silo.Tests.Process;
using DeskFleet.Silo.Tests.Support;
using NodaTime;

namespace DeskFleet.Observability.Tests.Support;

/// <summary>One series of an answer.</summary>
internal sealed record Series(IReadOnlyDictionary<string, string> Labels, IReadOnlyList<(Instant At, double Value)> Points)
{
    public double Last => Points[^1].Value;
}

/// <summary>Debian's Prometheus on a folder and port of its own.</summary>
internal sealed class PrometheusServer : IDisposable
{

    private readonly Process _process;
    private readonly HttpClient _http = new();

    private PrometheusServer(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    /// <summary>Starts one; returns when it answers queries.</summary>
    /// <param name="folder">Holds <c>data</c>, which may have blocks already.</param>
    /// <param name="config">Its configuration file's text.</param>
    public static async Task<PrometheusServer> Start(string folder, string config)
    {
        var port = SiloProcess.FreePort();
        await File.WriteAllTextAsync(Path.Combine(folder, "prometheus.yml"), config);
        var process = Process.Start(new ProcessStartInfo("prometheus",
        [
            $"--config.file={folder}/prometheus.yml", $"--storage.tsdb.path={folder}/data", "--storage.tsdb.retention.time=100y",
            $"--web.listen-address=127.0.0.1:{port}", "--enable-feature=exemplar-storage", "--log.level=error",
        ])
        { RedirectStandardError = true })!;
        process.BeginErrorReadLine();
        var server = new PrometheusServer(process, new($"http://127.0.0.1:{port}/"));
        await Eventually.True(server.IsReady, "Prometheus is ready");
        return server;
    }

    public Task<IReadOnlyList<Series>> Query(string expression, Instant? at = null) =>
        Question("api/v1/query", ("query", expression), ("time", at is { } time ? Seconds(time) : null));

    public Task<IReadOnlyList<Series>> Range(string expression, Instant from, Instant to, Duration step) => Question(
        "api/v1/query_range", ("query", expression), ("start", Seconds(from)), ("end", Seconds(to)), ("step", step.TotalSeconds.ToString(CultureInfo.InvariantCulture)));

    /// <summary>The one number that an expression gives.</summary>
    public async Task<double> Number(string expression, Instant? at = null) => Assert.Single(await Query(expression, at)).Last;

    public async Task<string> Get(string path) => await _http.GetStringAsync(new Uri(Address, path));

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _http.Dispose();
    }

    private bool IsReady()
    {
        if (_process.HasExited)
            return true; // The next query says so.
        try
        {
            return _http.Send(new(HttpMethod.Get, new Uri(Address, "-/ready"))).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task<IReadOnlyList<Series>> Question(string path, params (string Name, string? Value)[] parameters)
    {
        using var form = new FormUrlEncodedContent(parameters.Where(p => p.Value is not null).Select(p => KeyValuePair.Create(p.Name, p.Value!)));
        using var response = await _http.PostAsync(new Uri(Address, path), form);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{parameters[0].Value}: {text}");
        using var json = JsonDocument.Parse(text);
        return [.. json.RootElement.GetProperty("data").GetProperty("result").EnumerateArray().Select(Read)];
    }

    private static Series Read(JsonElement series) => new(
        series.GetProperty("metric").EnumerateObject().ToDictionary(label => label.Name, label => label.Value.GetString()!),
        series.TryGetProperty("values", out var values) ? [.. values.EnumerateArray().Select(Point)] : [Point(series.GetProperty("value"))]);

    private static (Instant, double) Point(JsonElement point) =>
        (Instant.FromUnixTimeMilliseconds((long)(point[0].GetDouble() * 1000)), double.Parse(point[1].GetString()!, CultureInfo.InvariantCulture));

    private static string Seconds(Instant at) => (at.ToUnixTimeMilliseconds() / 1000.0).ToString(CultureInfo.InvariantCulture);
}
