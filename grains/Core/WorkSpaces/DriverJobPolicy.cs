using DeskFleet.Core.Catalog;
using DeskFleet.Core.Drivers;
using DeskFleet.Core.MaintenanceWindows;
using NodaTime;

namespace DeskFleet.Core.WorkSpaces;

/// <summary>How long a driver operation may take and how often it is tried again. Every transitional state has an exit.</summary>
public static class DriverJobPolicy
{
    /// <summary>A reboot may be asked for again when it has been stuck for this long (WKS-07).</summary>
    public static readonly Duration StuckReboot = Duration.FromMinutes(20);

    /// <summary>How long a desktop stands in its host's start queue before its start is given up.</summary>
    public static readonly Duration MaxStartQueueWait = Duration.FromMinutes(30);

    public static Duration TimeoutOf(DriverVerb verb) => verb switch
    {
        DriverVerb.Boot or DriverVerb.Rebuild or DriverVerb.Restore or DriverVerb.RestoreWithRoot => Duration.FromMinutes(90),
        DriverVerb.Reboot => StuckReboot,
        DriverVerb.Maintain => MaintenanceTurn.Length,
        DriverVerb.Capture => CaptureRules.Longest,
        _ => Duration.FromMinutes(10),
    };

    /// <summary>
    /// Terminate is tried until it is confirmed: a machine that may still run is never forgotten. A capture has one try (BUN-07), and
    /// maintenance is tried again in another window.
    /// </summary>
    public static int RetriesOf(DriverVerb verb) => verb switch
    {
        DriverVerb.Terminate => int.MaxValue,
        DriverVerb.Capture or DriverVerb.Maintain => 0,
        _ => 2,
    };

    public static DriverJob NewJob(DriverVerb verb, long epoch, Instant now, bool waitsForStartSlot = false) => new(
        verb, epoch, now + (waitsForStartSlot ? MaxStartQueueWait : TimeoutOf(verb)), RetriesOf(verb), waitsForStartSlot);
}
