using System.Collections.Concurrent;
using System.Text.Json;
using DeskFleet.Simulator.Scenarios;

namespace DeskFleet.Simulator.Planning;

/// <summary>
/// The outcomes known so far, in memory and, where a file is named, one JSON line each, so that a plan goes on where it was
/// interrupted. Lines of other inputs are left alone and not used. Thread-safe.
/// </summary>
/// <param name="inputs">Stands for everything that an outcome depends on besides the trial itself.</param>
public sealed class TrialBook(string inputs, string? file)
{
    private static readonly JsonSerializerOptions Json = PlanJson.Lines;

    private readonly ConcurrentDictionary<Trial, Outcome> _outcomes = new();
    private readonly Lock _writing = new();

    /// <summary>Outcomes taken from the file.</summary>
    public int Recalled { get; private set; }

    public IEnumerable<KeyValuePair<Trial, Outcome>> All => _outcomes;

    public Outcome? Find(Trial trial) => _outcomes.GetValueOrDefault(trial);

    /// <summary>Reads the file, if there is one. A torn last line, from a kill, is dropped.</summary>
    /// <returns>What is wrong with the file; null: nothing.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public Fault? Recall()
    {
        if (file is null || !File.Exists(file))
            return null;
        var lines = File.ReadAllLines(file);
        foreach (var (number, text) in lines.Index())
        {
            if (Parse(text) is { } line)
                Take(line);
            else if (number < lines.Length - 1)
                return new("", number + 1, "This is no line of a plan's state; name another file with --state, or delete this one.") { File = file };
            else
                File.WriteAllLines(file, lines[..number]);
        }

        return null;
    }

    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Add(Trial trial, Outcome outcome)
    {
        _outcomes[trial] = outcome;
        if (file is null)
            return;
        lock (_writing)
            Append(JsonSerializer.Serialize(new Line(inputs, trial, outcome), Json));
    }

    private void Append(string line) => File.AppendAllText(file!, line + "\n");

    private void Take(Line line)
    {
        if (line.Inputs != inputs)
            return;
        _outcomes[line.Trial] = line.Outcome;
        Recalled++;
    }

    private static Line? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<Line>(text, Json) is { Inputs: not null, Trial.Loss: not null, Outcome: not null } line ? line : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Line(string Inputs, Trial Trial, Outcome Outcome);
}
