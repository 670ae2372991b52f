using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using DeskFleet.Core.Journal;
using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Storage;

namespace DeskFleet.Grains.Journal;

/// <summary>Reads events as they are stored, also those of a newer version, and knows which kinds another program knows. Thread-safe.</summary>
public static class EventReader
{
    private const string AliasPrefix = "deskfleet.";
    private const string What = "what";

    private static long _unknown;

    /// <summary>Lines of kinds that this version does not know, read since the start.</summary>
    public static long UnknownLines => Interlocked.Read(ref _unknown);

    /// <summary>The kinds that this version knows, by their names in the journal.</summary>
    public static ImmutableHashSet<string> Kinds { get; } =
        [.. typeof(FleetEvent).Assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(FleetEvent)) && !type.IsAbstract).Select(KindOf)];

    /// <summary>The event, or <see cref="UnknownEvent"/> for one of a kind that is not known here.</summary>
    /// <exception cref="JsonException">It is no event: the line is damaged.</exception>
    public static FleetEvent Read(string json)
    {
        if (KindOf(json) is { } kind && !Kinds.Contains(kind))
        {
            Interlocked.Increment(ref _unknown);
            return new UnknownEvent(kind, json);
        }

        return JsonSerializer.Deserialize<FleetEvent>(json, FleetJson.Options) ?? throw new JsonException("The line is empty.");
    }

    /// <summary>The line for a program that knows these kinds only.</summary>
    public static JournalEntry For(JournalEntry line, ImmutableHashSet<string> knows) =>
        line.Event is UnknownEvent || knows.Contains(KindOf(line.Event.GetType()))
            ? line
            : line with { Event = new UnknownEvent(KindOf(line.Event.GetType()), JsonSerializer.Serialize(line.Event, FleetJson.Options)) };

    public static string KindOf(Type type) => type.GetCustomAttribute<AliasAttribute>(inherit: false)!.Alias[AliasPrefix.Length..];

    private static string? KindOf(string json)
    {
        using var line = JsonDocument.Parse(json);
        return line.RootElement.ValueKind == JsonValueKind.Object && line.RootElement.TryGetProperty(What, out var kind) ? kind.GetString() : null;
    }
}
