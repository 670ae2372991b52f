using System.Text;
using System.Text.Json;
using DeskFleet.Contracts;
using DeskFleet.Core.Identity;
using DeskFleet.Silo.Storage;
using DeskFleet.Silo.Tests.Process;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DeskFleet.Observability.Tests.Support;

/// <summary>The program in a process of its own, and a backend that has joined it.</summary>
internal sealed class LiveSilo : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("deskfleet-live-").FullName;
    private readonly int _port = SiloProcess.FreePort();
    private readonly int _siloPort = SiloProcess.FreePort();
    private readonly int _gatewayPort = SiloProcess.FreePort();
    private readonly string _database;
    private readonly string[] _arguments;
    private SiloProcess? _process;
    private IHost? _backend;

    private LiveSilo(string database, string[] arguments) => (_database, _arguments) = (database, arguments);

    public FleetClient Fleet => _backend!.Services.GetRequiredService<FleetClient>();

    public string Target => $"127.0.0.1:{_port}";

    public Uri Address => new($"http://{Target}/");

    public IEnumerable<string> Output => _process!.Output;

    /// <summary>On a SQLite folder of its own.</summary>
    public static Task<LiveSilo> Start(params string[] arguments) => StartOn("", arguments);

    /// <param name="database">The connection to a PostgreSQL database; empty: a SQLite folder of its own.</param>
    public static async Task<LiveSilo> StartOn(string database, params string[] arguments)
    {
        var silo = new LiveSilo(database, arguments);
        await silo.StartProcess();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.AddDeskFleetClient(client => client.GatewayPort = silo._gatewayPort);
        silo._backend = builder.Build();
        await silo._backend.StartAsync(TestContext.Current.CancellationToken);
        return silo;
    }

    /// <summary>The same program on the same store and ports.</summary>
    public async Task StartProcess()
    {
        _process = new(
            ["--urls", $"http://{Target}", "--silo-port", $"{_siloPort}", "--gateway-port", $"{_gatewayPort}", "--log-format", "json", .. _arguments],
            ("DESKFLEET_STORE", _database.Length > 0 ? "postgres" : "sqlite"), (StoreSettings.ConnectionVariable, _database), ("DESKFLEET_DATA", _folder), ("DESKFLEET_DRIVER_TIME_SCALE", "2000"), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_BSP_SCHEDULE_DELAY", "200"));
        await _process.Says("DeskFleet listens");
    }

    /// <summary>The SQLite database that it keeps its records in.</summary>
    public FleetDatabase OpenDatabase() => new SqliteDatabase(_folder);

    /// <summary>An order of the operator, accepted.</summary>
    public async Task Order(string path, string body = "{}")
    {
        using var http = new HttpClient();
        using var response = await http.PostAsync(new Uri(Address, $"operator/{path}"), new StringContent(body, Encoding.UTF8, "application/json"));
        Assert.True(response.IsSuccessStatusCode, $"{path}: {await response.Content.ReadAsStringAsync()}");
    }

    /// <summary>The hosts that the operator is shown.</summary>
    /// <param name="filter">Such as <c>state=LOST</c>.</param>
    public async Task<List<HostId>> Hosts(string filter)
    {
        using var http = new HttpClient();
        using var hosts = JsonDocument.Parse(await http.GetStringAsync(new Uri(Address, $"operator/hosts?{filter}")));
        return [.. hosts.RootElement.EnumerateArray().Select(host => new HostId(host.GetProperty("host").GetString()!))];
    }

    /// <summary>kill -9.</summary>
    public Task Kill() => _process!.Kill();

    public void Dispose()
    {
        _process?.Dispose();
        _backend?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
