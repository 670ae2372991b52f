using DeskFleet.Grains.Delivery;
using NodaTime;

namespace DeskFleet.Grains.Hosting;

/// <summary>How the fleet's ports work on one silo.</summary>
public sealed class FleetOptions
{
    public const double DefaultDriverTimeScale = 1;
    public const double LargestDriverTimeScale = 100_000;
    public const int DefaultWakesAtOnce = 64;
    public const int DefaultEffectsAtOnce = 64;
    public const int MaxAtOnce = 4096;

    public static readonly TimeSpan DefaultFirstRetryPause = TimeSpan.FromMilliseconds(100);
    public static readonly TimeSpan DefaultLongestRetryPause = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan MaxPossibleRetryPause = TimeSpan.FromHours(1);
    public static readonly TimeSpan DefaultDrainTime = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan MaxDrainTime = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How many times faster than real machines the stand-in driver is: at 600 the 20 minutes of a provisioning take 2 seconds.
    /// More than 0, at most 100,000; 1 unless set. It changes nothing but the driver: deadlines and metering stay in real time.
    /// </summary>
    public double DriverTimeScale { get; set; } = DefaultDriverTimeScale;

    /// <summary>The seed of the stand-in driver's latencies; any number; 0 unless set.</summary>
    public ulong DriverSeed { get; set; }

    /// <summary>Whether a stand-in measures sessions in the place of their clients; on unless set. Off where clients report what they measure.</summary>
    public bool HasClientStandIn { get; set; } = true;

    /// <summary>Entities that may be woken at a time; 1 to 4,096; 64 unless set.</summary>
    public int WakesAtOnce { get; set; } = DefaultWakesAtOnce;

    /// <summary>Entities whose effects, and desktops whose driver reports, may be delivered at a time; 1 to 4,096; 64 unless set.</summary>
    public int EffectsAtOnce { get; set; } = DefaultEffectsAtOnce;

    /// <summary>The pause after a first failed delivery; each further one doubles it. 1 ms to the longest pause; 100 ms unless set.</summary>
    public TimeSpan FirstRetryPause { get; set; } = DefaultFirstRetryPause;

    /// <summary>The longest pause between two attempts. From the first pause to 1 hour; 30 s unless set.</summary>
    public TimeSpan MaxRetryPause { get; set; } = DefaultLongestRetryPause;

    /// <summary>How long a stopping silo still delivers effects. 0 to 10 minutes; 10 s unless set.</summary>
    public TimeSpan DrainTime { get; set; } = DefaultDrainTime;

    internal Backoff Retry => new(Duration.FromTimeSpan(FirstRetryPause), Duration.FromTimeSpan(MaxRetryPause));
}
