using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DeskFleet.Contracts;

/// <summary>
/// A client of its own for each gateway, or for each share of them where they are many. Orleans' client spreads calls over all of its gateways and does not say by which one a
/// call goes, so alone it cannot be told to go by another. A gateway that is down at the start joins when it is back.
/// </summary>
internal sealed class GatewayClients(FleetClientOptions options, FleetRoutes routes, ILoggerFactory logging) : IHostedService, IAsyncDisposable
{
    /// <summary>The most clients: each costs connections and half a megabyte; a share of the gateways is as good as one for going elsewhere.</summary>
    public const int MaxClients = 8;

    /// <summary>The backend's start waits so long for gateways that answer, and not for those that do not.</summary>
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stop = new();
    private readonly List<ServiceProvider> _clients = [];
    private Task _joined = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var shares = options.Gateways.Distinct().Index().GroupBy(one => one.Index % MaxClients, one => one.Item).Select(share => share.ToArray()).ToList();
        if (shares.Count < 2)
            return;
        _clients.AddRange(shares.Select(Client));
        _joined = Task.WhenAll(_clients.Select(Join));
        await Task.WhenAny(_joined, Task.Delay(FirstWait, cancellationToken));
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _joined.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var service in _clients.SelectMany(client => client.GetServices<IHostedService>()))
            await service.StopAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (var client in _clients)
            await client.DisposeAsync();
        _clients.Clear();
        _stop.Dispose();
    }

    private ServiceProvider Client(IPEndPoint[] gateways) => new ServiceCollection()
        .AddSingleton(logging)
        .AddOrleansClient(client => client.UseFleet(options, gateways).UseConnectionRetryFilter(new EndlessJoin(_stop.Token)))
        .BuildServiceProvider();

    private async Task Join(ServiceProvider client)
    {
        foreach (var service in client.GetServices<IHostedService>())
            await service.StartAsync(_stop.Token);
        routes.Add(new(client.GetRequiredService<IGrainFactory>()));
    }

    /// <summary>Until the backend stops: the others answer meanwhile.</summary>
    private sealed class EndlessJoin(CancellationToken stop) : IClientConnectionRetryFilter
    {
        private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(15);

        private TimeSpan _pause = TimeSpan.FromSeconds(1);

        public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
        {
            await Task.Delay(_pause, stop);
            _pause = TimeSpan.FromTicks(Math.Min(_pause.Ticks * 2, MaxPause.Ticks));
            return true;
        }
    }
}
