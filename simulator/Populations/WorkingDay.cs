using NodaTime;

namespace DeskFleet.Simulator.Populations;

/// <summary>
/// A working day of a zone: the date on which somebody logs in first, and no hour at which anything ends. A first login may be up to half a day before
/// or after its date, where a bell about midnight puts it there.
/// </summary>
internal readonly record struct WorkingDay(LocalDate Date, DateTimeZone Zone)
{
    private static readonly LocalDate Epoch = new(1970, 1, 1);

    /// <summary>Seconds since the midnight that begins the date between which a first login can be, both included.</summary>
    public const int EarliestSecond = -12 * 3600;
    public const int LatestSecond = 36 * 3600;

    /// <summary>Days since 1970-01-01.</summary>
    public int Number => Period.DaysBetween(Epoch, Date);

    public WorkingDay Next => Plus(1);

    public WorkingDay Plus(int days) => this with { Date = Date.PlusDays(days) };

    /// <summary>The earliest first login that the day can have.</summary>
    public Instant Earliest => At(EarliestSecond);

    /// <summary>A second of the local day; one that a clock change skips moves on, a doubled one is the first.</summary>
    public Instant At(int second) => Date.AtMidnight().PlusSeconds(second).InZoneLeniently(Zone).ToInstant();

    /// <summary>The date that an instant falls on.</summary>
    public static WorkingDay Of(Instant instant, DateTimeZone zone) => new(instant.InZone(zone).Date, zone);
}
