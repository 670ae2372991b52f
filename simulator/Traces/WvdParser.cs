using System.IO.Hashing;
using System.Runtime.InteropServices;
using DeskFleet.Simulator.Scenarios.Reading;
using NodaTime;

namespace DeskFleet.Simulator.Traces;

/// <summary>
/// Reads the export of WVDConnections: the lines of one CorrelationId are one connection, which lasts from Connected (or Started,
/// where it never got that far) to Completed. Columns may come in any order, and others beside them.
/// </summary>
internal sealed class WvdParser(TraceNames names, SessionBook book, TraceFaults faults)
{
    private const string Shape = "export TimeGenerated, UserName, State and CorrelationId";
    private static readonly string[] Columns = ["TimeGenerated", "UserName", "State", "CorrelationId"];

    /// <summary>UTC, with or without a Z; the portal writes the month first.</summary>
    private readonly TraceTimes times = new(DateTimeZone.Utc, DateOrder.MonthFirst);

    private Step[] _steps = [];
    private int _count;

    private enum State : byte
    {
        Connected,
        Started,
        Completed,
    }

    public void Parse(InputSource log)
    {
        var lines = new CsvLines(log, Shape, faults);
        if (lines.Head is not { } head || Places(head.Fields, head.Line) is not { } places) return;
        _steps = new Step[lines.Count];
        foreach (var (line, fields) in lines.Rows) Read(fields, places, line);
        var steps = _steps.AsSpan(0, _count);
        steps.Sort(static (one, other) => one.Connection.CompareTo(other.Connection) is not 0 and var byConnection ? byConnection
            : one.Second.CompareTo(other.Second) is not 0 and var byTime ? byTime
            : one.Line.CompareTo(other.Line));
        for (var from = 0; from < steps.Length;)
        {
            var to = from + 1;
            while (to < steps.Length && steps[to].Connection == steps[from].Connection) to++;
            Session(steps[from..to]);
            from = to;
        }
    }

    /// <summary>The portal writes the zone into the header: <c>TimeGenerated [UTC]</c>.</summary>
    private int[]? Places(string[] header, int line)
    {
        var places = Columns.Select(column => Array.FindIndex(header, name => name.Split(' ')[0].Equals(column, StringComparison.OrdinalIgnoreCase))).ToArray();
        foreach (var (column, _) in Columns.Zip(places).Where(found => found.Second < 0))
            faults.File(column, line, $"The column \"{column}\" is missing; {Shape}.");
        return places.Contains(-1) ? null : places;
    }

    private void Read(string[] fields, int[] places, int line)
    {
        void Bad(BadLine kind, string column, string message) => faults.Line(kind, column, line, message);
        if (fields.Length <= places.Max())
        {
            Bad(BadLine.Malformed, "", $"This line has {fields.Length} fields, too few; {Shape}.");
            return;
        }

        var (time, user, state, connection) = (fields[places[0]], fields[places[1]], fields[places[2]], fields[places[3]]);
        if (times.Parse(time) is not { Early: var at }) Bad(BadLine.Malformed, Columns[0], $"\"{time}\" is no time; write one such as \"2026-03-02T08:45:00Z\".");
        else if (user.Length == 0) Bad(BadLine.UnknownUser, Columns[1], "The user is empty; drop the line.");
        else if (connection.Length == 0) Bad(BadLine.Malformed, Columns[3], "The CorrelationId is empty; drop the line.");
        else if (!Enum.TryParse<State>(state, out var known) || !Enum.IsDefined(known) || !char.IsAsciiLetter(state[0])) Bad(BadLine.Malformed, Columns[2], $"\"{state}\" is no state; it is Started, Connected or Completed.");
        else if (names.Read(user, "user", line) is { } name)
        {
            book.Saw(at.ToUnixTimeSeconds());
            _steps[_count++] = new(XxHash128.HashToUInt128(MemoryMarshal.AsBytes(connection.AsSpan())), at.ToUnixTimeSeconds(), name, line, known);
        }
    }

    private void Session(ReadOnlySpan<Step> connection)
    {
        var first = First(connection, State.Connected) ?? First(connection, State.Started);
        var last = First(connection, State.Completed);
        if (first is null && last is { } end) book.AddWithoutStart(connection[0].User, end.Second, connection[0].Line, "The connection never starts");
        else if (first is { } start && last is null) book.AddWithoutEnd(connection[0].User, start.Second, connection[0].Line, "The connection is never completed");
        else if (first is { } begun && last is { } ended && ended.Second > begun.Second) book.Add(begun.User, begun.Second, ended.Second, begun.Line);
        else faults.Line(BadLine.NegativeLength, Columns[0], first!.Value.Line, "The connection does not end after its start; drop its lines.");
    }

    private static Step? First(ReadOnlySpan<Step> connection, State state)
    {
        foreach (var step in connection)
            if (step.State == state) return step;
        return null;
    }

    /// <summary>One line; a connection is known by the hash of its id, since ids are long and logs have many.</summary>
    private readonly record struct Step(UInt128 Connection, long Second, string User, int Line, State State);
}
