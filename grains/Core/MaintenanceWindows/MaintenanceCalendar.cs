using System.Collections.Concurrent;
using NodaTime;
using NodaTime.TimeZones;

namespace DeskFleet.Core.MaintenanceWindows;

/// <summary>
/// The windows of a time zone (MNT-01, MNT-02: nothing of it can be configured; REG-03). Wall-clock times, so clock changes make a
/// window shorter or longer. Every function looks at a few Sundays at most.
/// </summary>
public static class MaintenanceCalendar
{
    private static readonly LocalTime UpdateTime = new(2, 0);
    private static readonly LocalTime ClosingTime = new(4, 0);

    /// <summary>A wall-clock time that is skipped means the end of the gap; one that comes twice means the first.</summary>
    private static readonly ZoneLocalMappingResolver OnTheWall = Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnStartOfIntervalAfter);

    /// <summary>What has been asked before: a whole fleet asks for the same few Sundays, and each costs four conversions. Emptied before it is large.</summary>
    private static readonly ConcurrentDictionary<(DateTimeZone Zone, LocalDate Sunday), MaintenanceWindow?> Known = new();

    private const int MaxKnown = 4096;

    /// <summary>The window of one Sunday; null where the zone skips the whole day.</summary>
    public static MaintenanceWindow? On(DateTimeZone zone, LocalDate sunday)
    {
        if (Known.TryGetValue((zone, sunday), out var window))
            return window;
        if (Known.Count >= MaxKnown)
            Known.Clear();
        return Known.GetOrAdd((zone, sunday), static asked => Find(asked.Zone, asked.Sunday));
    }

    private static MaintenanceWindow? Find(DateTimeZone zone, LocalDate sunday)
    {
        if (sunday.DayOfWeek != IsoDayOfWeek.Sunday)
            throw new ArgumentException($"{sunday:uuuu-MM-dd} is not a Sunday.", nameof(sunday));
        var midnight = zone.ResolveLocal(sunday.AtMidnight(), OnTheWall);
        return midnight.Date != sunday ? null : new(
            sunday, midnight.ToInstant(), At(zone, sunday + ClosingTime), At(zone, sunday + UpdateTime));
    }

    /// <summary>The window that is open; null: none is.</summary>
    public static MaintenanceWindow? OpenAt(DateTimeZone zone, Instant now)
    {
        var today = now.InZone(zone).Date;
        return today.DayOfWeek == IsoDayOfWeek.Sunday && On(zone, today) is { } window && window.IsOpenAt(now) ? window : null;
    }

    /// <summary>The first window that opens after an instant.</summary>
    public static MaintenanceWindow Next(DateTimeZone zone, Instant after)
    {
        var sunday = after.InZone(zone).Date.PlusDays(-1).Next(IsoDayOfWeek.Sunday);
        while (true)
        {
            if (On(zone, sunday) is { } window && window.Opens > after)
                return window;
            sunday = sunday.PlusWeeks(1);
        }
    }

    /// <summary>The first update of operating systems after an instant (MNT-07).</summary>
    public static Instant NextUpdate(DateTimeZone zone, Instant after)
    {
        var today = after.InZone(zone).Date;
        return today.DayOfWeek == IsoDayOfWeek.Sunday && On(zone, today) is { } window && window.UpdateAt > after
            ? window.UpdateAt
            : Next(zone, after).UpdateAt;
    }

    /// <summary>Are stopped desktops woken in this window? (MNT-05)</summary>
    public static bool WakesStopped(MaintenanceWindow window, WakeRhythm rhythm) =>
        rhythm == WakeRhythm.Weekly || ThirdMondayBefore(window.Sunday);

    private static Instant At(DateTimeZone zone, LocalDateTime wall) => zone.ResolveLocal(wall, OnTheWall).ToInstant();

    private static bool ThirdMondayBefore(LocalDate sunday) => sunday.PlusDays(-6) is var monday && (monday.Day - 1) / 7 == 2;
}
