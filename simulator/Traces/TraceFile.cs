using System.Collections.Immutable;
using DeskFleet.Simulator.Scenarios.Reading;
using NodaTime;

namespace DeskFleet.Simulator.Traces;

/// <summary>Reads recorded sessions: CSV with the columns user, start and end. Faults come back, nothing is thrown for them.</summary>
public static class TraceFile
{
    /// <summary>Largest log.</summary>
    public const int MostBytes = 256 * 1024 * 1024;

    /// <summary>Reads a log whose local times have a fixed offset from UTC.</summary>
    public static TraceReading Read(string path, Offset utcOffset)
    {
        var faults = new FaultList(path);
        var file = InputFile.Read(path, MostBytes);
        if (file.Problem is not null) faults.Add("", 0, file.Problem);
        var sessions = faults.Any ? [] : TraceParser.Parse(file.Text, utcOffset, faults);
        Overlaps.Report(sessions, faults);
        return new TraceReading(ByStart(sessions), faults.ByLine(), file.ContentHash, utcOffset);
    }

    private static ImmutableArray<TraceSession> ByStart(IEnumerable<TraceSession> sessions) =>
        [.. sessions.OrderBy(session => session.Start).ThenBy(session => session.User, StringComparer.Ordinal)];
}
