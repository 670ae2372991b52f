using System.Collections.Frozen;
using DeskFleet.Simulator.Chaos.Judges.Reading;
using DeskFleet.Simulator.Chaos.Judges.Tracks;
using NodaTime;

namespace DeskFleet.Simulator.Chaos.Judges.Log;

/// <summary>
/// Each desktop is in one state and leaves it as table WKS-T2 says, with the rows that were settled afterwards, and for a cause that table WKS-T1
/// admits there (WKS-05).
/// </summary>
internal sealed class LawfulMoves(Docket docket) : LogJudge(docket)
{
    /// <summary>WKS-T2, written down from the table; UNHEALTHY stands for IMPAIRED, too.</summary>
    private static readonly FrozenDictionary<string, string[]> Leads = new Dictionary<string, string>
    {
        ["NONE"] = "PENDING",
        ["PENDING"] = "AVAILABLE ERROR TERMINATING UNHEALTHY",
        ["AVAILABLE"] = "REBOOTING REBUILDING RESTORING STOPPING MAINTENANCE ADMIN_MAINTENANCE SUSPENDED UPDATING UNHEALTHY ERROR TERMINATING",
        ["UNHEALTHY"] = "AVAILABLE REBOOTING REBUILDING RESTORING STOPPING MAINTENANCE ERROR TERMINATING UNHEALTHY",
        ["REBOOTING"] = "AVAILABLE UNHEALTHY REBUILDING ERROR TERMINATING REBOOTING",
        ["STOPPING"] = "STOPPED ERROR TERMINATING UNHEALTHY",
        ["STOPPED"] = "STARTING REBUILDING RESTORING TERMINATING",
        ["STARTING"] = "AVAILABLE MAINTENANCE STOPPED ERROR TERMINATING UNHEALTHY",
        ["MAINTENANCE"] = "AVAILABLE STOPPING UNHEALTHY ERROR TERMINATING",
        ["ADMIN_MAINTENANCE"] = "AVAILABLE TERMINATING UNHEALTHY",
        ["SUSPENDED"] = "AVAILABLE ERROR UNHEALTHY",
        ["UPDATING"] = "AVAILABLE UNHEALTHY ERROR TERMINATING",
        ["REBUILDING"] = "AVAILABLE ERROR TERMINATING UNHEALTHY",
        ["RESTORING"] = "AVAILABLE ERROR TERMINATING UNHEALTHY",
        ["ERROR"] = "STOPPING STOPPED REBUILDING RESTORING TERMINATING UNHEALTHY",
        ["TERMINATING"] = "TERMINATED",
        ["TERMINATED"] = "",
    }.ToFrozenDictionary(row => row.Key, row => row.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>WKS-T1: where an operation is admitted, and where it leads.</summary>
    private static readonly FrozenDictionary<string, (string[] From, string To)> Admitted = new Dictionary<string, (string From, string To)>
    {
        ["LaunchAccepted"] = ("NONE", "PENDING"),
        ["StartAccepted"] = ("STOPPED", "STARTING"),
        ["StopAccepted"] = ("AVAILABLE UNHEALTHY ERROR", "STOPPING"),
        ["AutoStopDue"] = ("AVAILABLE UNHEALTHY", "STOPPING"),
        ["RebootAccepted"] = ("AVAILABLE UNHEALTHY REBOOTING", "REBOOTING"),
        ["RebuildAccepted"] = ("AVAILABLE UNHEALTHY ERROR STOPPED REBOOTING", "REBUILDING"),
        ["RestoreAccepted"] = ("AVAILABLE UNHEALTHY ERROR STOPPED", "RESTORING"),
        ["CaptureBegan"] = ("AVAILABLE", "SUSPENDED"),
        ["MaintenanceBegan"] = ("AVAILABLE UNHEALTHY STARTING", "MAINTENANCE"),
        ["AdminMaintenanceBegan"] = ("AVAILABLE", "ADMIN_MAINTENANCE"),
        ["AdminMaintenanceEnded"] = ("ADMIN_MAINTENANCE", "AVAILABLE"),
        ["Provisioned"] = ("PENDING", "AVAILABLE"),
        ["Started"] = ("STARTING", "AVAILABLE"),
        ["StopDone"] = ("STOPPING ERROR", "STOPPED"),
        ["Rebooted"] = ("REBOOTING", "AVAILABLE"),
        ["Rebuilt"] = ("REBUILDING", "AVAILABLE"),
        ["Restored"] = ("RESTORING", "AVAILABLE"),
        ["CaptureDone"] = ("SUSPENDED", "AVAILABLE"),
        ["MaintenanceDone"] = ("MAINTENANCE", "AVAILABLE"),
        ["MaintenanceDoneStop"] = ("MAINTENANCE", "STOPPING"),
        ["TerminateDone"] = ("TERMINATING", "TERMINATED"),
        ["HealthRegained"] = ("UNHEALTHY", "AVAILABLE"),
    }.ToFrozenDictionary(row => row.Key, row => (row.Value.From.Split(' '), row.Value.To));

    /// <summary>How long a reboot counts as under way before it may be asked for again (WKS-07).</summary>
    private static readonly Duration StuckReboot = Duration.FromMinutes(20);

    public override string Name => "moves go by tables WKS-T1 and WKS-T2";

    public override void Before(in LogLine line, DesktopTrack? desktop)
    {
        if (desktop is null || line.What == "operation-refused")
            return;
        if (!line.IsMove)
        {
            if (!desktop.Exists && desktop.Identity is not null)
                Say(line, $"{line.What} happens to a desktop that is {desktop.State}");
            return;
        }

        if (Fault(line, desktop) is { } fault)
            Say(line, fault);
    }

    private static string? Fault(in LogLine line, DesktopTrack desktop)
    {
        var (on, from, to) = (line.On, line.Event.Text("from") ?? "", line.To);
        if (from != desktop.State)
            return $"leaves {from}, and was {desktop.State}";
        if (!Leads.TryGetValue(from, out var leads) || !leads.Contains(to))
            return $"goes from {from} to {to}, which no table allows";
        if (Admitted.TryGetValue(on, out var row) && (!row.From.Contains(from) || row.To != to))
            return $"goes from {from} to {to} for {on}, which is not admitted there";
        if (on == "StopAccepted" && !desktop.IsAutoStop)
            return "is AlwaysOn and stops (RUN-02)";
        if (on == "RebuildAccepted" && line.Event.Text("root") is null)
            return "is rebuilt, and nothing says what is put on its root volume";
        return (from, to) == ("REBOOTING", "REBOOTING") && line.At < desktop.Since + StuckReboot
            ? $"is rebooted again {line.At - desktop.Since} after its reboot began (WKS-07)"
            : null;
    }
}
