using NodaTime;

namespace DeskFleet.Simulator.Traces;

/// <summary>
/// Reads the export of WVDConnections: the lines of one CorrelationId are one connection, which lasts from Connected (or Started,
/// where it never got that far) to Completed. Columns may come in any order, and others beside them.
/// </summary>
internal sealed class WvdParser(TraceFaults faults, OpenEnds ends)
{
    private const string Shape = "export TimeGenerated, UserName, State and CorrelationId";
    private static readonly string[] Columns = ["TimeGenerated", "UserName", "State", "CorrelationId"];

    /// <summary>UTC, with or without a Z; the portal writes the month first.</summary>
    private readonly TraceTimes times = new(DateTimeZone.Utc, DateOrder.MonthFirst);

    private sealed record Step(Instant At, string User, string State, string Connection, int Line);

    public IEnumerable<TraceSession> Parse(string text)
    {
        int[] places = [];
        var steps = new List<Step>();
        foreach (var (index, (line, fields)) in CsvLines.Of(text, Shape, faults).Index())
        {
            if (index == 0) places = Places(fields, line);
            else if (!faults.Any && Read(fields, places, line) is { } step) steps.Add(step);
        }

        if (steps.Count == 0) return [];
        var halves = steps.GroupBy(step => step.Connection, StringComparer.Ordinal).Select(Session).OfType<HalfSession>().ToList();
        return ends.Close(halves, steps.Min(step => step.At), steps.Max(step => step.At));
    }

    /// <summary>The portal writes the zone into the header: <c>TimeGenerated [UTC]</c>.</summary>
    private int[] Places(string[] header, int line)
    {
        var places = Columns.Select(column => Array.FindIndex(header, name => name.Split(' ')[0].Equals(column, StringComparison.OrdinalIgnoreCase))).ToArray();
        foreach (var (column, _) in Columns.Zip(places).Where(found => found.Second < 0))
            faults.File(column, line, $"The column \"{column}\" is missing; {Shape}.");
        return places;
    }

    private Step? Read(string[] fields, int[] places, int line)
    {
        if (fields.Length <= places.Max()) return Bad(BadLine.Malformed, "", line, $"This line has {fields.Length} fields, too few; {Shape}.");
        var (time, user, state, connection) = (fields[places[0]], fields[places[1]], fields[places[2]], fields[places[3]]);
        if (times.Parse(time) is not { Early: var at }) return Bad(BadLine.Malformed, Columns[0], line, $"\"{time}\" is no time; write one such as \"2026-03-02T08:45:00Z\".");
        if (user.Length == 0) return Bad(BadLine.UnknownUser, Columns[1], line, "The user is empty; drop the line.");
        if (connection.Length == 0) return Bad(BadLine.Malformed, Columns[3], line, "The CorrelationId is empty; drop the line.");
        return state is "Started" or "Connected" or "Completed"
            ? new(at, user, state, connection, line)
            : Bad(BadLine.Malformed, Columns[2], line, $"\"{state}\" is no state; it is Started, Connected or Completed.");
    }

    private HalfSession? Session(IEnumerable<Step> connection)
    {
        var steps = connection.OrderBy(step => step.At).ThenBy(step => step.Line).ToList();
        var first = steps.FirstOrDefault(step => step.State == "Connected") ?? steps.FirstOrDefault(step => step.State == "Started");
        var last = steps.FirstOrDefault(step => step.State == "Completed");
        if (first is null || last is null)
            return new(steps[0].User, first?.At, last?.At, steps[0].Line, first is null ? "The connection never starts" : "The connection is never completed");
        if (last.At <= first.At)
            faults.Line(BadLine.NegativeLength, Columns[0], first.Line, "The connection does not end after its start; drop its lines.");
        else return new(first.User, first.At, last.At, first.Line, "");
        return null;
    }

    private Step? Bad(BadLine kind, string column, int line, string message)
    {
        faults.Line(kind, column, line, message);
        return null;
    }
}
