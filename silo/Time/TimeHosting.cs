using DeskFleet.Core.Chances;
using DeskFleet.Grains.Drivers;
using DeskFleet.Grains.Importing;
using DeskFleet.Grains.Ports;
using DeskFleet.Silo.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NodaTime;

namespace DeskFleet.Silo.Time;

/// <summary>Puts a time profile under a silo.</summary>
public static class TimeHosting
{
    /// <param name="database">Null: nothing is kept.</param>
    public static ISiloBuilder UseTimeProfile(this ISiloBuilder silo, TimeProfile profile, FleetDatabase? database = null)
    {
        if (profile.IsMovable)
        {
            silo.Services.AddSingleton(services => new MovableClock(services.GetRequiredService<TimeProvider>(), profile.Scale, profile.Ahead));
            silo.Services.AddSingleton<IFleetClock>(services => services.GetRequiredService<MovableClock>());
            if (database is not null)
                silo.UseClockKeeper(database);
        }

        if (profile.IsInstant)
        {
            silo.Services.AddSingleton(services => new StandInDriver(
                DriverBehaviour.Fixed(_ => Duration.Zero) with { RootEncryption = Duration.Zero, StaleImage = Duration.Zero },
                new Chance(0), services.GetRequiredService<IDriverReports>()));
            silo.Services.TryAddSingleton<IImageImporter>(services => new StandInImageImporter(
                ImporterBehaviour.Fixed(Duration.Zero), new Chance(0), services.GetRequiredService<IImportReports>()));
        }

        return silo;
    }

    private static void UseClockKeeper(this ISiloBuilder silo, FleetDatabase database)
    {
        silo.Services.AddSingleton(services => ActivatorUtilities.CreateInstance<ClockKeeper>(services, database));
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(services => services.GetRequiredService<ClockKeeper>());
    }
}
