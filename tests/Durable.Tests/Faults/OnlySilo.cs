using DeskFleet.Contracts;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Silo.Tests.Process;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DeskFleet.Durable.Tests.Faults;

/// <summary>A silo that is killed and comes back on its ports, and one backend that stays.</summary>
internal sealed class OnlySilo(Store store) : IDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromMinutes(5);

    private SiloProcess? _process;
    private IHost? _backend;

    public async Task Start()
    {
        Begin();
        await Ready();
    }

    /// <summary>Starts it, and waits for nothing.</summary>
    public void Begin()
    {
        _process?.Dispose();
        _process = new([.. store.Arguments, .. store.Ports, "--gateway-port", $"{store.GatewayPort}", "--driver-time-scale", "3000"], [.. store.Environment]);
    }

    public Task Ready() => _process!.Says("DeskFleet listens", StartTime);

    public Task Kill() => _process!.Kill();

    public async Task<FleetClient> Join()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.AddDeskFleetClient(client => client.GatewayPort = store.GatewayPort);
        _backend = builder.Build();
        await _backend.StartAsync(TestContext.Current.CancellationToken);
        return _backend.Services.GetRequiredService<FleetClient>();
    }

    public void Dispose()
    {
        _process?.Dispose();
        _backend?.Dispose();
    }
}
