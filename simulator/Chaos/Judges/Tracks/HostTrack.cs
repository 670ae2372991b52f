using NodaTime;

namespace DeskFleet.Simulator.Chaos.Judges.Tracks;

/// <summary>One host as an outsider follows it: who is on it, by what the desktops say.</summary>
internal sealed class HostTrack(string id, string pool, Size capacity, long startSlots)
{
    public string Id { get; } = id;

    /// <summary><c>account/region/zone</c>.</summary>
    public string Pool { get; } = pool;

    public Size Capacity { get; } = capacity;

    public long StartSlots { get; } = startSlots;

    public bool IsOpen { get; set; } = true;

    /// <summary>When it was last lost, drained, suspected or returned; null: never.</summary>
    public Instant? ChangedAt { get; set; }

    public Dictionary<string, DesktopTrack> Desktops { get; } = new(StringComparer.Ordinal);

    public string Zone => Pool[(Pool.LastIndexOf('/') + 1)..];

    public string Owner => Pool[..Pool.LastIndexOf('/')];
}
