using System.Globalization;
using DeskFleet.Simulator.Reports.Figures;
using NodaTime.Text;

namespace DeskFleet.Simulator.Reports;

/// <summary>One line of <c>desktops.csv</c>: a user and what their desktop did. Nulls where there is none.</summary>
public sealed record DesktopLine(
    string WorkSpace,
    string User,
    string Group,
    string Bundle,
    string Mode,
    string? Zone,
    string? Launched,
    long Sessions,
    long Resumes,
    long? WaitP50Seconds,
    long? WaitMaxSeconds,
    long AutoStops,
    long MeteredHours,
    double RunningHours,
    double ConnectedHours,
    long Refusals,
    long GaveUp)
{
    public static IReadOnlyList<string> Columns { get; } = [.. typeof(DesktopLine).GetConstructors()[0].GetParameters().Select(p => char.ToLowerInvariant(p.Name![0]) + p.Name[1..])];

    public static DesktopLine Of(DesktopFigures desktop) => new(
        desktop.Id.Value,
        desktop.User.UserName,
        desktop.User.Group.Name,
        desktop.User.Group.Bundle,
        desktop.User.Group.Mode.ToString(),
        desktop.Terms?.Identity.Zone.Value,
        desktop.LaunchedAt is { } at ? InstantPattern.General.Format(at) : null,
        desktop.Sessions,
        desktop.Resumes,
        desktop.Waits.Percentile(0.5),
        desktop.Waits.Percentile(1),
        desktop.AutoStops,
        desktop.MeteredHours,
        Math.Round(desktop.Running.TotalHours, 3),
        Math.Round(desktop.Connected.TotalHours, 3),
        desktop.Refusals,
        desktop.GaveUp);

    public IReadOnlyList<string> Fields() =>
    [
        WorkSpace, User, Group, Bundle, Mode, Zone ?? "", Launched ?? "", Text(Sessions), Text(Resumes), Text(WaitP50Seconds), Text(WaitMaxSeconds),
        Text(AutoStops), Text(MeteredHours), Text(RunningHours), Text(ConnectedHours), Text(Refusals), Text(GaveUp),
    ];

    private static string Text(IFormattable? value) => value?.ToString(null, CultureInfo.InvariantCulture) ?? "";
}
