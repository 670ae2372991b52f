using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Text;

namespace DeskFleet.Simulator.Stories;

/// <summary>Tells a story, which is in UTC, by the clock of a region. Each time has its offset, so that the hour that a clock has twice is told apart.</summary>
public sealed partial class LocalStory(DateTimeZone zone)
{
    private static readonly InstantPattern Utc = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm:ss");
    private static readonly ZonedDateTimePattern Local = ZonedDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm:sso<m>", null);
    private static readonly ZonedDateTimePattern Widest = ZonedDateTimePattern.CreateWithInvariantCulture("o<m>", null);

    /// <summary>A time that was written by the wall clock, read as if it were UTC.</summary>
    public Instant Instant(Instant written) => written.InUtc().LocalDateTime.InZoneLeniently(zone).ToInstant();

    /// <summary>A line with its times in local time.</summary>
    public string Line(string line) => UtcTime().Replace(Wider(line), time => Local.Format(Utc.Parse(time.Groups["time"].Value).Value.InZone(zone)))
        .Replace(DesktopStory.InUtc, $"Times are those of {zone.Id}.", StringComparison.Ordinal);

    /// <summary>Details stay below their headline, which begins as much later as an offset is wide.</summary>
    private string Wider(string line) =>
        line.StartsWith(DesktopStory.Indent, StringComparison.Ordinal) ? new string(' ', Widest.Format(default(Instant).InZone(zone)).Length) + line : line;

    [GeneratedRegex("(?<time>[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2})( UTC)?", RegexOptions.CultureInvariant)]
    private static partial Regex UtcTime();
}
