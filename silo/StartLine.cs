using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace DeskFleet.Silo;

/// <summary>Says where the silo listens once it does, and that it stops when it does.</summary>
public sealed partial class StartLine(SiloSettings settings, IServer server, ILogger<StartLine> logger) : IHostedLifecycleService
{
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        var http = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        LogStarted(logger, string.Join(' ', http), settings.GatewayPort, settings.SiloPort, settings.DriverTimeScale, settings.Store.Kind);
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        LogStopping(logger);
        return Task.CompletedTask;
    }

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        LogStopped(logger);
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(LogLevel.Information, "DeskFleet listens: HTTP {Http}, gateway port {GatewayPort}, silo port {SiloPort}; driver time scale {DriverTimeScale}, records in {Store}")]
    private static partial void LogStarted(ILogger logger, string http, int gatewayPort, int siloPort, double driverTimeScale, Storage.StoreKind store);

    [LoggerMessage(LogLevel.Information, "DeskFleet stops")]
    private static partial void LogStopping(ILogger logger);

    [LoggerMessage(LogLevel.Information, "DeskFleet has stopped")]
    private static partial void LogStopped(ILogger logger);
}
