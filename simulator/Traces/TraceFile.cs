using System.Globalization;
using DeskFleet.Simulator.Scenarios.Reading;
using NodaTime;

namespace DeskFleet.Simulator.Traces;

/// <summary>Reads recorded sessions, in any <see cref="TraceFormat"/>, packed with gzip or zip or not. Faults come back, nothing is thrown for them.</summary>
public static class TraceFile
{
    /// <summary>Largest log, packed and unpacked.</summary>
    public const long MaxBytes = 2L * 1024 * 1024 * 1024;

    /// <summary>Lines are no longer than this, but in JSON.</summary>
    private const int MaxLine = 1024 * 1024;

    /// <summary>Reads a log whose local times have a fixed offset from UTC.</summary>
    public static TraceReading Read(string path, Offset utcOffset) => Read(path, utcOffset, new());

    /// <summary>The same, told how.</summary>
    public static TraceReading Read(string path, Offset utcOffset, TraceReadOptions options)
    {
        var faults = new TraceFaults(path, options.SkipsBad);
        var log = InputSource.Of(path, MaxBytes);
        var zone = options.TimeZone is { } id ? DateTimeZoneProviders.Tzdb[id] : DateTimeZone.ForOffset(utcOffset);
        var names = new TraceNames(faults);
        var (book, members) = (new SessionBook(options.OpenSessions, names, faults), new TraceMembers(names));
        var format = log.Problem is null ? options.Format ?? TraceFormats.Of(log) : TraceFormat.Sessions;
        if (ProblemOf(log, format) is { } problem) faults.File("", 0, problem);
        if (!faults.Any) Read(format, log, zone, options, names, book, members, faults);
        var sessions = book.Close();
        var merged = names.Merge(sessions);
        Separate(format, sessions, options, faults);
        if (sessions.IsEmpty && !faults.Any) faults.File("", 1, "The log holds no sound session.");
        var people = TraceReading.MembersOf(sessions, members.Of);
        return new TraceReading(sessions, faults.ByLine(), log.ContentHash, utcOffset)
        {
            Members = people,
            Skipped = faults.Skipped,
            Uncounted = faults.Uncounted,
            Merged = merged,
            TimeZone = zone,
            Understood = faults.Any ? Understanding.None : Understanding.Of(format, log, book, sessions, people.Count, merged.Length, TraceFormats.IsUtc(format) || IsBinary(log, format) ? DateTimeZone.Utc : zone),
        };
    }

    private static string? ProblemOf(InputSource log, TraceFormat format) => log.Problem ?? (IsBinary(log, format) ? null : log.Text.Problem ?? LineProblemOf(log.Text));

    private static string? LineProblemOf(TextShape text) => text.MaxLine > MaxLine && !TraceFormats.IsJson(text.Head)
        ? string.Create(CultureInfo.InvariantCulture, $"A line of this file has {text.MaxLine:N0} characters, and {MaxLine:N0} are the most; this is no log of lines.")
        : null;

    private static bool IsBinary(InputSource log, TraceFormat format) => format == TraceFormat.Wtmp || (format == TraceFormat.Windows && EvtxParser.IsIt(log));

    private static void Read(
        TraceFormat format, InputSource log, DateTimeZone zone, TraceReadOptions options, TraceNames names, SessionBook book, TraceMembers members, TraceFaults faults)
    {
        var columns = new TraceColumns(options.Columns, options.KnowsZone);
        var times = new TraceTimes(zone, options.DateOrder);
        var utc = new TraceTimes(DateTimeZone.Utc, options.DateOrder);
        void Events(EventFormat kind) => new EventParser(kind, times, names, columns, book, faults).Parse(log);
        switch (format)
        {
            case TraceFormat.LogonLogoff:
                Events(EventFormats.LogonLogoff);
                break;
            case TraceFormat.Windows when EvtxParser.IsIt(log):
                new EvtxParser(names, book, faults).Parse(log);
                break;
            case TraceFormat.Windows:
                Events(EventFormats.Windows);
                break;
            case TraceFormat.States:
                Events(EventFormats.States);
                break;
            case TraceFormat.Horizon:
                Events(EventFormats.Horizon);
                break;
            case TraceFormat.Last:
                new LastParser(times, book, faults).Parse(log);
                break;
            case TraceFormat.Wtmp:
                new WtmpParser(book, faults).Parse(log);
                break;
            case TraceFormat.Citrix:
                new CitrixParser(utc, book, faults).Parse(log);
                break;
            case TraceFormat.CloudWatch:
                new CloudWatchParser(utc, names, columns, book, faults).Parse(log);
                break;
            case TraceFormat.Swf:
                new SwfParser(options.Origin, book, faults).Parse(log);
                break;
            case TraceFormat.Wvd:
                new WvdParser(names, book, faults).Parse(log);
                break;
            default:
                new TraceParser(times, names, columns, options.Known, book, members, faults).Parse(log);
                break;
        }
    }

    private static void Separate(TraceFormat format, SessionList sessions, TraceReadOptions options, TraceFaults faults)
    {
        var joined = options.JoinWithin ?? (format == TraceFormat.Sessions ? null : Duration.Zero);
        if (joined is { } within) Joining.Join(sessions, (long)within.TotalSeconds);
        else Overlaps.LeaveOut(sessions, faults);
    }
}
