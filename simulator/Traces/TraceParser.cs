using DeskFleet.Simulator.Scenarios.Reading;

namespace DeskFleet.Simulator.Traces;

/// <summary>Reads plain sessions: <c>user</c>, <c>start</c>, <c>end</c>, and <c>group</c> and <c>bundle</c> where the log has them, beside any others.</summary>
/// <param name="known">Groups and bundles of the scenario; null: not checked.</param>
internal sealed class TraceParser(TraceTimes times, TraceNames names, TraceColumns columns, KnownNames? known, OpenEnds ends, TraceFaults faults)
{
    private const string Shape = "write user,start,end such as \"ann,2026-03-02T08:45:00,2026-03-02T12:00:00\"";

    private static readonly (string[], bool)[] Columns = [(["user"], true), (["start"], true), (["end"], true), (["group"], false), (["bundle"], false)];

    public IEnumerable<TraceSession> Parse(string text)
    {
        var lines = CsvLines.Of(text, Shape, faults).ToList();
        if (lines.Count == 0) lines = [(1, [""])];
        if (!columns.Read(lines[0].Fields, lines[0].Line, Columns, Shape, faults)) return [];
        var (starts, finishes) = (In("start"), In("end"));
        var rows = lines.Skip(1).ToList();
        var dates = rows.Select(row => columns.Of(row.Fields, "start")).Concat(rows.Select(row => columns.Of(row.Fields, "end")));
        starts.Settle(dates, usual: null);
        finishes.Settle(dates, usual: null);
        if (starts.Unsettled is { } problem)
        {
            faults.File("start", 1, $"These dates cannot be read: {problem}.");
            return [];
        }

        var read = rows.Select(row => Session(row.Fields, row.Line, starts, finishes)).OfType<Row>().ToList();
        if (read.Count == 0) return [];
        var groups = read.ToDictionary(row => row.Session.Line);
        var (first, last) = (read.Min(row => row.Session.Start!.Value), read.Max(row => row.Session.End ?? row.Session.Start!.Value));
        return ends.Close([.. read.Select(row => row.Session)], first, last).Select(session => session with { Group = groups[session.Line].Group, Bundle = groups[session.Line].Bundle });
    }

    private TraceTimes In(string column) => columns.ZoneOf(column) is { } zone ? times.In(zone) : times;

    private Row? Session(string[] fields, int line, TraceTimes starts, TraceTimes finishes)
    {
        if (fields.Length != columns.Count)
        {
            faults.Line(BadLine.Malformed, "", line, $"This line has {fields.Length} fields instead of {columns.Count}; {Shape}.");
            return null;
        }

        var user = columns.Of(fields, "user");
        var isSound = names.Read(user, "user", line) is not null;
        var isOpen = columns.Of(fields, "end").Length == 0;
        var start = Time("start", columns.Of(fields, "start"), line, starts);
        var end = isOpen ? null : Time("end", columns.Of(fields, "end"), line, finishes);
        isSound &= start is not null && (isOpen || IsSound(start, end, line));
        var group = Known("group", BadLine.UnknownGroup, known?.Groups, fields, line, ref isSound);
        var bundle = Known("bundle", BadLine.UnknownBundle, known?.Bundles, fields, line, ref isSound);
        return isSound ? new(new(user, start!.Value.Early, end?.After(start.Value.Early), line, $"The session of \"{user}\" has no end"), group, bundle) : null;
    }

    private string? Known(string column, BadLine kind, IReadOnlyCollection<string>? names, string[] fields, int line, ref bool isSound)
    {
        if (columns.Of(fields, column) is not { Length: > 0 } name) return null;
        if (names is null || names.Contains(name)) return name;
        faults.Line(kind, column, line, $"There is no {column} \"{name}\" in the scenario; it has {string.Join(", ", names)}.{Nearest.Hint(name, names)}");
        isSound = false;
        return null;
    }

    private TraceTime? Time(string column, string text, int line, TraceTimes reader)
    {
        if (reader.Parse(text) is { } time) return time;
        faults.Line(BadLine.Malformed, column, line, $"\"{text}\" is no time; write one such as \"2026-03-02T08:45:00\".");
        return null;
    }

    private bool IsSound(TraceTime? start, TraceTime? end, int line)
    {
        if (start is not { } from || end is not { } to) return false;
        if (to.After(from.Early) > from.Early) return true;
        faults.Line(BadLine.NegativeLength, "end", line, "The session does not end after its start; swap the two times or drop the line.");
        return false;
    }

    private sealed record Row(HalfSession Session, string? Group, string? Bundle);
}
