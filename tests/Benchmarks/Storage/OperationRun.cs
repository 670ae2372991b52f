using System.Diagnostics;
using System.Globalization;
using DeskFleet.Contracts;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Silo.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DeskFleet.Benchmarks.Storage;

/// <summary>Operations of people, from the call to the stored answer: sign-ins and sign-outs of desktops that run.</summary>
internal sealed class OperationRun : IAsyncDisposable
{
    public const int Desktops = 256;

    private static readonly AccountId Account = new("acme", "us-east-1");
    private static readonly DirectoryId Directory = new("d-acme");
    private static readonly ZoneId[] Zones = [new("us-east-1a"), new("us-east-1b")];

    private readonly FleetDatabase _database;
    private readonly IHost _host;
    private readonly FleetClient _fleet;
    private readonly (WorkSpaceId Id, UserName User)[] _desktops = new (WorkSpaceId, UserName)[Desktops];

    private OperationRun(FleetDatabase database, IHost host)
    {
        (_database, _host) = (database, host);
        _fleet = new(host.Services.GetRequiredService<IGrainFactory>());
    }

    public static async Task<OperationRun> Prepare(FleetDatabase database, StoreKind kind)
    {
        var run = new OperationRun(database, await BenchmarkSilo.Start(database, kind));
        await run.SetUp();
        return run;
    }

    /// <summary>So many callers, each signing in to and out of desktops of his own.</summary>
    public async Task<(double ASecond, double WritesEach)> Measure(int callers)
    {
        var before = await Writes();
        long done = 0;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            for (var desktop = caller; watch.Elapsed < WriteRun.Length; desktop = (desktop + callers) % (Desktops / callers * callers))
            {
                await SignInAndOut(desktop);
                Interlocked.Add(ref done, 2);
            }
        })));
        var seconds = watch.Elapsed.TotalSeconds;
        return (done / seconds, (await Writes() - before) / (double)done);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private async Task SetUp()
    {
        var provider = Account with { Account = AccountId.Provider };
        await _fleet.SetLimits(_fleet.NewId(), Account, new(Desktops, GraphicsMonthlyEnabled: false));
        await _fleet.RegisterDirectory(_fleet.NewId(), Directory, new(Account, Zones[0], Zones[1], IsDedicated: false));
        foreach (var zone in Zones)
            await _fleet.ConfigurePool(_fleet.NewId(), new(provider, zone), new([HostType.General], ReserveHosts: 0));
        await Parallel.ForEachAsync(Enumerable.Range(0, Desktops), async (number, cancellation) =>
        {
            var user = UserName.Of($"u{number}");
            var launched = (Launched)await _fleet.Launch(new LaunchWorkSpace(_fleet.NewId(), Directory, user, BundleId.Named("Standard")), cancellation);
            await _fleet.WaitFor(launched.WorkSpace, Lifecycle.Available, TimeSpan.FromMinutes(2), cancellation);
            _desktops[number] = (launched.WorkSpace, user);
        });
    }

    private async Task SignInAndOut(int number)
    {
        var ((desktop, user), session) = (_desktops[number], new SessionId($"s{number}"));
        if (await _fleet.Connect(desktop, new(_fleet.NewId(), user, session)) is Refused refused)
            throw new InvalidOperationException(refused.Message);
        await _fleet.Disconnect(desktop, new(_fleet.NewId(), session));
    }

    /// <summary>Each write of a record raises its version by one.</summary>
    private async Task<long> Writes()
    {
        await using var connection = await _database.Open(default);
        await using var command = connection.Command(null, "SELECT sum(version) FROM fleet_record");
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }
}
