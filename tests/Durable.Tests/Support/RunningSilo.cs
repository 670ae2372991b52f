using DeskFleet.Contracts;
using DeskFleet.Silo.Tests.Process;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DeskFleet.Durable.Tests.Support;

/// <summary>The program in a process of its own on a store, and a backend that has joined it.</summary>
internal sealed class RunningSilo : IDisposable
{
    /// <summary>A second or two, unless the machine has much else to do.</summary>
    private static readonly TimeSpan StartTime = TimeSpan.FromMinutes(5);

    private readonly SiloProcess _process;
    private readonly IHost _backend;

    private RunningSilo(SiloProcess process, IHost backend)
    {
        (_process, _backend) = (process, backend);
        Fleet = backend.Services.GetRequiredService<FleetClient>();
    }

    public FleetClient Fleet { get; }

    /// <summary>What the backend has.</summary>
    public IServiceProvider Backend => _backend.Services;

    /// <summary>All it has said.</summary>
    public IEnumerable<string> Log => _process.Output.Concat(_process.Errors);

    /// <summary>Starts it with a driver 3,000 times as fast as machines; returns when it listens.</summary>
    public static Task<RunningSilo> Start(Store store, params string[] arguments) => Start(store, [], arguments);

    /// <param name="environment">Beside what the store needs.</param>
    public static Task<RunningSilo> Start(Store store, (string, string)[] environment, params string[] arguments) =>
        Join(new([.. Arguments(store), "--driver-time-scale", "3000", .. arguments], [.. store.Environment, .. environment]), store);

    /// <summary>Somebody's own program with a silo in it.</summary>
    public static Task<RunningSilo> StartProgram(string program, Store store, params (string, string)[] environment) =>
        Join(new(program, Arguments(store), [.. store.Environment, .. environment]), store);

    private static string[] Arguments(Store store) => [.. store.Arguments, .. store.Ports, "--gateway-port", $"{store.GatewayPort}"];

    private static async Task<RunningSilo> Join(SiloProcess process, Store store)
    {
        try
        {
            await process.Says("DeskFleet listens", StartTime);
        }
        catch
        {
            process.Dispose();
            throw;
        }

        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.AddDeskFleetClient(client => client.GatewayPort = store.GatewayPort);
        var backend = builder.Build();
        await backend.StartAsync(TestContext.Current.CancellationToken);
        return new(process, backend);
    }

    /// <summary>What it has said besides that it started.</summary>
    public string Complaints => string.Join('\n', _process.Output.Where(line => !line.Contains("info:", StringComparison.Ordinal)).TakeLast(40));

    public Task Says(string text) => _process.Says(text);

    public int ProcessId => _process.Id;

    /// <summary>kill -9.</summary>
    public Task Kill() => _process.Kill();

    public void Dispose()
    {
        _process.Dispose();
        _backend.Dispose();
    }
}
