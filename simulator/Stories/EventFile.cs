using System.Text.Json;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Grains.Storage;
using NodaTime.Text;

namespace DeskFleet.Simulator.Stories;

/// <summary>The event log of a finished run, read line by line; only lines that matter are parsed.</summary>
public sealed class EventFile(string path)
{
    private const string EntityStart = "\"entity\":\"";
    private const string LaunchMark = "\"terms\":{";

    public string Path => path;

    /// <summary>The desktops of the log with their users; null: the launch was refused at the edge, and the log knows no user.</summary>
    /// <exception cref="InvalidDataException">A line is no event; says which.</exception>
    public IReadOnlyDictionary<WorkSpaceId, UserName?> Desktops()
    {
        var users = new Dictionary<WorkSpaceId, UserName?>();
        foreach (var (number, line) in File.ReadLines(path).Index())
        {
            if (EntityOf(line, number) is not { Kind: EntityKind.WorkSpace } entity)
                continue;
            if (line.Contains(LaunchMark, StringComparison.Ordinal) && Parse(line, number).Event is StateChanged { Terms: { } terms })
                users[new(entity.Key)] = terms.Identity.User;
            else
                users.TryAdd(new(entity.Key), null);
        }

        return users;
    }

    /// <summary>What happened to one desktop, in order.</summary>
    /// <exception cref="InvalidDataException">A line is no event; says which.</exception>
    public IEnumerable<LoggedEvent> EventsOf(WorkSpaceId desktop)
    {
        var mark = $"{EntityStart}{Entity.Of(desktop)}\"";
        return File.ReadLines(path).Index().Where(line => line.Item.Contains(mark, StringComparison.Ordinal)).Select(line => Parse(line.Item, line.Index));
    }

    /// <summary>What happened to all entities of some kinds, in order.</summary>
    /// <exception cref="InvalidDataException">A line is no event; says which.</exception>
    public IEnumerable<LoggedEvent> EventsOf(params IReadOnlyList<EntityKind> kinds)
    {
        var marks = kinds.Select(kind => $"{EntityStart}{kind}:").ToList();
        return File.ReadLines(path).Index()
            .Where(line => marks.Exists(mark => line.Item.Contains(mark, StringComparison.Ordinal)))
            .Select(line => Parse(line.Item, line.Index));
    }

    /// <summary>Reads one line.</summary>
    /// <param name="number">From 0.</param>
    public LoggedEvent Parse(string line, int number)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement;
            return new(
                InstantPattern.ExtendedIso.Parse(root.GetProperty("at").GetString()!).GetValueOrThrow(),
                EntityOf(line, number),
                root.GetProperty("sequence").GetInt64(),
                root.GetProperty("event").Deserialize<FleetEvent>(FleetJson.Options)!);
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or UnparsableValueException or InvalidOperationException or FormatException or NotSupportedException)
        {
            throw Broken(number, fault);
        }
    }

    private Entity EntityOf(string line, int number)
    {
        var start = line.IndexOf(EntityStart, StringComparison.Ordinal) + EntityStart.Length;
        var end = start < EntityStart.Length ? -1 : line.IndexOf('"', start);
        var text = end < 0 ? "" : line[start..end];
        return (text.Contains('\\', StringComparison.Ordinal) ? Unescaped(line) : text).Split(':', 2) is [var kind, var key] && Enum.TryParse<EntityKind>(kind, out var known)
            ? new(known, key)
            : throw Broken(number, null);
    }

    /// <summary>Users may be called what JSON writes otherwise, and their entities are.</summary>
    private static string Unescaped(string line)
    {
        using var json = JsonDocument.Parse(line);
        return json.RootElement.GetProperty("entity").GetString() ?? "";
    }

    private InvalidDataException Broken(int number, Exception? fault) => new($"{path}:{number + 1} is no event of a run.", fault);
}
