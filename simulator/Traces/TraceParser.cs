using DeskFleet.Simulator.Scenarios.Reading;
using NodaTime;

namespace DeskFleet.Simulator.Traces;

/// <summary>Reads plain sessions: <c>user,start,end</c>, then <c>group</c> and <c>bundle</c> where the log has them.</summary>
/// <param name="known">Groups and bundles of the scenario; null: not checked.</param>
internal sealed class TraceParser(TraceTimes times, TraceNames names, KnownNames? known, TraceFaults faults)
{
    private const string Shape = "write user,start,end such as \"ann,2026-03-02T08:45:00,2026-03-02T12:00:00\"";

    private static readonly string[] Columns = ["user", "start", "end"];
    private static readonly string[] More = ["group", "bundle"];

    private string[] header = Columns;

    public IEnumerable<TraceSession> Parse(string text)
    {
        var sessions = new List<TraceSession>();
        var isFirst = true;
        foreach (var (line, fields) in CsvLines.Of(text, Shape, faults))
        {
            if (isFirst && !HasColumns(fields)) return [];
            if (!isFirst && Session(fields, line) is { } session) sessions.Add(session);
            isFirst = false;
        }

        if (isFirst) HasColumns([]);
        return sessions;
    }

    private bool HasColumns(string[] first)
    {
        var isSound = true;
        foreach (var missing in Columns.Except(first))
        {
            faults.File(missing, 1, $"The column \"{missing}\" is missing; the first line must be \"user,start,end\".");
            isSound = false;
        }

        var rest = first.Skip(Columns.Length).ToArray();
        if (isSound && (!first.Take(Columns.Length).SequenceEqual(Columns) || !More.Where(rest.Contains).SequenceEqual(rest)))
        {
            faults.File("", 1, "The first line must be exactly \"user,start,end\", in this order, and then \"group\" and \"bundle\" if they are recorded.");
            isSound = false;
        }

        header = first;
        return isSound;
    }

    private TraceSession? Session(string[] fields, int line)
    {
        if (fields.Length != header.Length)
        {
            faults.Line(BadLine.Malformed, "", line, $"This line has {fields.Length} fields instead of {header.Length}; {Shape}.");
            return null;
        }

        var isSound = names.Read(fields[0], "user", line) is not null;
        var (start, end) = (Time("start", fields[1], line), Time("end", fields[2], line));
        isSound &= IsSound(start, end, line);
        var group = Known("group", BadLine.UnknownGroup, known?.Groups, fields, line, ref isSound);
        var bundle = Known("bundle", BadLine.UnknownBundle, known?.Bundles, fields, line, ref isSound);
        return isSound ? new TraceSession(fields[0], start!.Value, end!.Value, line) { Group = group, Bundle = bundle } : null;
    }

    private string? Known(string column, BadLine kind, IReadOnlyCollection<string>? names, string[] fields, int line, ref bool isSound)
    {
        var place = Array.IndexOf(header, column);
        if (place < 0 || fields[place].Length == 0) return null;
        if (names is null || names.Contains(fields[place])) return fields[place];
        faults.Line(kind, column, line, $"There is no {column} \"{fields[place]}\" in the scenario; it has {string.Join(", ", names)}.{Nearest.Hint(fields[place], names)}");
        isSound = false;
        return null;
    }

    private Instant? Time(string column, string text, int line)
    {
        if (times.Plain(text) is { } time) return time;
        faults.Line(BadLine.Malformed, column, line, $"\"{text}\" is no local time in whole seconds; write one such as \"2026-03-02T08:45:00\", without " +
            "a zone (trace.utcOffset gives it).");
        return null;
    }

    private bool IsSound(Instant? start, Instant? end, int line)
    {
        if (end <= start) faults.Line(BadLine.NegativeLength, "end", line, "The session does not end after its start; swap the two times or drop the line.");
        return end > start;
    }
}
