using DeskFleet.Grains.Hosting;
using DeskFleet.Silo.Cli;
using DeskFleet.Silo.Health;

namespace DeskFleet.Silo;

/// <summary>Puts a silo together and runs it until it is told to stop.</summary>
public static class SiloHost
{
    /// <summary>Of the libraries only warnings; the environment may say otherwise, such as Logging__LogLevel__Orleans=Information.</summary>
    private static readonly Dictionary<string, string?> LogLevels = new()
    {
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:Orleans"] = "Warning",
        ["Logging:LogLevel:Microsoft"] = "Warning",
        // A probe that comes too early gets its reason in the answer; it is no failure.
        ["Logging:LogLevel:Microsoft.Extensions.Diagnostics.HealthChecks"] = "None",
    };

    public static async Task<int> Run(SiloSettings settings)
    {
        var faults = PortProbe.Faults(settings).ToList();
        foreach (var fault in faults)
            await Console.Error.WriteLineAsync($"deskfleet-silo: {fault}");
        if (faults.Count > 0)
            return ExitCodes.CannotStart;
        await using var app = Build(settings);
        if (!await Started(app))
            return ExitCodes.CannotStart;
        await app.WaitForShutdownAsync();
        return ExitCodes.Stopped;
    }

    private static async Task<bool> Started(WebApplication app)
    {
        try
        {
            await app.StartAsync();
            return true;
        }
#pragma warning disable CA1031 // The program's edge: whatever it is, people get a sentence, and the log has had the rest.
        catch (Exception e)
#pragma warning restore CA1031
        {
            await Console.Error.WriteLineAsync($"deskfleet-silo: can not start: {e.GetBaseException().Message}");
            return false;
        }
    }

    private static WebApplication Build(SiloSettings settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.Sources.Insert(0, new Microsoft.Extensions.Configuration.Memory.MemoryConfigurationSource { InitialData = LogLevels });
        builder.WebHost.UseUrls(settings.Urls);
        AddConsole(builder.Logging, settings.LogFormat);
        builder.UseOrleans(silo => silo
            .UseLocalhostClustering(settings.SiloPort, settings.GatewayPort)
            .AddDeskFleet(options => options.DriverTimeScale = settings.DriverTimeScale));
        builder.Services.AddSingleton(settings);
        builder.Services.AddHostedService<StartLine>();
        builder.Services.AddFleetHealth();
        // So that liveness answers while the silo is still joining.
        builder.Services.Configure<HostOptions>(host => host.ServicesStartConcurrently = true);
        var app = builder.Build();
        app.MapFleetHealth();
        return app;
    }

    private static void AddConsole(ILoggingBuilder logging, LogFormat format)
    {
        logging.ClearProviders();
        if (format == LogFormat.Json)
            logging.AddJsonConsole(json => (json.UseUtcTimestamp, json.TimestampFormat) = (true, "yyyy-MM-ddTHH:mm:ss.fffZ"));
        else
            logging.AddSimpleConsole(text => (text.SingleLine, text.UseUtcTimestamp, text.TimestampFormat) = (true, true, "HH:mm:ss.fff "));
    }
}
