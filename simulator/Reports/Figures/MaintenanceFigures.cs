using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Simulator.Scenarios.Timelines;
using NodaTime;

namespace DeskFleet.Simulator.Reports.Figures;

/// <summary>What became of the updates that come out during the run (MNT-04): a desktop has it, or it is pending there.</summary>
/// <param name="releases">Of the run.</param>
/// <param name="concerns">Whether a release is for a desktop.</param>
public sealed class MaintenanceFigures(IEnumerable<UpdateRelease> releases, Func<UpdateRelease, string, bool> concerns)
{
    private readonly Queue<UpdateRelease> _releases = new(releases.OrderBy(release => release.Update.At));

    /// <summary>Desktops that are there, each with the update it had last.</summary>
    private readonly Dictionary<string, string?> _desktops = new(StringComparer.Ordinal);

    /// <summary>Desktops that wait for an update, each with the windows that have ended without it.</summary>
    private readonly Dictionary<string, int> _pending = new(StringComparer.Ordinal);
    private long _done;
    private long _windowsMissed;

    public MaintenanceSummary Summary => new(_done, _pending.Count, _pending.Values.LongCount(missed => missed > 0), _windowsMissed);

    public void Read(LoggedEvent happened)
    {
        Advance(happened.At);
        var desktop = happened.Entity.Key;
        switch (happened.Event)
        {
            case StateChanged { To: Lifecycle.Available }:
                _desktops.TryAdd(desktop, null);
                break;
            case StateChanged { To: Lifecycle.Terminated }:
                _desktops.Remove(desktop);
                _pending.Remove(desktop);
                break;
            case UpdateCarriedOver e:
                _pending[desktop] = e.Missed;
                _windowsMissed++;
                break;
            case UpdateInstalled e:
                _pending.Remove(desktop);
                _desktops[desktop] = e.Update;
                _done++;
                break;
        }
    }

    /// <summary>Releases what is due by now: to every desktop that is there by then and does not have it.</summary>
    public void Advance(Instant now)
    {
        while (_releases.TryPeek(out var release) && release.Update.At <= now)
        {
            foreach (var (desktop, _) in _desktops.Where(desktop => desktop.Value != release.Update.Update && concerns(release, desktop.Key)))
                _pending.TryAdd(desktop, 0);
            _releases.Dequeue();
        }
    }
}
