using System.Collections.Immutable;
using NodaTime;

namespace DeskFleet.Simulator.Scenarios;

/// <summary>How the people of a group work. A working day lasts from 04:00 to the next 04:00, local time.</summary>
/// <param name="Attendance">Share of the working days on which a user works, 0 to 1; default 0.85.</param>
/// <param name="Weekend">The same for the other days and for holidays; default 0.</param>
/// <param name="FirstLogin">Mean time of the first login, from 04:01; default 08:45.</param>
/// <param name="FirstLoginDeviation">
/// Its standard deviation, 0 to 6 h; default 40 min. Normal, truncated at three deviations and at both ends of the day.
/// </param>
/// <param name="PerDay">
/// Mean sessions of a day worked, 1 to 24; default 1.5. Geometric: after each the user comes back with the same chance. Where the
/// day ends first, there are fewer.
/// </param>
/// <param name="Length">Length of a session, cut to 1 min to 16 h; default median 3 h, p90 7 h.</param>
/// <param name="Gap">Break between two sessions of a day, cut to 1 min to 16 h; default median 45 min, p90 2 h.</param>
public sealed record SessionPattern(
    double Attendance,
    double Weekend,
    LocalTime FirstLogin,
    Duration FirstLoginDeviation,
    double PerDay,
    Distribution Length,
    Distribution Gap)
{
    /// <summary>Times since midnight of the first login, instead of the bell of mean and deviation; default null.</summary>
    public Distribution? FirstLoginSpread { get; init; }

    /// <summary>Crowds that come together; default none.</summary>
    public ImmutableArray<LoginStage> Stages { get; init; } = [];

    /// <summary>Days of the week on which Attendance holds; on the others Weekend does. Default Monday to Friday.</summary>
    public ImmutableArray<IsoDayOfWeek> WorkingDays { get; init; } = MondayToFriday;

    /// <summary>Local dates that are like the days off, whatever day of the week they are; default none.</summary>
    public ImmutableArray<LocalDate> Holidays { get; init; } = [];

    public static ImmutableArray<IsoDayOfWeek> MondayToFriday { get; } =
        [IsoDayOfWeek.Monday, IsoDayOfWeek.Tuesday, IsoDayOfWeek.Wednesday, IsoDayOfWeek.Thursday, IsoDayOfWeek.Friday];

    public bool IsWorkingDay(LocalDate date) => WorkingDays.Contains(date.DayOfWeek) && !Holidays.Contains(date);

    /// <summary>An office with a break at noon.</summary>
    public static SessionPattern Office { get; } = new(
        0.85,
        0,
        new LocalTime(8, 45),
        Duration.FromMinutes(40),
        1.5,
        new Spread(Duration.FromHours(3), Duration.FromHours(7)),
        new Spread(Duration.FromMinutes(45), Duration.FromHours(2)));
}
