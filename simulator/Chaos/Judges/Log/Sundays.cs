using DeskFleet.Simulator.Chaos.Judges.Reading;
using DeskFleet.Simulator.Chaos.Judges.Tracks;
using NodaTime;

namespace DeskFleet.Simulator.Chaos.Judges.Log;

/// <summary>Maintenance begins inside the Sunday's window, for an update that is pending, and not before who is connected was warned in time (MNT-01..07).</summary>
internal sealed class Sundays(Docket docket, Allowance allowance) : LogJudge(docket)
{
    /// <summary>Of the service's regions; where the name is none of them, UTC.</summary>
    private static readonly Dictionary<string, string> TimeZones = new(StringComparer.Ordinal)
    {
        ["us-east-1"] = "America/New_York",
        ["us-west-2"] = "America/Los_Angeles",
        ["eu-west-1"] = "Europe/Dublin",
        ["eu-central-1"] = "Europe/Berlin",
        ["ap-southeast-1"] = "Asia/Singapore",
        ["ap-southeast-2"] = "Australia/Sydney",
        ["ap-northeast-1"] = "Asia/Tokyo",
    };

    private readonly Dictionary<string, (string Session, Instant At)> _warned = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _pending = new(StringComparer.Ordinal);

    public override string Name => "maintenance is on Sundays, and whoever is connected is warned";

    public override void Before(in LogLine line, DesktopTrack? desktop)
    {
        if (desktop is null)
            return;
        switch (line.What)
        {
            case "update-announced":
                _pending[line.Entity] = line.Event.Part("update")?.Text("name") ?? "";
                break;
            case "user-warned":
                Warn(line, desktop);
                break;
            case "session-closed" when line.Event.Text("interruption") == "Maintenance":
                Disconnect(line);
                break;
            case "state-changed" when line.Event.Part("run") is { } run:
                Begin(line, desktop, run.Text("update"));
                break;
            case "update-installed":
                Install(line, desktop);
                break;
            default:
                break;
        }
    }

    private void Warn(in LogLine line, DesktopTrack desktop)
    {
        var session = line.Event.Text("session") ?? "";
        if (session != desktop.Session)
            Say(line, $"warns {session}, and {desktop.Session ?? "nobody"} is connected");
        if (line.Event.Time("disconnectAt") is not { } at || at < line.At + allowance.Bounds.MaintenanceWarning)
            Say(line, $"warns {session} less than {allowance.Bounds.MaintenanceWarning} before the end");
        _warned[line.Entity] = (session, line.At);
    }

    private void Disconnect(in LogLine line)
    {
        if (!_warned.TryGetValue(line.Entity, out var warning) || line.At + allowance.ClockSkew < warning.At + allowance.Bounds.MaintenanceWarning)
            Say(line, $"disconnects {line.Event.Text("session")} for maintenance without a warning {allowance.Bounds.MaintenanceWarning} before");
    }

    private void Begin(in LogLine line, DesktopTrack desktop, string? update)
    {
        if (_pending.GetValueOrDefault(line.Entity) != update)
            Say(line, $"is maintained for {update}, which is not pending");
        if (desktop.Identity is { } identity && !IsOpen(identity.Region, line.At))
            Say(line, $"is maintained at {line.At}, and no window of {identity.Region} is open");
    }

    private void Install(in LogLine line, DesktopTrack desktop)
    {
        if (desktop.State != "MAINTENANCE" || desktop.Run?.Update != line.Event.Text("update"))
            Say(line, $"installs {line.Event.Text("update")} while it is {desktop.State}");
        if (_pending.GetValueOrDefault(line.Entity) == line.Event.Text("update"))
            _pending.Remove(line.Entity);
    }

    /// <summary>Sunday from 00:00 to 04:00 on the wall (MNT-01).</summary>
    private static bool IsOpen(string region, Instant at)
    {
        var local = at.InZone(DateTimeZoneProviders.Tzdb[TimeZones.GetValueOrDefault(region, "UTC")]);
        return local.DayOfWeek == IsoDayOfWeek.Sunday && local.Hour < 4;
    }
}
