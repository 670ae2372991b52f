using System.Globalization;
using DeskFleet.Simulator.Populations;
using DeskFleet.Simulator.Reports.Figures;
using NodaTime.Text;

namespace DeskFleet.Simulator.Reports;

/// <summary>One line of <c>desktops.csv</c>: a user and what their desktop did. Nulls where there is none.</summary>
/// <param name="Mode">The running mode at the end.</param>
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
    long GaveUp,
    string? Clients)
{
    public static IReadOnlyList<string> Columns { get; } = [.. typeof(DesktopLine).GetConstructors()[0].GetParameters().Select(p => char.ToLowerInvariant(p.Name![0]) + p.Name[1..])];

    /// <param name="planned">The user's sessions, for what they are opened with: <c>web 2; windows 7</c>.</param>
    public static DesktopLine Of(DesktopFigures desktop, IEnumerable<PlannedSession> planned) => new(
        desktop.Id.Value,
        desktop.User.UserName,
        desktop.User.Group.Name,
        desktop.User.Group.Bundle,
        desktop.Mode.ToString(),
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
        desktop.GaveUp,
        ClientsOf(planned));

    public IReadOnlyList<string> Fields() =>
    [
        WorkSpace, User, Group, Bundle, Mode, Zone ?? "", Launched ?? "", Text(Sessions), Text(Resumes), Text(WaitP50Seconds), Text(WaitMaxSeconds),
        Text(AutoStops), Text(MeteredHours), Text(RunningHours), Text(ConnectedHours), Text(Refusals), Text(GaveUp), Clients ?? "",
    ];

    private static string? ClientsOf(IEnumerable<PlannedSession> planned)
    {
        var clients = planned.Where(session => session.Client is not null).CountBy(session => session.Client!).OrderBy(client => client.Key, StringComparer.Ordinal).ToList();
        return clients.Count == 0 ? null : string.Join("; ", clients.Select(client => $"{client.Key} {Text(client.Value)}"));
    }

    private static string Text(IFormattable? value) => value?.ToString(null, CultureInfo.InvariantCulture) ?? "";
}
