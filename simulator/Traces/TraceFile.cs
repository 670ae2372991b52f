using System.Collections.Immutable;
using DeskFleet.Simulator.Scenarios.Reading;
using NodaTime;

namespace DeskFleet.Simulator.Traces;

/// <summary>Reads recorded sessions, in any <see cref="TraceFormat"/>, packed with gzip or not. Faults come back, nothing is thrown for them.</summary>
public static class TraceFile
{
    /// <summary>Largest log, unpacked.</summary>
    public const int MaxBytes = 256 * 1024 * 1024;

    /// <summary>Reads a log whose local times have a fixed offset from UTC.</summary>
    public static TraceReading Read(string path, Offset utcOffset) => Read(path, utcOffset, new());

    /// <summary>The same, told how.</summary>
    public static TraceReading Read(string path, Offset utcOffset, TraceReadOptions options)
    {
        var faults = new TraceFaults(path, options.SkipsBad);
        var file = InputFile.Read(path, MaxBytes);
        if (file.Problem is not null) faults.File("", 0, file.Problem);
        var zone = options.TimeZone is { } id ? DateTimeZoneProviders.Tzdb[id] : DateTimeZone.ForOffset(utcOffset);
        var ends = new OpenEnds(options.OpenSessions, faults);
        var format = options.Format ?? TraceFormats.Of(file.Text);
        var names = new TraceNames(faults);
        List<TraceSession> read = faults.Any ? [] : [.. Read(format, file.Text, zone, options, names, ends, faults)];
        var (named, merged) = names.Merge(read.Where(session => names.Read(session.User, "user", session.Line) is not null));
        var sessions = ByStart(Separate(format, named, options, faults));
        if (sessions.IsEmpty && !faults.Any) faults.File("", 1, "The log holds no sound session.");
        return new TraceReading(sessions, faults.ByLine(), file.ContentHash, utcOffset)
        {
            Skipped = faults.Skipped,
            Merged = merged,
            TimeZone = zone,
            Understood = Understanding.Of(format, file.Text, read.Count, sessions, ends.Count, zone),
        };
    }

    private static IEnumerable<TraceSession> Read(TraceFormat format, string text, DateTimeZone zone, TraceReadOptions options, TraceNames names, OpenEnds ends, TraceFaults faults)
    {
        var columns = new TraceColumns(options.Columns, options.KnowsZone);
        var times = new TraceTimes(zone, options.DateOrder);
        var utc = new TraceTimes(DateTimeZone.Utc, options.DateOrder);
        return format switch
        {
            TraceFormat.LogonLogoff => new EventParser(EventFormats.LogonLogoff, times, names, columns, ends, faults).Parse(text),
            TraceFormat.Windows => new EventParser(EventFormats.Windows, times, names, columns, ends, faults).Parse(text),
            TraceFormat.Horizon => new EventParser(EventFormats.Horizon, times, names, columns, ends, faults).Parse(text),
            TraceFormat.Last => new LastParser(times, ends, faults).Parse(text),
            TraceFormat.Citrix => new CitrixParser(utc, ends, faults).Parse(text),
            TraceFormat.CloudWatch => new CloudWatchParser(utc, columns, faults).Parse(text),
            TraceFormat.Swf => new SwfParser(options.Origin, faults).Parse(text),
            TraceFormat.Wvd => new WvdParser(faults, ends).Parse(text),
            _ => new TraceParser(times, names, columns, options.Known, ends, faults).Parse(text),
        };
    }

    private static IEnumerable<TraceSession> Separate(TraceFormat format, ImmutableArray<TraceSession> sessions, TraceReadOptions options, TraceFaults faults)
    {
        var joined = options.JoinWithin ?? (format == TraceFormat.Sessions ? null : Duration.Zero);
        return joined is { } within ? Joining.Join(sessions, within) : Overlaps.LeaveOut(sessions, faults);
    }

    private static ImmutableArray<TraceSession> ByStart(IEnumerable<TraceSession> sessions) =>
        [.. sessions.OrderBy(session => session.Start).ThenBy(session => session.User, StringComparer.Ordinal)];
}
