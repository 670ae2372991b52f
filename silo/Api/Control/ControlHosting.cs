using DeskFleet.Grains.Drivers;
using DeskFleet.Grains.Journal;
using DeskFleet.Grains.Kernel;
using DeskFleet.Grains.Ports;
using DeskFleet.Grains.Telemetry;
using DeskFleet.Grains.Views;
using DeskFleet.Silo.Api.Alarms;
using DeskFleet.Silo.Api.Metrics;
using DeskFleet.Silo.Api.Signing;
using DeskFleet.Silo.Api.WorkSpaces;
using DeskFleet.Silo.MaintenanceWindows;
using DeskFleet.Silo.Storage;
using DeskFleet.Silo.Telemetry;
using DeskFleet.Silo.Time;
using Orleans.Storage;

namespace DeskFleet.Silo.Api.Control;

/// <summary>Puts the reset of a fleet in memory into the silo.</summary>
internal static class ControlHosting
{
    /// <summary>Everything that keeps something of the fleet, in the order in which it forgets: first the records, then what is made of them.</summary>
    private static readonly Type[] Keepers =
    [
        typeof(StandInDriver), typeof(MemoryJournal), typeof(MemoryWorkSpaceView), typeof(MemoryMetricLines), typeof(MetricReader), typeof(FleetReader), typeof(MemoryAlarmAccounts), typeof(AlarmWebhooks),
        typeof(SignInBook), typeof(FleetProjection), typeof(CensusKeeper), typeof(UpdateAnnouncer), typeof(ReplayWindow), typeof(MovableClock),
    ];

    /// <summary>Nothing where records are kept, or where nobody may reset.</summary>
    public static void AddReset(this IServiceCollection services, SiloSettings settings)
    {
        if (!CanReset(settings))
            return;
        services.AddSingleton<ResetGate>().AddSingleton<FleetReset>();
        services.AddSingleton(provider => (IStartsAnew)provider.GetRequiredKeyedService<IGrainStorage>(FleetStorage.Name));
        foreach (var keeper in Keepers)
            services.AddSingleton(provider => (IStartsAnew)provider.GetRequiredService(keeper));
    }

    /// <summary>Calls and orders go through the gate, but for the reset itself.</summary>
    public static void UseResetGate(this WebApplication app)
    {
        if (app.Services.GetService<ResetGate>() is not { } gate)
            return;
        app.Use(next => http => IsHeld(http.Request) ? gate.Pass(() => next(http)) : next(http));
    }

    public static bool CanReset(SiloSettings settings) => settings.Time.IsControlled && settings.Store.Kind == StoreKind.Memory;

    private static bool IsHeld(HttpRequest request) =>
        HttpMethods.IsPost(request.Method) && !request.Path.StartsWithSegments("/control/reset", StringComparison.OrdinalIgnoreCase);
}
