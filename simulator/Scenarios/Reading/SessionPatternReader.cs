using System.Collections.Immutable;
using NodaTime;

namespace DeskFleet.Simulator.Scenarios.Reading;

/// <summary>Reads the <c>sessions</c> of a group; whatever is left out is as in <see cref="SessionPattern.Office"/>.</summary>
internal static class SessionPatternReader
{
    private static SessionPattern Office => SessionPattern.Office;

    /// <param name="commonHolidays">Those of the whole scenario, which a group's own come on top of.</param>
    public static SessionPattern Read(Section section, ImmutableArray<LocalDate> commonHolidays)
    {
        var login = FirstLoginReader.Read(section.Child("firstLogin"), Office);
        var pattern = new SessionPattern(
            section.Optional("attendance", Formats.Share, Office.Attendance),
            section.Optional("weekend", Formats.Share, Office.Weekend),
            login.Mean,
            login.Deviation,
            (double)section.Optional("perDay", Formats.Number(1, 24), (decimal)Office.PerDay),
            DistributionReader.OfSessions.Read(section.Child("length"), Office.Length),
            DistributionReader.OfSessions.Read(section.Child("gap"), Office.Gap))
        {
            FirstLoginSpread = login.Spread,
            Stages = StageReader.Read(section),
            WorkingDays = section.Has("workingDays") ? DaysOf(section) : SessionPattern.MondayToFriday,
            Holidays = HolidaysOf(section, commonHolidays),
        };
        section.Close();
        return pattern;
    }

    public static ImmutableArray<LocalDate> HolidaysOf(Section section, ImmutableArray<LocalDate> common)
    {
        var own = section.Values("holidays", CalendarFormats.Date, default);
        return own.IsEmpty ? common : [.. common.Union(own).Order()];
    }

    private static ImmutableArray<IsoDayOfWeek> DaysOf(Section section) =>
        [.. section.Values("workingDays", CalendarFormats.DayOfWeek, IsoDayOfWeek.Monday).Distinct().Order()];
}
