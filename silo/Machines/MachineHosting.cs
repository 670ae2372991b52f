using DeskFleet.Grains.Drivers;

namespace DeskFleet.Silo.Machines;

/// <summary>Lets the stand-in machines remember.</summary>
public static class MachineHosting
{
    /// <param name="file">Where they keep what runs on them; empty: they forget when the silo ends.</param>
    /// <param name="faults">For tests: what goes wrong, see <see cref="FaultyMachines"/>; empty: nothing.</param>
    public static ISiloBuilder UseMachineFile(this ISiloBuilder silo, string file, string faults)
    {
        if (file.Length > 0 || faults.Length > 0)
            silo.Services.AddSingleton(services => Machines(services, file, faults));
        return silo;
    }

    private static IDesktopDriver Machines(IServiceProvider services, string file, string faults)
    {
        var (standIn, reports) = (services.GetRequiredService<StandInDriver>(), services.GetRequiredService<IDriverReports>());
        IDesktopDriver machines = file.Length > 0 ? new MachineFile(Path.GetFullPath(file), standIn, reports) : standIn;
        return faults.Length > 0 ? new FaultyMachines(Path.GetFullPath(faults), machines, reports) : machines;
    }
}
