using DeskFleet.Simulator.Scenarios.Reading;

namespace DeskFleet.Simulator.Traces;

/// <summary>Reads plain sessions: <c>user</c>, <c>start</c>, <c>end</c>, and <c>group</c> and <c>bundle</c> where the log has them, beside any others.</summary>
/// <param name="known">Groups and bundles of the scenario; null: not checked.</param>
internal sealed class TraceParser(TraceTimes times, TraceNames names, TraceColumns columns, KnownNames? known, SessionBook book, TraceMembers members, TraceFaults faults)
{
    private const string Shape = "write user,start,end such as \"ann,2026-03-02T08:45:00,2026-03-02T12:00:00\"";

    private static readonly (string[], bool)[] Columns = [(["user"], true), (["start"], true), (["end"], true), (["group"], false), (["bundle"], false)];

    public void Parse(InputSource log)
    {
        var lines = new CsvLines(log, Shape, faults);
        var head = lines.Head ?? (1, [""]);
        if (!columns.Read(head.Fields, head.Line, Columns, Shape, faults)) return;
        var (starts, finishes) = (In("start"), In("end"));
        starts.Settle(Dates(lines), usual: null);
        finishes.Settle(starts);
        if (starts.Unsettled is { } problem)
        {
            faults.File("start", 1, $"These dates cannot be read: {problem}.");
            return;
        }

        book.Expect(lines.Count);
        foreach (var (line, fields) in lines.Rows) Session(fields, line, starts, finishes);
    }

    private IEnumerable<string> Dates(CsvLines lines)
    {
        foreach (var (_, fields) in lines.Rows)
        {
            yield return columns.Of(fields, "start");
            yield return columns.Of(fields, "end");
        }
    }

    private TraceTimes In(string column) => columns.ZoneOf(column) is { } zone ? times.In(zone) : times;

    private void Session(string[] fields, int line, TraceTimes starts, TraceTimes finishes)
    {
        if (fields.Length != columns.Count)
        {
            faults.Line(BadLine.Malformed, "", line, $"This line has {fields.Length} fields instead of {columns.Count}; {Shape}.");
            return;
        }

        var user = names.Read(columns.Of(fields, "user"), "user", line);
        var isOpen = columns.Of(fields, "end").Length == 0;
        var start = Time("start", columns.Of(fields, "start"), line, starts);
        var end = isOpen ? null : Time("end", columns.Of(fields, "end"), line, finishes);
        var isSound = user is not null && start is not null;
        isSound &= start is not null && (isOpen || IsSound(start.Value, end, line));
        var group = Known("group", BadLine.UnknownGroup, known?.Groups, fields, line, ref isSound);
        var bundle = Known("bundle", BadLine.UnknownBundle, known?.Bundles, fields, line, ref isSound);
        if (!isSound) return;
        var from = start!.Value.Early;
        members.Note(user!, from.ToUnixTimeSeconds(), group, bundle);
        if (end is { } to) book.Add(user!, from.ToUnixTimeSeconds(), to.After(from).ToUnixTimeSeconds(), line);
        else book.AddWithoutEnd(user!, from.ToUnixTimeSeconds(), line, $"The session of \"{user}\" has no end");
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

    private bool IsSound(TraceTime start, TraceTime? end, int line)
    {
        if (end is not { } to) return false;
        if (to.After(start.Early) > start.Early) return true;
        faults.Line(BadLine.NegativeLength, "end", line, "The session does not end after its start; swap the two times or drop the line.");
        return false;
    }
}
