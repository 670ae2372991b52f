using System.Collections.Immutable;
using CsvHelper;
using DeskFleet.Simulator.Scenarios.Reading;
using NodaTime;
using NodaTime.Text;

namespace DeskFleet.Simulator.Traces;

/// <summary>Turns the lines of a log into sessions, or into faults.</summary>
internal sealed class TraceParser(Offset utcOffset, FaultList faults)
{
    private const string Shape = "write user,start,end such as \"ann,2026-03-02T08:45:00,2026-03-02T12:00:00\"";

    private static readonly string[] Columns = ["user", "start", "end"];

    private static readonly LocalDateTimePattern Seconds = LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm':'ss");

    public static ImmutableArray<TraceSession> Parse(string text, Offset utcOffset, FaultList faults)
    {
        var parser = new TraceParser(utcOffset, faults);
        using var csv = CsvReader.FromText(text, parser.Options());
        return parser.Sessions(csv);
    }

    private CsvReaderOptions Options() => new()
    {
        Separator = ',',
        HasHeader = false,
        TrimWhitespace = true,
        TrackLineNumbers = true,
        AllowLineBreaksInQuotes = false,
        MalformedData = CsvMalformedDataHandling.Skip,
        OnMalformedRecord = record => faults.Add("", (int)record.LineNumber, $"The quotes of this line are broken; {Shape}."),
    };

    private ImmutableArray<TraceSession> Sessions(CsvReader csv)
    {
        if (!HasColumns(csv.Read() ? csv.Current.ToArray() : [])) return [];
        var sessions = ImmutableArray.CreateBuilder<TraceSession>();
        while (csv.Read())
            if (Session(csv.Current.ToArray(), (int)csv.LineNumber) is { } session) sessions.Add(session);
        if (sessions.Count == 0 && !faults.Any) faults.Add("", 1, $"The log holds no session; {Shape}.");
        return sessions.ToImmutable();
    }

    private bool HasColumns(string[] header)
    {
        foreach (var missing in Columns.Except(header))
            faults.Add(missing, 1, $"The column \"{missing}\" is missing; the first line must be \"user,start,end\".");
        if (header.Length > Columns.Length || (!faults.Any && !header.SequenceEqual(Columns)))
            faults.Add("", 1, "The first line must be exactly \"user,start,end\", in this order.");
        return !faults.Any;
    }

    private TraceSession? Session(string[] fields, int line)
    {
        if (fields.Length != Columns.Length)
        {
            faults.Add("", line, $"This line has {fields.Length} fields instead of 3; {Shape}.");
            return null;
        }

        var user = User(fields[0], line);
        var start = Time("start", fields[1], line);
        var end = Time("end", fields[2], line);
        return IsSound(start, end, line) && user ? new TraceSession(fields[0], start!.Value, end!.Value, line) : null;
    }

    private bool User(string name, int line)
    {
        var parsed = Formats.Name(name);
        if (parsed.Problem is not null) faults.Add("user", line, name.Length == 0 ? "The user is empty; name one." : parsed.Problem);
        return parsed.Problem is null;
    }

    private Instant? Time(string column, string text, int line)
    {
        if (Seconds.Parse(text) is { Success: true, Value.Year: >= 1970 and <= 2200 } parsed)
            return parsed.Value.WithOffset(utcOffset).ToInstant();
        faults.Add(column, line, $"\"{text}\" is no local time in whole seconds; write one such as \"2026-03-02T08:45:00\", without " +
            "a zone (trace.utcOffset gives it).");
        return null;
    }

    private bool IsSound(Instant? start, Instant? end, int line)
    {
        if (end <= start) faults.Add("end", line, "The session does not end after its start; swap the two times or drop the line.");
        return end > start;
    }
}
