using System.Text;
using System.Text.Json;
using DeskFleet.Grains.Storage;

namespace DeskFleet.Simulator.Chaos;

/// <summary>Writes out what a failing seed did: the event log, the calls, the faults, the final records, and a story of whom it concerns.</summary>
public static class ChaosStory
{
    private static readonly JsonSerializerOptions Lines = new(FleetJson.Options) { WriteIndented = false };

    /// <param name="replay">The command that replays it.</param>
    public static void Write(string folder, ChaosResult result, string replay)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, "events.jsonl"), result.Evidence.Events.ToArray());
        File.WriteAllLines(Path.Combine(folder, "calls.jsonl"), result.Evidence.Calls.Select(call => JsonSerializer.Serialize(call, Lines)));
        File.WriteAllLines(Path.Combine(folder, "faults.jsonl"), result.Evidence.Faults.Select(fault => JsonSerializer.Serialize(fault, Lines)));
        File.WriteAllLines(Path.Combine(folder, "records.jsonl"), result.Evidence.Records.Select(row => $"{{\"entity\":\"{row.Key}\",\"record\":{Encoding.UTF8.GetString(row.Value.Span)}}}"));
        File.WriteAllText(Path.Combine(folder, "story.txt"), Tell(result, replay));
    }

    /// <summary>The violations, the command that replays them, and everything about whom the first of them concerns, in the order of time.</summary>
    public static string Tell(ChaosResult result, string replay)
    {
        var story = new StringBuilder($"Seed {result.Settings.Seed}: {result.Settings}\n{replay}\n\n");
        foreach (var violation in result.Violations)
            story.Append(violation).Append('\n');
        if (result.Violations.FirstOrDefault() is { Entity.Length: > 0 } first)
            Tell(story, result, first.Entity);
        if (!result.Trace.IsEmpty)
            story.Append("\nThe last deliveries:\n").AppendJoin('\n', result.Trace).Append('\n');
        return story.ToString();
    }

    private static void Tell(StringBuilder story, ChaosResult result, string entity)
    {
        var evidence = result.Evidence;
        var key = entity[(entity.IndexOf(':', StringComparison.Ordinal) + 1)..];
        var events = Encoding.UTF8.GetString(evidence.Events.Span).Split('\n').Where(line => line.Contains(key, StringComparison.Ordinal)).Select(line => (At: line.Length > 28 ? line[7..27] : "", What: line));
        var record = evidence.Records.GetValueOrDefault(entity);
        var calls = evidence.Calls.Where(call => call.Entity == entity).Select(call => (At: call.Invoked.At.ToString(), What: $"{call.Caller} asks {call.Command} and hears {call.Reply?.ToString() ?? "nothing"}"));
        var faults = result.Injected.Where(fault => fault.Subject?.Contains(key, StringComparison.Ordinal) != false).Select(fault => (At: fault.From.ToString(), What: $"fault {fault.Kind} {fault.Subject} until {fault.Until}"));
        story.Append("\nThe story of ").Append(entity).Append(":\n");
        foreach (var (at, what) in events.Concat(calls).Concat(faults).OrderBy(line => line.At, StringComparer.Ordinal))
            story.Append(at).Append(' ').Append(what).Append('\n');
        if (!record.IsEmpty)
            story.Append("\nIts record: ").Append(Encoding.UTF8.GetString(record.Span)).Append('\n');
    }
}
