using DeskFleet.Grains.Drivers;

namespace DeskFleet.Testing.Drivers;

/// <summary>A driver and its machines, as <see cref="DesktopDriverContract"/> tries them. Whoever writes a driver derives from it in a test of their own.</summary>
public abstract class DriverUnderTest
{
    /// <summary>The driver on its machines. It is asked for once more after each crash, and the machines are those of before.</summary>
    public abstract IDesktopDriver Start(IDriverSink sink);

    /// <summary>The driver's process ends in the midst of whatever it does, and its machines go on.</summary>
    /// <returns>False: it cannot be tried, as where all is in memory; what must outlive a crash is not checked then.</returns>
    public virtual bool Crash() => false;

    /// <summary>Lets a moment pass: by the machine's clock, or by a virtual one.</summary>
    public virtual Task Pass() => Task.Delay(Moment);

    /// <summary>How many moments a report is waited for. With the machine's clock two minutes.</summary>
    public virtual int Moments => 6_000;

    private static TimeSpan Moment { get; } = TimeSpan.FromMilliseconds(20);
}
