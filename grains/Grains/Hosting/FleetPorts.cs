using DeskFleet.Grains.Delivery;
using DeskFleet.Grains.Drivers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DeskFleet.Grains.Hosting;

/// <summary>
/// Starts the ports with the silo and stops them while its grains still answer: first nobody is woken any more, then the courier
/// delivers what is left.
/// </summary>
public sealed partial class FleetPorts(
    WakeUps wakeUps, RealTimeReports reports, Courier courier, IOptions<FleetOptions> options, ILogger<FleetPorts> logger)
    : ILifecycleParticipant<ISiloLifecycle>
{
    private volatile bool _isRunning;

    /// <summary>Whether wake-ups and effects are being delivered.</summary>
    public bool IsRunning => _isRunning;

    /// <summary>Stopping goes backwards through the stages; at this one the gateway is told off already and grains are still there.</summary>
    public void Participate(ISiloLifecycle observer) =>
        observer.Subscribe(nameof(FleetPorts), ServiceLifecycleStage.BecomeActive, Start, Stop);

    private Task Start(CancellationToken cancellation)
    {
        courier.Start();
        wakeUps.Start();
        reports.Start();
        _isRunning = true;
        return Task.CompletedTask;
    }

    private async Task Stop(CancellationToken cancellation)
    {
        _isRunning = false;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(options.Value.DrainTime);
        await Task.WhenAll(wakeUps.Stop(limit.Token), reports.Stop(limit.Token));
        if (await courier.Drain(limit.Token) is > 0 and var left)
            LogLeft(logger, left);
    }

    [LoggerMessage(LogLevel.Warning, "Stopped while {Entities} entities had undelivered effects; they are stored and are delivered when the entities are next active")]
    private static partial void LogLeft(ILogger logger, int entities);
}
