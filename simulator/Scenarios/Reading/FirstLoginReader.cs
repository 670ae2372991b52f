using NodaTime;

namespace DeskFleet.Simulator.Scenarios.Reading;

/// <summary>
/// Reads <c>firstLogin</c>: <c>{ mean, deviation }</c> for short, one of <c>normal</c>, <c>uniform</c> and <c>empirical</c> over times of
/// day, or <c>logNormal</c> with the earliest time and the delay after it.
/// </summary>
internal static class FirstLoginReader
{
    public static readonly Format<LocalTime> TimeOfDay = CalendarFormats.TimeOfDay(LocalTime.Midnight, new LocalTime(23, 59));

    private static readonly DistributionReader Times = new(
        Shapes.Like<Duration>(text => TimeOfDay(text).Then<Duration>(time => SinceMidnight(time)), TimeOfDay), Duration.Zero, Duration.FromMinutes((24 * 60) - 1));

    private static readonly DistributionReader Delays = new(Formats.Time(Duration.FromSeconds(1), Duration.FromHours(16)), Duration.FromSeconds(1), Duration.FromHours(16));

    public static (LocalTime Mean, Duration Deviation, Distribution? Spread) Read(Section section, SessionPattern fallback)
    {
        var spread = section.Has("logNormal") ? LogNormal(section.Child("logNormal")) : Times.Named(section);
        if (spread is not null && (section.Has("mean") || section.Has("deviation") || (spread is Shifted && Times.Named(section) is not null)))
            section.ReportHere("A distribution is of one kind; keep one of mean and deviation, logNormal, normal, uniform, empirical.");
        var mean = spread is null ? section.Required("mean", TimeOfDay, fallback.FirstLogin) : fallback.FirstLogin;
        var deviation = spread is null
            ? section.Optional("deviation", Formats.Time(Duration.Zero, Duration.FromHours(6)), fallback.FirstLoginDeviation)
            : fallback.FirstLoginDeviation;
        section.Close();
        return (mean, deviation, spread);
    }

    public static Duration SinceMidnight(LocalTime time) => Duration.FromTicks(time.TickOfDay);

    private static Shifted LogNormal(Section section)
    {
        var earliest = section.Required("earliest", TimeOfDay, LocalTime.Midnight);
        var delay = Delays.LogNormal(section);
        section.Close();
        return new Shifted(SinceMidnight(earliest), delay);
    }
}
