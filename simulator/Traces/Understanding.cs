using System.Collections.Immutable;
using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace DeskFleet.Simulator.Traces;

/// <summary>What was understood of a log, told before anything is run, so that a wrong reading is seen and not believed.</summary>
/// <param name="Format">As the command line names it.</param>
/// <param name="Lines">Of the file.</param>
/// <param name="Joined">Sessions that were joined to another of the same person, because they overlap or nearly do.</param>
/// <param name="OpenEnds">Sessions of which the log has one end only.</param>
/// <param name="Zone">Of the log's local times.</param>
/// <param name="MaxAtOnce">Of sessions.</param>
/// <param name="BusiestAt">When that was reached first.</param>
public sealed record Understanding(string Format, int Lines, int People, int Sessions, int Joined, int OpenEnds, string Zone, int MaxAtOnce, Instant BusiestAt)
{
    private static readonly ZonedDateTimePattern Minute = ZonedDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm", null);

    public static Understanding None { get; } = new("", 0, 0, 0, 0, 0, "", 0, default);

    /// <param name="read">How many sessions there were before any were joined.</param>
    internal static Understanding Of(TraceFormat format, string text, int read, ImmutableArray<TraceSession> sessions, int openEnds, DateTimeZone zone)
    {
        var (most, at) = MaxOf(sessions);
        return new(
            TraceFormats.Names.First(known => known.Format == format).Name,
            text.AsSpan().TrimEnd().Count('\n') + (text.Length > 0 ? 1 : 0),
            sessions.Select(session => session.User).Distinct(StringComparer.Ordinal).Count(),
            sessions.Length,
            read - sessions.Length,
            openEnds,
            zone.Id,
            most,
            at);
    }

    /// <summary>In one line.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"read as {Format}, times of {Zone}: {Lines:N0} lines, {People:N0} people, {Sessions:N0} sessions{(Joined > 0 ? $" ({Joined:N0} joined to others)" : "")}{(OpenEnds > 0 ? $", {OpenEnds:N0} with one end only" : "")}; most at once {MaxAtOnce:N0}, {Minute.Format(BusiestAt.InZone(ZoneOf()))}");

    private DateTimeZone ZoneOf() => DateTimeZoneProviders.Tzdb.GetZoneOrNull(Zone) ?? DateTimeZone.Utc;

    /// <summary>Ends before starts in one second: nobody is counted twice.</summary>
    private static (int Most, Instant At) MaxOf(ImmutableArray<TraceSession> sessions)
    {
        var (now, most, at) = (0, 0, default(Instant));
        foreach (var (when, change) in sessions.SelectMany(session => new[] { (session.Start, 1), (session.End, -1) }).OrderBy(step => step.Item1).ThenBy(step => step.Item2))
        {
            now += change;
            if (now > most) (most, at) = (now, when);
        }

        return (most, at);
    }
}
