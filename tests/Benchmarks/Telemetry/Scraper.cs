namespace DeskFleet.Benchmarks.Telemetry;

/// <summary>Reads a silo's metrics each second, as fifteen Prometheus servers at the usual pace would.</summary>
internal sealed class Scraper : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly HttpClient _http = new();
    private readonly CancellationTokenSource _stop = new();
    private int _scrapes;

    public Scraper(Uri metrics) => _ = Scrape(metrics);

    public int Scrapes => Volatile.Read(ref _scrapes);

    public void Dispose()
    {
        _stop.Cancel();
        _http.Dispose();
        _stop.Dispose();
    }

    private async Task Scrape(Uri metrics)
    {
        using var timer = new PeriodicTimer(Pause);
        while (await timer.WaitForNextTickAsync(_stop.Token))
        {
            await _http.GetStringAsync(metrics, _stop.Token);
            Interlocked.Increment(ref _scrapes);
        }
    }
}
