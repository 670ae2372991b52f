using System.Collections.Immutable;
using NodaTime;

namespace DeskFleet.Simulator.Scenarios;

/// <summary>How the people of a group work. A working day is the date of its first login; its sessions run their length, over midnight too.</summary>
/// <param name="Attendance">Share of the working days on which a user works, 0 to 1; default 0.85.</param>
/// <param name="Weekend">The same for the other days and for holidays; default 0.</param>
/// <param name="FirstLogin">Mean time of the first login, at any minute; default 08:45.</param>
/// <param name="FirstLoginDeviation">
/// Its standard deviation, 0 to 6 h; default 40 min. Normal, truncated at three deviations and at half a day before and after the date.
/// </param>
/// <param name="PerDay">
/// Mean sessions of a day worked, 1 to 24; default 1.5. Geometric: after each the user comes back with the same chance. None begins
/// later than 20 h after the day's first login, so where they take longer, there are fewer.
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

    /// <summary>Shifts among which the users of the group are dealt out in turn, evenly; empty: all work by this pattern.</summary>
    public ImmutableArray<SessionPattern> Shifts { get; init; } = [];

    /// <summary>After how many days everybody moves to the next shift, 1 to 366; 0: nobody moves. Weeks begin on Monday.</summary>
    public int RotateDays { get; init; }

    /// <summary>Days of the week that have a pattern of their own; default none.</summary>
    public ImmutableArray<DayPattern> Days { get; init; } = [];

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

/// <summary>How people work on some days of the week.</summary>
/// <param name="Days">At least one; the first that names a day wins.</param>
/// <param name="Pattern">As it holds on these days; its attendance does too.</param>
public sealed record DayPattern(ImmutableArray<IsoDayOfWeek> Days, SessionPattern Pattern);
