using NodaTime;

namespace DeskFleet.Simulator.Scenarios.Reading;

/// <summary>Reads the <c>sessions</c> of a group; whatever is left out is as in <see cref="SessionPattern.Office"/>.</summary>
internal static class SessionPatternReader
{
    private static readonly Format<Duration> SessionTime = Formats.Time(Duration.FromMinutes(1), Duration.FromHours(16));

    private static SessionPattern Office => SessionPattern.Office;

    public static SessionPattern Read(Section section)
    {
        var login = section.Child("firstLogin");
        var pattern = new SessionPattern(
            section.Optional("attendance", Formats.Share, Office.Attendance),
            section.Optional("weekend", Formats.Share, Office.Weekend),
            login.Required("mean", CalendarFormats.TimeOfDay(new LocalTime(4, 1), new LocalTime(23, 59)), Office.FirstLogin),
            login.Optional("deviation", Formats.Time(Duration.Zero, Duration.FromHours(6)), Office.FirstLoginDeviation),
            (double)section.Optional("perDay", Formats.Number(1, 24), (decimal)Office.PerDay),
            Spread(section.Child("length"), Office.Length),
            Spread(section.Child("gap"), Office.Gap));
        login.Close();
        section.Close();
        return pattern;
    }

    private static Spread Spread(Section section, Spread fallback)
    {
        if (!section.IsGiven) return fallback;
        var median = section.Required("median", SessionTime, Duration.FromMinutes(1));
        var p90 = section.Required("p90", SessionTime, Duration.FromHours(16));
        if (p90 < median)
            section.Report("p90", "The p90 is below the median; nine of ten are shorter than the p90, so give at least the median.");
        section.Close();
        return new Spread(median, p90);
    }
}
