namespace DeskFleet.Simulator.Traces;

/// <summary>What a kind of event log is made of: its columns, and what one line says.</summary>
/// <param name="Shape">How it should look, for messages.</param>
/// <param name="Columns">Each with the names that it goes by; <c>time</c>, <c>user</c> and <c>machine</c> are read here.</param>
/// <param name="Order">Whether the day or the month comes first, where the format always has it so.</param>
/// <param name="SignOf">What a line says; null with a problem: it says nothing that is known; null without: it does not matter.</param>
internal sealed record EventFormat(
    string Shape, IReadOnlyList<(string[] Names, bool IsNeeded)> Columns, DateOrder? Order, Func<Func<string, string>, (Sign? Sign, string Session, string? Problem)> SignOf)
{
    /// <summary>Users that are no people.</summary>
    public Func<string, bool> IsNobody { get; init; } = _ => false;
}

/// <summary>Reads a log of events in lines with separators.</summary>
internal sealed class EventParser(EventFormat format, TraceTimes times, TraceNames names, TraceColumns columns, OpenEnds ends, TraceFaults faults)
{
    public IEnumerable<TraceSession> Parse(string text)
    {
        var lines = CsvLines.Of(text, format.Shape, faults).ToList();
        if (lines.Count == 0) return [];
        if (!columns.Read(lines[0].Fields, lines[0].Line, format.Columns, format.Shape, faults)) return [];
        var rows = lines.Skip(1).ToList();
        var reader = columns.ZoneOf("time") is { } zone ? times.In(zone) : times;
        reader.Settle(rows.Select(row => columns.Of(row.Fields, "time")), format.Order);
        if (reader.Unsettled is { } problem) faults.File("time", 1, $"These dates cannot be read: {problem}.");
        if (reader.Unsettled is not null) return [];
        return new Presence(faults, ends).Sessions([.. rows.Select(row => Read(row.Fields, row.Line, reader)).OfType<Happening>()]);
    }

    private Happening? Read(string[] fields, int line, TraceTimes reader)
    {
        var (sign, session, problem) = format.SignOf(column => columns.Of(fields, column));
        if (fields.Length != columns.Count) return Bad(BadLine.Malformed, "", line, $"This line has {fields.Length} fields instead of {columns.Count}; {format.Shape}.");
        var user = columns.Of(fields, "user");
        if (problem is not null) return Bad(BadLine.Malformed, NameOf("activity"), line, problem);
        if (sign is null || format.IsNobody(user)) return null;
        if (names.Read(user, NameOf("user"), line) is null) return null;
        if (reader.Parse(columns.Of(fields, "time")) is not { } at)
            return Bad(BadLine.Malformed, NameOf("time"), line, $"\"{columns.Of(fields, "time")}\" is no time; write one such as \"2026-03-02 08:45:00\"{(format.Order == DateOrder.MonthFirst ? " or \"03/02/2026 08:45:00\" (month first)" : "")}.");
        return new(at, user, columns.Of(fields, "machine") + session, sign.Value, line);
    }

    /// <summary>As people know the column.</summary>
    private string NameOf(string column) => format.Columns.First(known => known.Names[0] == column).Names is { Length: > 1 } names ? names[1] : column;

    private Happening? Bad(BadLine kind, string column, int line, string message)
    {
        faults.Line(kind, column, line, message);
        return null;
    }
}
