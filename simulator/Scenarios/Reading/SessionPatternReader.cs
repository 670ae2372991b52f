using System.Collections.Immutable;
using NodaTime;

namespace DeskFleet.Simulator.Scenarios.Reading;

/// <summary>
/// Reads the <c>sessions</c> of a group; whatever is left out is as in <see cref="SessionPattern.Office"/>. What a shift or a day of the week leaves
/// out is as in the sessions around it.
/// </summary>
internal static class SessionPatternReader
{
    public const int MaxRotateDays = 366;

    /// <param name="commonHolidays">Those of the whole scenario, which a group's own come on top of.</param>
    public static SessionPattern Read(Section section, ImmutableArray<LocalDate> commonHolidays)
    {
        var pattern = Pattern(section, SessionPattern.Office) with
        {
            WorkingDays = DaysOf(section, "workingDays", SessionPattern.MondayToFriday),
            Holidays = HolidaysOf(section, commonHolidays),
        };
        pattern = pattern with { Days = WeekdaysOf(section, pattern), RotateDays = RotationOf(section) };
        pattern = pattern with { Shifts = [.. section.Maps("shifts").Select(shift => ShiftOf(shift, pattern))] };
        if (pattern.RotateDays > 0 && pattern.Shifts.Length < 2)
            section.Report("rotateEvery", "There are no shifts to go round; list at least two under \"shifts\", or leave \"rotateEvery\" out.");
        section.Close();
        return pattern.Shifts.IsEmpty ? pattern with { Shifts = [] } : pattern;
    }

    public static ImmutableArray<LocalDate> HolidaysOf(Section section, ImmutableArray<LocalDate> common)
    {
        var own = section.Values("holidays", CalendarFormats.Date, default);
        return own.IsEmpty ? common : [.. common.Union(own).Order()];
    }

    private static SessionPattern ShiftOf(Section section, SessionPattern around)
    {
        var shift = Pattern(section, around) with { WorkingDays = DaysOf(section, "workingDays", around.WorkingDays), RotateDays = 0 };
        var days = WeekdaysOf(section, shift);
        section.Close();
        return shift with { Days = days.IsEmpty ? around.Days : days };
    }

    private static ImmutableArray<DayPattern> WeekdaysOf(Section section, SessionPattern around)
    {
        ImmutableArray<DayPattern> days = [.. section.Maps("weekdays").Select(day => WeekdayOf(day, around))];
        return days.IsEmpty ? [] : days;
    }

    /// <summary>A day that has a pattern of its own is a working day, unless it is a holiday.</summary>
    private static DayPattern WeekdayOf(Section section, SessionPattern around)
    {
        var days = DaysOf(section, "days", []);
        if (days.IsEmpty) section.Report("days", "\"days\" is missing; name the days of the week, such as [Sat, Sun].");
        var pattern = Pattern(section, around) with { WorkingDays = days, Days = [], RotateDays = 0 };
        section.Close();
        return new DayPattern(days, pattern);
    }

    private static SessionPattern Pattern(Section section, SessionPattern usual)
    {
        var login = FirstLoginReader.Read(section.Child("firstLogin"), usual);
        var stages = StageReader.Read(section);
        return usual with
        {
            Attendance = section.Optional("attendance", Formats.Share, usual.Attendance),
            Weekend = section.Optional("weekend", Formats.Share, usual.Weekend),
            FirstLogin = login.Mean,
            FirstLoginDeviation = login.Deviation,
            PerDay = (double)section.Optional("perDay", Formats.Number(1, 24), (decimal)usual.PerDay),
            Length = DistributionReader.OfSessions.Read(section.Child("length"), usual.Length),
            Gap = DistributionReader.OfSessions.Read(section.Child("gap"), usual.Gap),
            FirstLoginSpread = section.Has("firstLogin") ? login.Spread : usual.FirstLoginSpread,
            Stages = stages.IsEmpty && !section.Has("firstLogin") ? usual.Stages : stages,
        };
    }

    private static int RotationOf(Section section)
    {
        var format = Formats.Time(Duration.FromDays(1), Duration.FromDays(MaxRotateDays));
        var every = section.Optional("rotateEvery", format, Duration.Zero);
        if (every != Duration.FromDays(every.Days))
            section.Report("rotateEvery", "Shifts change between days; write whole days, such as 7 d.");
        return every.Days;
    }

    private static ImmutableArray<IsoDayOfWeek> DaysOf(Section section, string key, ImmutableArray<IsoDayOfWeek> usual) =>
        section.Values(key, CalendarFormats.DayOfWeek, IsoDayOfWeek.Monday) is { IsEmpty: false } own ? [.. own.Distinct().Order()] : usual;
}
