using System.Diagnostics;
using System.Globalization;
using System.Net;
using DeskFleet.Contracts;
using DeskFleet.Silo.Storage;
using DeskFleet.Silo.Tests.Process;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DeskFleet.Durable.Tests.Support;

/// <summary>Several silos, each the program in a process of its own, on one database, and a backend that knows the gateways of all.</summary>
internal sealed class SiloCluster : IAsyncDisposable
{
    private const int ComplaintsShown = 15;
    private const int ComplaintLength = 300;
    private static readonly TimeSpan JoinTime = TimeSpan.FromMinutes(10);

    private readonly Store _store;
    private readonly string[] _arguments;
    private readonly List<Member> _members;
    private IHost? _backend;

    public SiloCluster(Store store, int silos, params string[] arguments)
    {
        (_store, _arguments) = (store, arguments);
        _members = [.. Enumerable.Range(0, silos).Select(_ => new Member())];
        Database = store.Open();
    }

    public FleetClient Fleet => _backend!.Services.GetRequiredService<FleetClient>();

    public FleetDatabase Database { get; }

    /// <summary>The silo that is started from now on; null: the one that is tested.</summary>
    public string? Program { get; set; }

    /// <summary>Each silo has a place of its own in it; null: all are on this machine's loopback.</summary>
    public Network? Network { get; init; }

    public int Count => _members.Count;

    /// <summary>Starts all at once; returns when membership shows all of them active and the backend has joined.</summary>
    public async Task StartAll(string address = "127.0.0.1")
    {
        for (var silo = 0; silo < Count; silo++)
            Start(silo);
        await AllActive();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.AddDeskFleetClient(client =>
        {
            for (var silo = 0; silo < Count; silo++)
                client.Gateways.Add(new(Network?.Address(silo) ?? IPAddress.Parse(address), _members[silo].GatewayPort));
        });
        _backend = builder.Build();
        await _backend.StartAsync(TestContext.Current.CancellationToken);
    }

    public void Start(int silo) => _members[silo].Start(
        _store, Program, Network is null ? _arguments : [.. _arguments, "--address", $"{Network.Address(silo)}"], Network?.Within(silo) ?? []);

    public bool HasExited(int silo) => _members[silo].Process!.HasExited;

    /// <summary>kill -9.</summary>
    public Task Kill(int silo) => _members[silo].Process!.Kill();

    /// <summary>Stands still from now on (SIGSTOP), and goes on (SIGCONT).</summary>
    public void Freeze(int silo) => Signal(silo, "-STOP");

    public void Thaw(int silo) => Signal(silo, "-CONT");

    public int ProcessId(int silo) => _members[silo].Process!.Id;

    public Task Says(int silo, string text, TimeSpan within) => _members[silo].Process!.Says(text, within);

    public IEnumerable<string> Log(int silo) => _members[silo].Process!.Output.Concat(_members[silo].Process!.Errors);

    public async Task Exited(int silo, TimeSpan within)
    {
        for (var watch = Stopwatch.StartNew(); !_members[silo].Process!.HasExited; await Task.Delay(100, TestContext.Current.CancellationToken))
            Assert.True(watch.Elapsed < within, $"Silo {silo} has not ended within {within.TotalSeconds} s. {Said()}");
    }

    /// <summary>A backend that knows the gateway of one silo only.</summary>
    public async Task<OneGateway> BackendOf(int silo)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.AddDeskFleetClient(client => client.Gateways.Add(new(IPAddress.Loopback, _members[silo].GatewayPort)));
        var backend = builder.Build();
        await backend.StartAsync(TestContext.Current.CancellationToken);
        return new(backend);
    }

    private void Signal(int silo, string signal)
    {
        using var kill = Process.Start("kill", [signal, $"{ProcessId(silo)}"]);
        kill.WaitForExit();
    }

    /// <summary>SIGTERM, and waits until it has drained and ended.</summary>
    public Task<int> Terminate(int silo) => _members[silo].Process!.Terminate();

    /// <summary>Starts those that have ended or end yet, as systemd does, until membership shows them all.</summary>
    public async Task Revive()
    {
        var watch = Stopwatch.StartNew();
        do
        {
            Assert.True(watch.Elapsed < JoinTime, $"Not all silos are active after {JoinTime.TotalSeconds} s. {Said()}");
            foreach (var silo in Enumerable.Range(0, Count).Where(HasExited))
                Start(silo);
            await Task.Delay(500, TestContext.Current.CancellationToken);
        }
        while (Enumerable.Range(0, Count).Any(HasExited) || await Active() != Count);
    }

    /// <summary>Waits until membership shows them all.</summary>
    public async Task AllActive()
    {
        foreach (var member in _members)
            await member.Process!.Says("DeskFleet listens", JoinTime);
        var watch = Stopwatch.StartNew();
        for (var active = 0L; active != Count; await Task.Delay(100, TestContext.Current.CancellationToken))
        {
            active = await Active();
            Assert.True(watch.Elapsed < JoinTime, $"{active} of {Count} silos are active after {JoinTime.TotalSeconds} s. {Said()}");
        }
    }

    /// <summary>What each silo has said lately besides that it started.</summary>
    public string Said() => string.Join('\n', _members.SelectMany((member, silo) => member.Complaints.Select(line => $"silo {silo}: {line}")));

    /// <summary>A test that fails shows what its silos had to say.</summary>
    public async ValueTask DisposeAsync()
    {
        TestContext.Current.TestOutputHelper?.WriteLine(Said());
        _backend?.Dispose();
        foreach (var member in _members)
            member.Process?.Dispose();
        await Database.DisposeAsync();
    }

    /// <summary>3: active. A silo that was killed is so until its peers, or its successor on the same ports, say otherwise.</summary>
    private Task<long> Active() => Database.Scalar<long>("SELECT count(*) FROM fleet_member WHERE status = 3");

    private sealed class Member
    {
        public int GatewayPort { get; } = SiloProcess.FreePort();

        private int SiloPort { get; } = SiloProcess.FreePort();

        private int HttpPort { get; } = SiloProcess.FreePort();

        public SiloProcess? Process { get; private set; }

        public IEnumerable<string> Complaints =>
            (Process?.Output ?? []).Where(line => !line.Contains("info:", StringComparison.Ordinal)).TakeLast(ComplaintsShown).Select(line => line.Length > ComplaintLength ? line[..ComplaintLength] : line);

        public void Start(Store store, string? program, string[] arguments, IReadOnlyList<string> within)
        {
            string[] all =
            [
                .. store.Arguments,
                "--urls", $"http://127.0.0.1:{HttpPort.ToString(CultureInfo.InvariantCulture)}",
                "--silo-port", SiloPort.ToString(CultureInfo.InvariantCulture),
                "--gateway-port", GatewayPort.ToString(CultureInfo.InvariantCulture),
                "--driver-time-scale", "3000",
                .. arguments,
            ];
            Process = new(within, program, all, store.Environment);
        }
    }
}
