using DeskFleet.Core.Kernel;
using DeskFleet.Core.Views;
using DeskFleet.Core.WorkSpaces;

namespace DeskFleet.Simulator.Runs;

/// <summary>
/// How every WorkSpace of a run stands: folded from the events by the machine that decides for it, once, for all who read the events after it. Nobody
/// tells by rules of his own who holds a slot, runs or is connected.
/// </summary>
public sealed class DesktopStates : IEventReader
{
    private readonly Dictionary<string, WorkSpaceRow> _rows = new(StringComparer.Ordinal);

    /// <summary>The WorkSpace of the last event before it.</summary>
    public WorkSpaceState Before { get; private set; } = WorkSpaceState.Unlaunched(default);

    /// <summary>And after it; the same for an event of anything else.</summary>
    public WorkSpaceState After { get; private set; } = WorkSpaceState.Unlaunched(default);

    /// <summary>WorkSpaces that are there.</summary>
    public int Existing => _rows.Values.Count(row => row.State.Exists);

    /// <summary>The WorkSpace as the events say it stands.</summary>
    public WorkSpaceState Of(string key) => (_rows.GetValueOrDefault(key) ?? WorkSpaceRow.Unlaunched(new(key))).State;

    public void Read(LoggedEvent happened)
    {
        if (happened.Entity.Kind != EntityKind.WorkSpace)
            return;
        var key = happened.Entity.Key;
        var row = _rows.GetValueOrDefault(key) ?? WorkSpaceRow.Unlaunched(new(key));
        var next = row.After(happened);
        (_rows[key], Before, After) = (next, row.State, next.State);
    }
}

/// <summary>What readers ask of a WorkSpace's state.</summary>
internal static class StandingDesktop
{
    /// <summary>It runs on a host, or its host starts it again.</summary>
    public static bool Runs(this WorkSpaceState desktop) => desktop.Slot is not null && desktop.Lifecycle.IsMetered();

    /// <summary>Placed again after a loss and not up yet: it runs for nobody, and nobody pays for it.</summary>
    public static bool IsComingBack(this WorkSpaceState desktop) => desktop.Runs() && desktop.Meter.OpenSince is null;
}
