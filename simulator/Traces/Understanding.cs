using System.Globalization;
using DeskFleet.Simulator.Scenarios.Reading;
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
public sealed record Understanding(string Format, long Lines, int People, int Sessions, int Joined, int OpenEnds, string Zone, int MaxAtOnce, Instant BusiestAt)
{
    private static readonly ZonedDateTimePattern Minute = ZonedDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm", null);

    public static Understanding None { get; } = new("", 0, 0, 0, 0, 0, "", 0, default);

    /// <summary>People whom the log writes in several ways.</summary>
    public int Merged { get; init; }

    /// <summary>What the log counts: lines, entries of a list, records.</summary>
    public string Unit { get; init; } = "lines";

    internal static Understanding Of(TraceFormat format, InputSource log, SessionBook book, SessionList sessions, int people, int merged, DateTimeZone zone)
    {
        var (most, at) = MaxOf(sessions);
        return new(
            TraceFormats.Names.First(known => known.Format == format).Name,
            book.Units > 0 ? book.Units : log.Text.Lines,
            people,
            sessions.Length,
            book.Read - sessions.Length,
            book.OpenEnds,
            zone.Id,
            most,
            at)
        {
            Merged = merged,
            Unit = book.Units == 0 ? "lines" : format == TraceFormat.Wtmp ? "records" : "events",
        };
    }

    /// <summary>In one line.</summary>
    public override string ToString() => ToString(0);

    /// <summary>In one line.</summary>
    /// <param name="outside">Sessions that lie before or after the run.</param>
    public string ToString(int outside) => string.Create(
        CultureInfo.InvariantCulture,
        $"read as {Format}, times of {Zone}: {Lines:N0} {Unit}, {People:N0} people{(Merged > 0 ? $" ({Merged:N0} of them written in several ways)" : "")}, {Sessions:N0} sessions{(Joined > 0 ? $" ({Joined:N0} joined to others)" : "")}{(OpenEnds > 0 ? $", {OpenEnds:N0} with one end only" : "")}{(outside > 0 ? $", {outside:N0} outside the run" : "")}; most at once {MaxAtOnce:N0}, {Minute.Format(BusiestAt.InZone(ZoneOf()))}");

    private DateTimeZone ZoneOf() => DateTimeZoneProviders.Tzdb.GetZoneOrNull(Zone) ?? DateTimeZone.Utc;

    /// <summary>Ends before starts in one second: nobody is counted twice.</summary>
    private static (int Most, Instant At) MaxOf(SessionList sessions)
    {
        if (sessions.IsEmpty) return default;
        var all = sessions.Span;
        var first = all[0].StartSecond;
        var ends = new uint[all.Length];
        for (var i = 0; i < ends.Length; i++) ends[i] = (uint)(all[i].EndSecond - first);
        Array.Sort(ends);
        var (ended, most, at) = (0, 0, default(Instant));
        for (var i = 0; i < all.Length; i++)
        {
            while (ended < ends.Length && ends[ended] <= all[i].StartSecond - first) ended++;
            if (i + 1 - ended > most) (most, at) = (i + 1 - ended, all[i].Start);
        }

        return (most, at);
    }
}
