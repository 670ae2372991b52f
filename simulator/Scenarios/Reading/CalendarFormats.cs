using System.Collections.Immutable;
using NodaTime;
using NodaTime.Text;

namespace DeskFleet.Simulator.Scenarios.Reading;

/// <summary>How dates, times of day, offsets and time zones are written in a scenario.</summary>
internal static class CalendarFormats
{
    private static readonly LocalTimePattern Minutes = LocalTimePattern.CreateWithInvariantCulture("HH':'mm");

    private static readonly LocalDateTimePattern[] Starts =
    [
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm':'ss"),
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm"),
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd"),
    ];

    public static Format<LocalTime> TimeOfDay(LocalTime least, LocalTime most) => Shapes.With<LocalTime>(
        text => Minutes.Parse(text) is { Success: true } parsed && parsed.Value >= least && parsed.Value <= most
            ? parsed.Value
            : Parsed.Wrong<LocalTime>($"\"{text}\" is no time of day from {Minutes.Format(least)} to {Minutes.Format(most)}; write " +
                "hours and minutes, such as \"08:45\"."),
        Shapes.Text("[0-2][0-9]:[0-5][0-9]"));

    private static readonly LocalDatePattern Days = LocalDatePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd");

    public static Format<LocalDate> Date { get; } = Shapes.With<LocalDate>(
        text => Days.Parse(text) is { Success: true, Value.Year: >= 1970 and <= 2200 } parsed
            ? parsed.Value
            : Parsed.Wrong<LocalDate>($"\"{text}\" is no date; write one such as \"2026-12-24\"."),
        Shapes.Text("[0-9]{4}-[0-9]{2}-[0-9]{2}"));

    public static string Show(LocalDate date) => Days.Format(date);

    public static ImmutableArray<IsoDayOfWeek> Week { get; } = [.. Enum.GetValues<IsoDayOfWeek>().Where(day => day != IsoDayOfWeek.None)];

    public static Format<IsoDayOfWeek> DayOfWeek { get; } = Formats.OneOf(
        ("Mon", IsoDayOfWeek.Monday), ("Tue", IsoDayOfWeek.Tuesday), ("Wed", IsoDayOfWeek.Wednesday), ("Thu", IsoDayOfWeek.Thursday),
        ("Fri", IsoDayOfWeek.Friday), ("Sat", IsoDayOfWeek.Saturday), ("Sun", IsoDayOfWeek.Sunday));

    public static Format<Offset> UtcOffset { get; } = Shapes.With<Offset>(
        text => OffsetPattern.GeneralInvariantWithZ.Parse(text) is { Success: true } parsed
            ? parsed.Value
            : Parsed.Wrong<Offset>($"\"{text}\" is no offset from UTC; write \"Z\" or one such as \"-08:00\"."),
        Shapes.Text("(Z|[+-][0-9]{2}(:[0-9]{2}){0,2})"));

    public static Format<string> TimeZone { get; } = text =>
        DateTimeZoneProviders.Tzdb.GetZoneOrNull(text) is not null
            ? text
            : Parsed.Wrong<string>($"\"{text}\" is no IANA time zone; write one such as " +
                $"\"Europe/Berlin\".{Nearest.Hint(text, DateTimeZoneProviders.Tzdb.Ids)}");

    /// <summary>
    /// A date or time, local to the zone unless it ends in Z. A time that a clock change skips moves on, a doubled one is the first.
    /// </summary>
    public static Format<Instant> Start(string timeZone) => Shapes.With<Instant>(
        text => ParseStart(text, timeZone), Shapes.Text("[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2})?)?Z?"));

    private static Parsed<Instant> ParseStart(string text, string timeZone)
    {
        var zone = DateTimeZoneProviders.Tzdb[text.EndsWith('Z') ? "Etc/UTC" : timeZone];
        var parsed = Starts.Select(pattern => pattern.Parse(text.TrimEnd('Z'))).FirstOrDefault(result => result.Success);
        if (parsed is null)
            return Parsed.Wrong<Instant>($"\"{text}\" is no start; write a date or time such as \"2026-03-02\", " +
                "\"2026-03-02T06:00\" or \"2026-03-02T05:00Z\".");
        return parsed.Value.Year is >= 1970 and <= 2200
            ? parsed.Value.InZoneLeniently(zone).ToInstant()
            : Parsed.Wrong<Instant>($"\"{text}\" is out of bounds; the year must be from 1970 to 2200.");
    }
}
