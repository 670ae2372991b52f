namespace DeskFleet.Grains.Ports;

/// <summary>Keeps something of the fleet in this process's memory, and can forget it: a fleet without a database begins anew in place, for tests.</summary>
public interface IStartsAnew
{
    /// <summary>Forgets everything. Called while nobody asks and nothing is delivered.</summary>
    void StartAnew();
}

/// <summary>Does something of its own accord, such as waking entities, and can be held for a moment.</summary>
public interface ICanPause
{
    /// <summary>Begins nothing more, forgets what was to come and waits for what is under way, at most until <paramref name="limit"/>.</summary>
    Task Pause(CancellationToken limit);

    /// <summary>Forgets what came meanwhile and goes on.</summary>
    void Resume();
}
