using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using NodaTime;

namespace DeskFleet.Simulator.Planning;

/// <summary>Reads a run's events into <see cref="PlanFigures"/> and calls an end to it as soon as nothing can save it.</summary>
/// <param name="deaf">The zone whose people do not count; null: everybody counts.</param>
/// <param name="mostWait">What counts as a long wait.</param>
/// <param name="onRead">After each event that changed a figure.</param>
public sealed class PlanReader(string? deaf, Duration mostWait, Action<PlanFigures> onRead) : Runs.IEventReader
{
    private readonly Dictionary<string, Desktop> _desktops = new(StringComparer.Ordinal);
    private string? _endedWait;

    public PlanFigures Figures { get; } = new();

    public void Read(LoggedEvent happened)
    {
        if (happened.Entity.Kind != EntityKind.WorkSpace)
            return;
        var desktop = DesktopOf(happened.Entity.Key);
        if (happened.Event is StateChanged { Terms: { } terms })
            desktop.Zone = terms.Identity.Zone.Value;
        if (deaf is null || desktop.Zone != deaf)
            Count(happened.Entity.Key, desktop, happened.Event);
    }

    private void Count(string key, Desktop desktop, FleetEvent happened)
    {
        switch (happened)
        {
            case StateChanged e:
                Count(e);
                break;
            case CapacityAwaited e:
                Awaited(e);
                break;
            case CapacityWaitEnded { Code: not null }:
                _endedWait = key;
                Refuse(desktop);
                break;
            case SessionAbandoned e:
                Abandoned(key, desktop, e);
                break;
            case OperationRefused e:
                Refused(desktop, e);
                break;
        }
    }

    private void Count(StateChanged e)
    {
        Figures.StartsQueued += e.Job is { WaitsForStartSlot: true } ? 1 : 0;
        if (e.Opened is null)
            return;
        Figures.Waits.Add(e.Waited!.Value);
        Figures.LongWaits += e.Waited > mostWait ? 1 : 0;
        onRead(Figures);
    }

    private void Awaited(CapacityAwaited e)
    {
        Figures.RoomWaits++;
        foreach (var (reason, count) in e.Placement.Filtered)
            Figures.ShortOf[reason] = Figures.ShortOf.GetValueOrDefault(reason) + count;
    }

    /// <summary>An abandonment that comes with the end of a wait for room has been counted with it.</summary>
    private void Abandoned(string key, Desktop desktop, SessionAbandoned e)
    {
        if (e.Code == RefusalCode.InsufficientCapacity && _endedWait != key)
            Refuse(desktop);
        _endedWait = null;
    }

    private void Refused(Desktop desktop, OperationRefused e)
    {
        if (e.Code == RefusalCode.LimitExceeded)
            Figures.OverQuota++;
        if (e.Code is RefusalCode.InsufficientCapacity or RefusalCode.CapacityNotAllocated || desktop.WasRefused && desktop.Zone is null)
            Refuse(desktop);
        onRead(Figures);
    }

    /// <summary>Who never got a desktop for want of room is refused at every sign-in.</summary>
    private void Refuse(Desktop desktop)
    {
        desktop.WasRefused = true;
        Figures.Refused++;
        onRead(Figures);
    }

    private Desktop DesktopOf(string key)
    {
        if (!_desktops.TryGetValue(key, out var desktop))
            _desktops.Add(key, desktop = new());
        return desktop;
    }

    private sealed class Desktop
    {
        public string? Zone { get; set; }

        public bool WasRefused { get; set; }
    }
}
