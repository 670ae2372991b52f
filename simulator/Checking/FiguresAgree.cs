using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Simulator.Reports;
using DeskFleet.Simulator.Runs;
using NodaTime;

namespace DeskFleet.Simulator.Checking;

/// <summary>What readers of the events make of a WorkSpace is what is stored of it, and the figures count what is stored.</summary>
public sealed class FiguresAgree(DesktopStates desktops, FleetObserver figures) : IInvariant
{
    private readonly Dictionary<string, WorkSpaceState> _stored = new(StringComparer.Ordinal);
    private readonly HashSet<string> _written = new(StringComparer.Ordinal);
    private int _running;
    private int _connected;

    public string Name => "figures = records";

    public string? OnWritten(Entity entity, IEntityRecord record)
    {
        if (record is not EntityRecord<WorkSpaceState> { State: var state })
            return null;
        var before = _stored.GetValueOrDefault(entity.Key);
        _running += Count(state.Runs()) - Count(before?.Runs() == true);
        _connected += Count(state.Session is not null) - Count(before?.Session is not null);
        _stored[entity.Key] = state;
        _written.Add(entity.Key);
        return null;
    }

    public string? OnRest(Instant now)
    {
        var wrong = _written.Select(Wrong).FirstOrDefault(told => told is not null);
        _written.Clear();
        return wrong
            ?? (figures.Running.Value != _running ? $"{figures.Running.Value} desktops run in the figures, {_running} in the records"
            : figures.Connected.Value != _connected ? $"{figures.Connected.Value} people are connected in the figures, {_connected} in the records"
            : null);
    }

    private string? Wrong(string key)
    {
        var (stored, told) = (_stored[key], desktops.Of(key));
        return Standing(stored) == Standing(told) ? null : $"{key} is stored as {Standing(stored)}, its events say {Standing(told)}";
    }

    private static string Standing(WorkSpaceState desktop) =>
        $"{desktop.Lifecycle.ToWire()}, {desktop.Mode}, on {desktop.Slot?.Host.Value ?? "no host"}, session {desktop.Session?.Id.Value ?? "none"}, waits {desktop.Awaited?.Id.Value ?? "nobody"}";

    private static int Count(bool one) => one ? 1 : 0;
}
