using DeskFleet.Grains.Billing;
using DeskFleet.Grains.Drivers;
using DeskFleet.Grains.Hosting;
using DeskFleet.Silo.Api.Alarms;
using DeskFleet.Silo.Api.Metrics;
using DeskFleet.Silo.Cli;
using DeskFleet.Silo.Clusters;
using DeskFleet.Silo.Gateway;
using DeskFleet.Silo.Http;
using DeskFleet.Silo.Logging;
using DeskFleet.Silo.Machines;
using DeskFleet.Silo.MaintenanceWindows;
using DeskFleet.Silo.Retention;
using DeskFleet.Silo.Storage;
using DeskFleet.Silo.Storage.Audit;
using DeskFleet.Silo.Telemetry;
using DeskFleet.Silo.Time;
using NodaTime;

namespace DeskFleet.Silo;

/// <summary>Puts a silo together and runs it until it is told to stop.</summary>
public static class SiloHost
{
    /// <summary>Settings are read once. A watched folder would wake somebody at each line of an audit file in it.</summary>
    private const string NoReload = "--hostBuilder:reloadConfigOnChange=false";

    /// <summary>Of the libraries only warnings; the environment may say otherwise, such as Logging__LogLevel__Orleans=Information.</summary>
    private static readonly Dictionary<string, string?> LogLevels = new()
    {
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:Orleans"] = "Warning",
        ["Logging:LogLevel:Microsoft"] = "Warning",
        ["Logging:LogLevel:Polly"] = "Warning",
        // It writes nothing at these levels, but would begin an activity and a scope for each request; where traces are exported they begin all the same.
        ["Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics"] = "None",
        // At each start it takes the time since the machine's start for a standstill; a real one is told by LocalSiloHealthMonitor, too.
        ["Logging:LogLevel:Orleans.Runtime.Watchdog"] = "Error",
        // A probe that comes too early gets its reason in the answer; it is no failure.
        ["Logging:LogLevel:Microsoft.Extensions.Diagnostics.HealthChecks"] = "None",
    };

    /// <param name="own">Registers parts that take the place of ours.</param>
    public static async Task<int> Run(SiloSettings settings, Action<IServiceCollection> own)
    {
        var faults = PortProbe.Faults(settings).ToList();
        if (faults.Count > 0)
            return await Refuse(faults);
        await using var database = settings.Store.Database();
        if (database is not null && await Obstacle(settings, database) is { } obstacle)
            return await Refuse([obstacle]);
        try
        {
            return await RunUntilStopped(settings, database, own) is { } fault ? await Refuse([fault]) : ExitCodes.Stopped;
        }
        catch (StoreException unusable)
        {
            return await Refuse([unusable.Message]);
        }
        catch (Exception cut) when (IsCutOff(cut))
        {
            return await Refuse(["stopped before it had started: it was told to, or it stood still for so long that the others declared it dead; start it again."]);
        }
    }

    /// <summary>Whether a start failed for nothing but that somebody or something ended it: each of the services that start at once says so in its own way.</summary>
    internal static bool IsCutOff(Exception failure) => failure is AggregateException many
        ? many.InnerExceptions.All(IsCutOff)
        : failure is OrleansLifecycleCanceledException or OperationCanceledException;

    /// <returns>Why it did not start, or stopped unasked; null: it was told to stop.</returns>
    private static async Task<string?> RunUntilStopped(SiloSettings settings, FleetDatabase? database, Action<IServiceCollection> own)
    {
        var time = await ClockStart.Continue(settings.Time, database, SystemClock.Instance.GetCurrentInstant(), CancellationToken.None);
        await using var app = Build(settings with { Time = time }, database, own);
        if (DriverFault(app.Services) is { } fault)
            return fault;
        var watch = app.Services.GetService<ClusterWatch>();
        await app.RunAsync();
        return watch?.Displacing is { } cluster
            ? $"{database!.Name} belongs to the cluster '{cluster}' now; give that --cluster-id, or another database."
            : null;
    }

    /// <summary>Why the driver cannot be made; null: it is there.</summary>
    internal static string? DriverFault(IServiceProvider services)
    {
        try
        {
            _ = services.GetRequiredService<IDesktopDriver>();
            return null;
        }
#pragma warning disable CA1031 // It is somebody else's code, and may fail in any way.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            var mend = fault is InvalidOperationException ? " What it needs is added by ConfigureServices." : "";
            return $"the driver cannot be made: {fault.Message}{mend}";
        }
    }

    /// <summary>The database comes before everything else: without it there is no silo, not half of one.</summary>
    private static async Task<string?> Obstacle(SiloSettings settings, FleetDatabase database)
    {
        using var logging = LoggerFactory.Create(builder => builder.AddFleetConsole(settings.LogFormat));
        var start = new DatabaseStart(database, TimeProvider.System, logging.CreateLogger<DatabaseStart>()) { Cluster = settings.Store.ClusterId };
        try
        {
            await start.Prepare(TimeSpan.FromSeconds(settings.Store.PatienceSeconds), CancellationToken.None);
            return null;
        }
        catch (StoreException e)
        {
            return e.Message;
        }
    }

    private static async Task<int> Refuse(IEnumerable<string> faults)
    {
        foreach (var fault in faults)
            await Console.Error.WriteLineAsync($"deskfleet-silo: {fault}");
        return ExitCodes.CannotStart;
    }

    private static WebApplication Build(SiloSettings settings, FleetDatabase? database, Action<IServiceCollection> own)
    {
        var builder = WebApplication.CreateSlimBuilder([NoReload]);
        builder.Configuration.Sources.Insert(0, new Microsoft.Extensions.Configuration.Memory.MemoryConfigurationSource { InitialData = LogLevels });
        builder.Logging.AddFleetConsole(settings.LogFormat);
        if (settings.PriceFile.Length > 0)
            builder.Services.AddSingleton(PriceFile.Read(settings.PriceFile));
        // Whatever is there before stays, so one's own come first.
        own(builder.Services);
        builder.UseOrleans(silo => silo
            .UseFleetStorage(settings.Store, database, settings.SiloPort, settings.GatewayPort)
            .UseTimeProfile(settings.Time, database)
            .UseMachineFile(settings.MachineFile, settings.MachineFaults)
            .AddOrleansDashboard()
            .UseClusterTls(settings.ClusterTls)
            .UseClusterGuard(database, settings.Store)
            .UseGatewayGuard(database?.Proof ?? new())
            .AddDeskFleet(options => (options.DriverTimeScale, options.HasClientStandIn) = (settings.DriverTimeScale, settings.Telemetry.HasClientStandIn)));
        builder.AddFleetHttp(settings);
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton<IHostLifetime, SignalLifetime>();
        builder.Services.AddHostedService<StartLine>();
        builder.Services.AddSingleton<UpdateAnnouncer>().AddHostedService(services => services.GetRequiredService<UpdateAnnouncer>());
        if (database is not null)
            builder.Services.AddRetention(settings.Retention, database);
        if (database is not null)
            builder.Services.AddSingleton<IMetricLines>(new DatabaseMetricLines(database)).AddSingleton<IAlarmAccounts, AlarmAccounts>();
        else
            builder.Services.AddSingleton<MemoryAlarmAccounts>().AddSingleton<IAlarmAccounts>(services => services.GetRequiredService<MemoryAlarmAccounts>())
                .AddSingleton<MemoryMetricLines>().AddSingleton<IMetricLines>(services => services.GetRequiredService<MemoryMetricLines>());
        if (database is not null && settings.Api.HasAuditTable)
            builder.Services.AddSingleton<AuditWriter>();
        // So that liveness answers while the silo is still joining.
        builder.Services.Configure<HostOptions>(host => host.ServicesStartConcurrently = true);
        var app = builder.Build();
        app.MapFleetHttp();
        return app;
    }
}
