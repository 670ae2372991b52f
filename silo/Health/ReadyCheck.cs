using DeskFleet.Contracts;
using DeskFleet.Core.Identity;
using DeskFleet.Grains.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DeskFleet.Silo.Health;

/// <summary>
/// Ready: the silo has joined its cluster, its ports run, all of it has started, it has answered a first call, its database takes writes, and nobody has
/// told it to stop.
/// </summary>
public sealed class ReadyCheck(ISiloStatusOracle silo, FleetPorts ports, IHostApplicationLifetime lifetime, IGrainFactory grains, IServiceProvider services) : IHealthCheck
{
    /// <summary>No launch ever makes this id, so that asking for it stores nothing.</summary>
    private static readonly WorkSpaceId Nobody = new("ws-000000000");

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly FleetClient _fleet = new(grains);
    private volatile bool _hasAnswered;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await Obstacle(cancellationToken) is { } obstacle ? HealthCheckResult.Unhealthy(obstacle) : HealthCheckResult.Healthy("ready");

    private async Task<string?> Obstacle(CancellationToken cancellation)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
            return "stopping";
        if (silo.CurrentStatus != SiloStatus.Active)
            return $"the silo is {silo.CurrentStatus}";
        if (!ports.IsRunning)
            return "effects and wake-ups are not running";
        if (!lifetime.ApplicationStarted.IsCancellationRequested)
            return "still starting";
        if (!_hasAnswered && await FirstCall(cancellation) is { } obstacle)
            return obstacle;
        return services.GetService<StoreHealth>() is { } store && await store.Obstacle(cancellation) is { } refusal ? $"writes are refused: {refusal}" : null;
    }

    /// <summary>The whole way of a call, once: what is ready answers the next one, too.</summary>
    private async Task<string?> FirstCall(CancellationToken cancellation)
    {
        try
        {
            await _fleet.Describe(Nobody, cancellation).WaitAsync(Patience, cancellation);
            _hasAnswered = true;
            return null;
        }
#pragma warning disable CA1031 // Whatever it was: the next check tries again.
        catch (Exception e) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return $"a first call was not answered: {e.Message}";
        }
    }
}
