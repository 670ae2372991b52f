using DeskFleet.Core.Identity;

namespace DeskFleet.Simulator.Reports.Figures;

/// <summary>The desktops of one group together.</summary>
public sealed class GroupFigures
{
    private GroupFigures(string name, IReadOnlyList<DesktopFigures> desktops, WaitTimes waits) =>
        (Name, Desktops, Waits) = (name, desktops, waits);

    public string Name { get; }

    public IReadOnlyList<DesktopFigures> Desktops { get; }

    public WaitTimes Waits { get; }

    public double RunningHours => Math.Round(Desktops.Sum(desktop => desktop.Running.TotalHours), 3);

    public double ConnectedHours => Math.Round(Desktops.Sum(desktop => desktop.Connected.TotalHours), 3);

    /// <summary>Its name and its desktops, as bills want them.</summary>
    public (string Name, IReadOnlyList<WorkSpaceId> Desktops) Members => (Name, [.. Desktops.Select(desktop => desktop.Id)]);

    public static GroupFigures Of(string name, IReadOnlyList<DesktopFigures> desktops)
    {
        var waits = new WaitTimes();
        foreach (var desktop in desktops)
            waits.Add(desktop.Waits);
        return new(name, desktops, waits);
    }

    public GroupSummary Summary() => new(
        Name,
        Desktops.Count(desktop => desktop.Exists),
        Desktops.Sum(desktop => desktop.Sessions),
        Desktops.Sum(desktop => desktop.Resumes),
        WaitFigures.Of(Waits),
        Desktops.Sum(desktop => desktop.AutoStops),
        Desktops.Sum(desktop => desktop.MeteredHours),
        RunningHours,
        ConnectedHours,
        Desktops.Sum(desktop => desktop.Refusals),
        Desktops.Sum(desktop => desktop.GaveUp));
}
