using DeskFleet.Simulator.Chaos.Judges.Reading;
using DeskFleet.Simulator.Chaos.Judges.Tracks;

namespace DeskFleet.Simulator.Chaos.Judges.Log;

/// <summary>No host carries more than it has in any dimension, nor starts more desktops at once than it may: counted anew from the log (PLC-05, PLC-07).</summary>
internal sealed class HostsHold(Docket docket, FleetTrack fleet) : LogJudge(docket)
{
    public override string Name => "hosts hold what is on them";

    public override void After(in LogLine line, DesktopTrack? desktop)
    {
        if (desktop?.Place is not { } place || !fleet.Hosts.TryGetValue(place.Host, out var host))
            return;
        if (line.Event.Part("slot") is not null)
            Carry(line, host);
        if (line.What == "start-ordered" || (line.Event.Part("job") is not null && IsStarting(desktop)))
            Start(line, host);
    }

    private void Carry(in LogLine line, HostTrack host)
    {
        var used = host.Desktops.Values.Aggregate(default(Size), (sum, desktop) => sum + (desktop.Identity?.Size ?? default));
        if (!used.FitsInto(host.Capacity))
            Say(line, $"{host.Id} carries {host.Desktops.Count} desktops with {used}, and has {host.Capacity}");
    }

    private void Start(in LogLine line, HostTrack host)
    {
        var starting = host.Desktops.Values.Count(IsStarting);
        if (starting > host.StartSlots)
            Say(line, $"{host.Id} starts {starting} desktops at once, and has {host.StartSlots} start slots");
    }

    /// <summary>It comes up where it was placed for that; a reboot in its own place takes no start slot.</summary>
    private static bool IsStarting(DesktopTrack desktop) =>
        desktop.Job is { WaitsForStartSlot: false } && (desktop.State == "STARTING" || (desktop.State == "REBOOTING" && desktop.IsPlacedAnew));
}
