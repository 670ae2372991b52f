using DeskFleet.Simulator.Scenarios.Timelines;

namespace DeskFleet.Simulator.Reports.Page;

/// <summary>What the scenario's time line has happen, whoever is at work.</summary>
internal static class AssumedEvents
{
    public static string Of(ReportData data) => data.Scenario.Timeline.IsEmpty ? "" : Html.Table(
        ["when", "what"],
        data.Scenario.Timeline.OrderBy(happening => happening.At).Select(happening => (IEnumerable<string>)[data.Local(happening.At), Html.Text(Told(data, happening))]));

    private static string Told(ReportData data, TimelineEvent happening) => happening switch
    {
        HostsChange { Change: HostChange.Lose } change => $"{change.Hosts.Told} lost with everything on it",
        HostsChange { Change: HostChange.Return } change => $"{change.Hosts.Told} back",
        HostsChange change => $"{change.Hosts.Told} drained: no new desktops, those that are there stay",
        DriverSlowdown slow => $"the virtualization layer takes {Html.Number((double)slow.Factor)} times as long until {data.Local(slow.Until)}",
        TimersStopped stopped => $"nobody is woken until {data.Local(stopped.Until)}; deadlines that pass meanwhile are met then",
        UpdateReleased released => $"update {released.Update} released; desktops get it in their maintenance windows",
        KeyChange change => $"key {change.Key} {(change.IsEnabled ? "enabled again" : "disabled")}",
        ImagesCaptured captured => $"images captured from the first {captured.Count} desktops of {captured.Group}",
        HostsAdded added => $"{Html.Number(added.Hosts.Count)} {added.Hosts.Type.Name} {(added.Hosts.Count == 1 ? "host comes" : "hosts come")} to {added.Hosts.Zone}, empty",
        UsersLeave leaving => $"{(leaving.Count is { } count ? Html.Number(count) : "all")} of {leaving.Group} leave, and their desktops are terminated",
        ModeSwitch change => $"the desktops of {change.Group} switched to {change.To}",
        _ => happening.GetType().Name,
    };
}
