using DeskFleet.Simulator.Scenarios.Reading;

namespace DeskFleet.Simulator.Traces;

/// <summary>What a kind of event log is made of: its columns, and what one line says.</summary>
/// <param name="Shape">How it should look, for messages.</param>
/// <param name="Columns">Each with the names that it goes by; <c>time</c>, <c>user</c> and <c>machine</c> are read here.</param>
/// <param name="Order">Whether the day or the month comes first, where the format always has it so.</param>
/// <param name="SignOf">What a line says; null with a problem: it says nothing that is known; null without: it does not matter.</param>
internal sealed record EventFormat(
    string Shape, IReadOnlyList<(string[] Names, bool IsNeeded)> Columns, DateOrder? Order, Func<Func<string, string>, (Sign? Sign, string? Problem)> SignOf)
{
    /// <summary>How the columns stand in a log whose first line is one of the log already; null: each log has a head.</summary>
    public IReadOnlyList<string>? HeadWhereNone { get; init; }

    /// <summary>Whether a line is one of such a log, and no head.</summary>
    public bool IsLine(IReadOnlyList<string> fields)
    {
        return HeadWhereNone is { } head && fields.Count == head.Count && SignOf(column => fields[PlaceOf(column, head)]).Sign is not null;

        int PlaceOf(string column, IReadOnlyList<string> head)
        {
            var names = Columns.First(known => known.Names[0] == column).Names;
            return head.Index().First(one => names.Contains(one.Item)).Index;
        }
    }

    /// <summary>Users that are no people.</summary>
    public Func<string, bool> IsNobody { get; init; } = _ => false;
}

/// <summary>Reads a log of events in lines with separators.</summary>
internal sealed class EventParser(EventFormat format, TraceTimes times, TraceNames names, TraceColumns columns, SessionBook book, TraceFaults faults)
{
    private readonly Presence _presence = new(faults, book, names);

    public void Parse(InputSource log)
    {
        var lines = new CsvLines(log, format.Shape, faults);
        if (lines.Head is not { } head) return;
        lines.HasNoHead = format.IsLine(head.Fields);
        if (!columns.Read(lines.HasNoHead ? [.. format.HeadWhereNone!] : head.Fields, head.Line, format.Columns, format.Shape, faults)) return;
        var reader = columns.ZoneOf("time") is { } zone ? times.In(zone) : times;
        _presence.Expect(Settle(reader, lines));
        if (reader.Unsettled is { } problem) faults.File("time", 1, $"These dates cannot be read: {problem}.");
        else foreach (var (line, fields) in lines.Rows) Read(fields, line, reader);
        _presence.Close();
    }

    /// <summary>Looks at all dates first.</summary>
    /// <returns>How many lines matter at most.</returns>
    private int Settle(TraceTimes reader, CsvLines lines)
    {
        var count = 0;
        reader.Settle(Seen().Select(fields => columns.Of(fields, "time")), format.Order);
        return reader.IsSaid ? lines.Count : count;

        IEnumerable<string[]> Seen()
        {
            foreach (var (_, fields) in lines.Rows)
            {
                if (format.SignOf(column => columns.Of(fields, column)).Sign is not null) count++;
                yield return fields;
            }
        }
    }

    private void Read(string[] fields, int line, TraceTimes reader)
    {
        var (sign, problem) = format.SignOf(column => columns.Of(fields, column));
        var user = columns.Of(fields, "user");
        if (fields.Length != columns.Count) Bad("", line, $"This line has {fields.Length} fields instead of {columns.Count}; {format.Shape}.");
        else if (problem is not null) Bad(NameOf("activity"), line, problem);
        else if (sign is { } known && !format.IsNobody(user) && names.Read(user, NameOf("user"), line) is { } name)
        {
            if (reader.Parse(columns.Of(fields, "time")) is { } at) _presence.Add(at, name, columns.Of(fields, "machine"), known, line);
            else Bad(NameOf("time"), line, $"\"{columns.Of(fields, "time")}\" is no time; write one such as \"2026-03-02 08:45:00\"{(format.Order == DateOrder.MonthFirst ? " or \"03/02/2026 08:45:00\" (month first)" : "")}.");
        }
    }

    /// <summary>As people know the column.</summary>
    private string NameOf(string column) => format.Columns.First(known => known.Names[0] == column).Names is { Length: > 1 } names ? names[1] : column;

    private void Bad(string column, int line, string message) => faults.Line(BadLine.Malformed, column, line, message);
}
