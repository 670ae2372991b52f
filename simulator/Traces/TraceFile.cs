using System.Collections.Immutable;
using DeskFleet.Simulator.Scenarios.Reading;
using NodaTime;

namespace DeskFleet.Simulator.Traces;

/// <summary>Reads recorded sessions, in any <see cref="TraceFormat"/>, packed with gzip or not. Faults come back, nothing is thrown for them.</summary>
public static class TraceFile
{
    /// <summary>Largest log, unpacked.</summary>
    public const int MostBytes = 256 * 1024 * 1024;

    /// <summary>Reads a log whose local times have a fixed offset from UTC.</summary>
    public static TraceReading Read(string path, Offset utcOffset) => Read(path, utcOffset, new());

    /// <summary>The same, told how.</summary>
    public static TraceReading Read(string path, Offset utcOffset, TraceReadOptions options)
    {
        var faults = new TraceFaults(path, options.SkipsBad);
        var file = InputFile.Read(path, MostBytes);
        if (file.Problem is not null) faults.File("", 0, file.Problem);
        var (recorded, merged) = faults.Any ? ([], []) : Sessions(file.Text, utcOffset, options, faults);
        var sessions = ByStart(recorded);
        if (sessions.IsEmpty && !faults.Any) faults.File("", 1, "The log holds no sound session.");
        return new TraceReading(sessions, faults.ByLine(), file.ContentHash, utcOffset) { Skipped = faults.Skipped, Merged = merged };
    }

    private static (IEnumerable<TraceSession> Sessions, ImmutableArray<MergedName> Merged) Sessions(string text, Offset utcOffset, TraceReadOptions options, TraceFaults faults)
    {
        var format = options.Format ?? TraceFormats.Of(text);
        var (times, names) = (new TraceTimes(utcOffset), new TraceNames(faults));
        var (sessions, merged) = names.Merge(format switch
        {
            TraceFormat.LogonLogoff => new LogonParser(times, names, faults).Parse(text),
            TraceFormat.Swf => new SwfParser(options.Origin, faults).Parse(text),
            TraceFormat.Wvd => new WvdParser(names, faults).Parse(text),
            _ => new TraceParser(times, names, options.Known, faults).Parse(text),
        });
        var joined = options.JoinWithin ?? (format == TraceFormat.Sessions ? null : Duration.Zero);
        return (joined is { } within ? Joining.Join(sessions, within) : Overlaps.LeaveOut(sessions, faults), merged);
    }

    private static ImmutableArray<TraceSession> ByStart(IEnumerable<TraceSession> sessions) =>
        [.. sessions.OrderBy(session => session.Start).ThenBy(session => session.User, StringComparer.Ordinal)];
}
