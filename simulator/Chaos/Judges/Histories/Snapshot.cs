using DeskFleet.Simulator.Chaos.Judges.Tracks;
using NodaTime;

namespace DeskFleet.Simulator.Chaos.Judges.Histories;

/// <summary>How a desktop stood from one event on, as far as answers to callers depend on it.</summary>
internal readonly record struct Snapshot(
    Instant At, string State, bool IsAutoStop, Duration Period, string? Session, string? Awaited, string? WaitsFor, bool HasPlace, bool IsEncrypted)
{
    public bool Exists => State is not ("NONE" or "TERMINATED");

    public static Snapshot Of(DesktopTrack desktop, Instant at) => new(
        at,
        desktop.State,
        desktop.IsAutoStop,
        desktop.Period,
        desktop.Session,
        desktop.Awaited?.Session,
        desktop.Wait?.Goal,
        desktop.Place is not null,
        desktop.Identity?.Key is not null);
}
