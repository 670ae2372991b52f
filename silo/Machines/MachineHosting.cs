using DeskFleet.Grains.Drivers;

namespace DeskFleet.Silo.Machines;

/// <summary>Lets the stand-in machines remember.</summary>
public static class MachineHosting
{
    /// <param name="file">Where they keep what runs on them; empty: they forget when the silo ends.</param>
    public static ISiloBuilder UseMachineFile(this ISiloBuilder silo, string file)
    {
        if (file.Length > 0)
        {
            silo.Services.AddSingleton<IDesktopDriver>(services => new MachineFile(
                Path.GetFullPath(file), services.GetRequiredService<StandInDriver>(), services.GetRequiredService<IDriverReports>()));
        }

        return silo;
    }
}
