namespace DeskFleet.Silo;

/// <summary>What a silo brings of its own in place of the stand-ins.</summary>
public sealed class OwnParts
{
    private readonly List<Action<IServiceCollection>> _registrations = [];

    /// <summary>The machines are its own.</summary>
    public bool HasDriver { get; set; }

    public void Add(Action<IServiceCollection> registration) => _registrations.Add(registration);

    /// <summary>In the order in which they were added, before everything of ours.</summary>
    public void Register(IServiceCollection services) => _registrations.ForEach(register => register(services));

    /// <summary>Settings that are the stand-in machines', and there are none; one sentence each.</summary>
    public IEnumerable<string> Faults(SiloSettings settings)
    {
        if (!HasDriver)
            yield break;
        if (settings.MachineFile.Length > 0)
            yield return "--machine-file is where the stand-in machines keep what runs on them, and this silo has a driver of its own; leave it out.";
        if (settings.MachineFaults.Length > 0)
            yield return "--machine-faults is for the stand-in machines, and this silo has a driver of its own; leave it out.";
        if (settings.DriverTimeScale != SiloSettings.DefaultDriverTimeScale)
            yield return "--driver-time-scale is for the stand-in machines, and this silo has a driver of its own; leave it out.";
    }
}
