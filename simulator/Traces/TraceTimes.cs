using NodaTime;
using NodaTime.Text;

namespace DeskFleet.Simulator.Traces;

/// <summary>Times as logs write them, cut to whole seconds; without a zone of their own they are the log's.</summary>
internal sealed class TraceTimes(Offset utcOffset)
{
    private static readonly LocalDateTimePattern Seconds = Pattern("uuuu'-'MM'-'dd'T'HH':'mm':'ss");

    private static readonly LocalDateTimePattern[] Logons = [Pattern("MM'/'dd'/'uuuu HH':'mm':'ss"), Seconds];

    private static readonly LocalDateTimePattern[] Connections =
    [
        Pattern("uuuu'-'MM'-'dd'T'HH':'mm':'ss;FFFFFFF"),
        Pattern("uuuu'-'MM'-'dd' 'HH':'mm':'ss;FFFFFFF"),
        Pattern("M'/'d'/'uuuu', 'h':'mm':'ss;FFFFFFF tt"),
    ];

    public Instant? Plain(string text) => Parse([Seconds], text, utcOffset);

    /// <summary>MM/dd/yyyy HH:mm:ss.</summary>
    public Instant? Logon(string text) => Parse(Logons, text, utcOffset);

    /// <summary>UTC, with or without a Z.</summary>
    public static Instant? Connection(string text) => Parse(Connections, text.TrimEnd('Z'), Offset.Zero);

    private static Instant? Parse(LocalDateTimePattern[] patterns, string text, Offset offset)
    {
        foreach (var pattern in patterns)
            if (pattern.Parse(text) is { Success: true, Value.Year: >= 1970 and <= 2200 } parsed)
                return Instant.FromUnixTimeSeconds(parsed.Value.WithOffset(offset).ToInstant().ToUnixTimeSeconds());
        return null;
    }

    private static LocalDateTimePattern Pattern(string text) => LocalDateTimePattern.CreateWithInvariantCulture(text);
}
