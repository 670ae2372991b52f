using System.Text.Json;
using DeskFleet.Silo.Storage;

namespace DeskFleet.Durable.Tests.Support;

/// <summary>
/// Reads the journal as text, past all code of the product, and checks for each WorkSpace that its lines are numbered without gap or double, that
/// each move starts where the last one ended, that it never starts while it runs, and that no minute is metered twice.
/// </summary>
internal sealed class JournalCheck
{
    /// <summary>From which of these states a start leads: a second one without a stop between would be a double start.</summary>
    private static readonly HashSet<string> Starts = ["StartAccepted", "LaunchAccepted"];

    private readonly Dictionary<string, Line> _last = [];

    /// <summary>What is wrong, a sentence each.</summary>
    public List<string> Faults { get; } = [];

    public int Lines { get; private set; }

    /// <summary>What the lines tell, one each.</summary>
    public List<string> Told { get; } = [];

    /// <summary>Metered hours of each WorkSpace.</summary>
    public Dictionary<string, long> Hours { get; } = [];

    /// <summary>The newest state of each WorkSpace.</summary>
    public IReadOnlyDictionary<string, string> States => _last.ToDictionary(last => last.Key, last => last.Value.State);

    /// <summary>How often each WorkSpace made each move.</summary>
    public Dictionary<(string WorkSpace, string Move), int> Moves { get; } = [];

    /// <summary>How often each session opened.</summary>
    public Dictionary<string, int> Opened { get; } = [];

    /// <summary>How often each session closed.</summary>
    public Dictionary<string, int> Closed { get; } = [];

    public static async Task<JournalCheck> Of(FleetDatabase database)
    {
        var check = new JournalCheck();
        await using var connection = await database.Open(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT key, sequence, CAST(event AS text) FROM fleet_journal WHERE kind = 'WorkSpace' ORDER BY key, sequence";
        await using var rows = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        while (await rows.ReadAsync(TestContext.Current.CancellationToken))
            check.Read(rows.GetString(0), rows.GetInt64(1), rows.GetString(2));
        return check;
    }

    private void Read(string key, long sequence, string text)
    {
        Lines++;
        Told.Add($"{key}/{sequence} {text}");
        var last = _last.GetValueOrDefault(key) ?? new(0, "NONE", DateTimeOffset.MinValue);
        if (sequence != last.Sequence + 1)
            Faults.Add($"{key}: line {sequence} follows {last.Sequence}");
        using var json = JsonDocument.Parse(text);
        var happened = json.RootElement;
        var line = last with { Sequence = sequence };
        switch (Text(happened, "what"))
        {
            case "state-changed":
                line = Move(key, line, happened);
                break;
            case "session-opened":
                Count(Opened, Text(happened, "session"));
                break;
            case "session-closed":
                Count(Closed, Text(happened, "session"));
                break;
        }

        _last[key] = line;
    }

    private Line Move(string key, Line line, JsonElement moved)
    {
        var (on, from, to) = (Text(moved, "on"), Text(moved, "from"), Text(moved, "to"));
        Count(Moves, (key, on));
        if (moved.TryGetProperty("opened", out var opened))
            Count(Opened, opened.GetString()!);
        if (from != line.State)
            Faults.Add($"{key}: {on} leads from {from}, but it was {line.State}");
        if (Starts.Contains(on) && line.State is not ("STOPPED" or "NONE"))
            Faults.Add($"{key}: {on} while it was {line.State}");
        return (moved.TryGetProperty("metered", out var metered) ? Meter(key, line, metered) : line) with { State = to };
    }

    private Line Meter(string key, Line line, JsonElement metered)
    {
        var (start, end) = (metered.GetProperty("start").GetDateTimeOffset(), metered.GetProperty("end").GetDateTimeOffset());
        if (start < line.MeteredUntil)
            Faults.Add($"{key}: metered from {start:O}, but already until {line.MeteredUntil:O}");
        Hours[key] = Hours.GetValueOrDefault(key) + (long)Math.Ceiling((end - start).TotalHours);
        return line with { MeteredUntil = end };
    }

    private static void Count<T>(Dictionary<T, int> counts, T what)
        where T : notnull => counts[what] = counts.GetValueOrDefault(what) + 1;

    private static string Text(JsonElement element, string property) => element.GetProperty(property).GetString()!;

    private sealed record Line(long Sequence, string State, DateTimeOffset MeteredUntil);
}
