using DeskFleet.Core.WorkSpaces;
using NodaTime;

namespace DeskFleet.Core.MaintenanceWindows;

/// <summary>When an AutoStop desktop stops after its maintenance (RUN-06).</summary>
public enum PostMaintenanceStop
{
    /// <summary>At completion, or at the countdown's end when that is later. The default.</summary>
    Immediate,

    /// <summary>One AutoStop period after completion.</summary>
    AfterPeriod,
}

/// <summary>What follows a maintenance run.</summary>
public static class AfterMaintenance
{
    /// <summary>When the desktop stops, if nobody connects before; null: it does not (RUN-02, RUN-06).</summary>
    /// <param name="deadline">
    /// The end of the countdown that ran when maintenance began; a connected user is disconnected then, which starts one. Null: it
    /// was woken for the maintenance.
    /// </param>
    public static Instant? StopsAt(RunningMode mode, Instant completedAt, Instant? deadline, Duration period, PostMaintenanceStop policy) =>
        mode == RunningMode.AlwaysOn ? null
        : policy == PostMaintenanceStop.AfterPeriod ? completedAt + period
        : Instant.Max(deadline ?? completedAt, completedAt);
}
