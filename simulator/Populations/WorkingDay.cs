using NodaTime;

namespace DeskFleet.Simulator.Populations;

/// <summary>A working day of a zone: from 04:00 of its date to 04:00 of the next, local time, so 23, 24 or 25 hours long.</summary>
internal readonly record struct WorkingDay(LocalDate Date, DateTimeZone Zone)
{
    private static readonly LocalDate Epoch = new(1970, 1, 1);

    /// <summary>Second of the local day at which it begins and ends.</summary>
    public const int TurnSecond = 4 * 3600;
    public const int LastSecond = 24 * 3600 - 1;

    /// <summary>Days since 1970-01-01.</summary>
    public int Number => Period.DaysBetween(Epoch, Date);

    public WorkingDay Next => this with { Date = Date.PlusDays(1) };

    public Instant Begin => At(TurnSecond);

    public Instant End => Next.Begin;

    /// <summary>A second of the local day; one that a clock change skips moves on, a doubled one is the first.</summary>
    public Instant At(int second) => (Date + LocalTime.FromSecondsSinceMidnight(second)).InZoneLeniently(Zone).ToInstant();

    /// <summary>The working day that an instant falls into.</summary>
    public static WorkingDay Of(Instant instant, DateTimeZone zone)
    {
        var day = new WorkingDay(instant.InZone(zone).Date, zone);
        return instant < day.Begin ? day with { Date = day.Date.PlusDays(-1) } : day;
    }
}
