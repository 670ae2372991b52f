using NodaTime;

namespace DeskFleet.Core.MaintenanceWindows;

/// <summary>A Sunday's window, half-open: it is open at <paramref name="Opens"/> and closed at <paramref name="Closes"/> (MNT-01).</summary>
/// <param name="Sunday">The region's own Sunday.</param>
/// <param name="Opens">00:00 on the wall, or the first moment of a Sunday that has no midnight.</param>
/// <param name="Closes">04:00 on the wall: after 4 real hours, or 3 or 5 where an hour is skipped or doubled.</param>
/// <param name="UpdateAt">When operating systems are updated: the first moment that is 02:00 or later on the wall (MNT-07).</param>
public sealed record MaintenanceWindow(LocalDate Sunday, Instant Opens, Instant Closes, Instant UpdateAt)
{
    public Duration Length => Closes - Opens;

    public bool IsOpenAt(Instant at) => at >= Opens && at < Closes;
}

/// <summary>How often stopped desktops are woken (MNT-05).</summary>
public enum WakeRhythm
{
    /// <summary>Every Sunday on which an update is pending. The default.</summary>
    Weekly,

    /// <summary>The first window after the third Monday of the month.</summary>
    Monthly,
}
