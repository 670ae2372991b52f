using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using DeskFleet.Contracts;
using DeskFleet.Core.Accounts;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Directories;
using DeskFleet.Core.HostPools;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Silo;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DeskFleet.Benchmarks.Telemetry;

/// <summary>A silo in a process of its own, some desktops, and their users who sign in and out as fast as it answers.</summary>
internal sealed class MeasuredSilo(Process process, IHost backend, int httpPort) : IAsyncDisposable
{
    private const int Desktops = 64;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly AccountId Account = new("acme", "us-east-1");
    private static readonly DirectoryId Directory = new("d-acme");
    private static readonly ZoneId[] Zones = [new("us-east-1a"), new("us-east-1b")];

    private readonly FleetClient _fleet = backend.Services.GetRequiredService<FleetClient>();
    private readonly List<(WorkSpaceId Desktop, UserName User)> _desktops = [];
    private long _operations = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    public static TimeSpan Turn { get; } = TimeSpan.FromSeconds(3);

    public Uri Metrics { get; } = new($"http://127.0.0.1:{httpPort}/metrics");

    public static async Task<MeasuredSilo> Start(params string[] telemetry)
    {
        var (http, gateway) = (FreePort(), FreePort());
        var start = new ProcessStartInfo("dotnet",
        [
            "exec", typeof(SiloHost).Assembly.Location, "--store", "memory", "--instant", "--log-format", "json", "--urls", $"http://127.0.0.1:{http}",
            "--gateway-port", $"{gateway}", "--silo-port", $"{FreePort()}", .. telemetry,
        ])
        { RedirectStandardOutput = true };
        var process = Process.Start(start)!;
        var listens = new TaskCompletionSource();
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data?.Contains("DeskFleet listens", StringComparison.Ordinal) != false)
                listens.TrySetResult(); // It listens, or has ended: then the first call says so.
        };
        process.BeginOutputReadLine();
        using var limit = new CancellationTokenSource(Patience);
        await listens.Task.WaitAsync(limit.Token);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.AddDeskFleetClient(client => client.GatewayPort = gateway);
        var backend = builder.Build();
        await backend.StartAsync(limit.Token);
        return new(process, backend, http);
    }

    public async Task Prepare()
    {
        await Accept(Entity.Of(Account), new SetLimits(Desktops, GraphicsMonthlyEnabled: false));
        await Accept(Entity.Of(Directory), new RegisterDirectory(Account, Zones[0], Zones[1], IsDedicated: false));
        foreach (var zone in Zones)
            await Accept(Entity.Of(new HostPoolId(new(AccountId.Provider, Account.Region), zone)), new AllocateHosts("first", HostType.General, 2));
        for (var i = 0; i < Desktops; i++)
        {
            var user = UserName.Of($"user-{i}");
            var launched = (Launched)await _fleet.Launch(new LaunchWorkSpace(NewId(), Directory, user, Bundle.Defaults[1].Id, RunningMode.AlwaysOn));
            await _fleet.WaitFor(launched.WorkSpace, Lifecycle.Available, Patience);
            _desktops.Add((launched.WorkSpace, user));
        }
    }

    /// <summary>Sign-ins and sign-outs a second, over one turn.</summary>
    public async Task<double> Rate()
    {
        var answered = 0L;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(_desktops.Select(async desktop =>
        {
            while (watch.Elapsed < Turn)
            {
                var session = new SessionId($"s-{Interlocked.Increment(ref _operations)}");
                Check(await _fleet.Connect(desktop.Desktop, new(NewId(), desktop.User, session)));
                Check(await _fleet.Disconnect(desktop.Desktop, new(NewId(), session)));
                Interlocked.Add(ref answered, 2);
            }
        }));
        return answered / watch.Elapsed.TotalSeconds;
    }

    public async ValueTask DisposeAsync()
    {
        await backend.StopAsync();
        backend.Dispose();
        process.Kill();
        process.Dispose();
    }

    private async Task Accept(Entity entity, Command command) => Check(await _fleet.Send(entity, command));

    private static void Check(Reply reply)
    {
        if (reply is Refused refused)
            throw new InvalidOperationException(refused.Message);
    }

    private OperationId NewId() => new(Interlocked.Increment(ref _operations), "benchmark");

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
