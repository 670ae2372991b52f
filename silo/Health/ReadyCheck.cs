using DeskFleet.Grains.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DeskFleet.Silo.Health;

/// <summary>Ready: the silo has joined its cluster, its ports run, all of it has started, and nobody has told it to stop.</summary>
public sealed class ReadyCheck(ISiloStatusOracle silo, FleetPorts ports, IHostApplicationLifetime lifetime) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Obstacle() is { } obstacle ? HealthCheckResult.Unhealthy(obstacle) : HealthCheckResult.Healthy("ready"));

    private string? Obstacle()
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
            return "stopping";
        if (silo.CurrentStatus != SiloStatus.Active)
            return $"the silo is {silo.CurrentStatus}";
        if (!ports.IsRunning)
            return "effects and wake-ups are not running";
        return lifetime.ApplicationStarted.IsCancellationRequested ? null : "still starting";
    }
}
