using DeskFleet.Grains.Hosting;
using DeskFleet.Silo.Auditing;
using DeskFleet.Silo.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DeskFleet.Benchmarks.Storage;

/// <summary>A silo in this process on a database that is prepared, without an auditor that reads beside what is measured.</summary>
internal static class BenchmarkSilo
{
    public static async Task<IHost> Start(FleetDatabase database, StoreKind kind, Action<ISiloBuilder>? first = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Error);
        builder.Services.AddSingleton(new AuditOptions { Pause = TimeSpan.FromHours(12) });
        builder.UseOrleans(silo =>
        {
            first?.Invoke(silo);
            silo.UseFleetStorage(new() { Kind = kind, ClusterId = "benchmark" }, database, 31111, 31112)
                .AddDeskFleet(options => options.DriverTimeScale = FleetOptions.LargestDriverTimeScale);
        });
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }
}
