using System.Text.Json;
using NodaTime;

namespace DeskFleet.Simulator.Chaos.Judges.Reading;

/// <summary>One line of an event log. It is read and let go: its JSON is gone when the next one is read.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Entity"><c>WorkSpace:ws-…</c>.</param>
/// <param name="What">The event's alias: <c>state-changed</c>.</param>
internal readonly record struct LogLine(int Number, Instant At, string Entity, long Sequence, string What, JsonElement Event)
{
    public const string WorkSpacePrefix = "WorkSpace:";

    public bool IsOfWorkSpace => Entity.StartsWith(WorkSpacePrefix, StringComparison.Ordinal);

    /// <summary>The entity without its kind.</summary>
    public string Key => Entity[(Entity.IndexOf(':', StringComparison.Ordinal) + 1)..];

    /// <summary>A move of a desktop's state.</summary>
    public bool IsMove => What == "state-changed";

    /// <summary>What moved it.</summary>
    public string On => Event.Text("on") ?? "";

    public string To => Event.Text("to") ?? "";
}
