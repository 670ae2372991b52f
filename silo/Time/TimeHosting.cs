using DeskFleet.Core.Chances;
using DeskFleet.Grains.Drivers;
using DeskFleet.Grains.Importing;
using DeskFleet.Grains.Ports;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NodaTime;

namespace DeskFleet.Silo.Time;

/// <summary>Puts a time profile under a silo.</summary>
public static class TimeHosting
{
    public static ISiloBuilder UseTimeProfile(this ISiloBuilder silo, TimeProfile profile)
    {
        if (profile.IsMovable)
        {
            silo.Services.AddSingleton(services => new MovableClock(services.GetRequiredService<TimeProvider>(), profile.Scale, profile.Ahead));
            silo.Services.AddSingleton<IFleetClock>(services => services.GetRequiredService<MovableClock>());
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
}
