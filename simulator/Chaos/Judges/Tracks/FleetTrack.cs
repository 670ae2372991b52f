using DeskFleet.Simulator.Chaos.Judges.Reading;
using NodaTime;

namespace DeskFleet.Simulator.Chaos.Judges.Tracks;

/// <summary>A key: whether the service may use it, since when, and how many desktops it may serve.</summary>
internal sealed class KeyTrack
{
    public string Status { get; set; } = "None";

    public bool IsPermitted { get; set; } = true;

    public Instant ChangedAt { get; set; }

    public long Seats { get; set; } = 30;

    public bool IsUsable => Status == "Enabled" && IsPermitted;
}

/// <summary>The fleet as an outsider follows it through the log, from one line to the next.</summary>
internal sealed class FleetTrack
{
    public Dictionary<string, DesktopTrack> Desktops { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, HostTrack> Hosts { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, KeyTrack> Keys { get; } = new(StringComparer.Ordinal);

    /// <summary>The quota of each account (QTA-02).</summary>
    public Dictionary<string, long> Quotas { get; } = new(StringComparer.Ordinal);

    /// <summary>The two zones of each directory (PLC-01).</summary>
    public Dictionary<string, string[]> Zones { get; } = new(StringComparer.Ordinal);

    /// <summary>Hosts that each pool keeps for those who exist already (PLC-05).</summary>
    public Dictionary<string, long> Reserves { get; } = new(StringComparer.Ordinal);

    public DesktopTrack? DesktopOf(in LogLine line)
    {
        if (!line.IsOfWorkSpace)
            return null;
        if (!Desktops.TryGetValue(line.Entity, out var desktop))
            Desktops.Add(line.Entity, desktop = new(line.Entity));
        return desktop;
    }

    public void Take(in LogLine line, DesktopTrack? desktop)
    {
        if (desktop is null)
        {
            TakeOther(line);
            return;
        }

        var before = desktop.Place;
        desktop.Take(line);
        if (before == desktop.Place)
            return;
        if (before is { } left && Hosts.TryGetValue(left.Host, out var old))
            old.Desktops.Remove(desktop.Entity);
        if (desktop.Place is { } taken && Hosts.TryGetValue(taken.Host, out var host))
            host.Desktops[desktop.Entity] = desktop;
    }

    private void TakeOther(in LogLine line)
    {
        switch (line.What)
        {
            case "host-registered" when line.Event.Part("type") is { } type:
                Hosts[line.Key] = new(line.Key, line.Event.Text("pool") ?? "", Size.Of(type.Part("capacity")), type.Number("startSlots") ?? 0);
                break;
            case "host-lost" or "host-drained" or "host-suspected" or "host-returned" when Hosts.TryGetValue(line.Key, out var host):
                (host.IsOpen, host.ChangedAt) = (line.What == "host-returned", line.At);
                if (line.What == "host-lost")
                    host.Desktops.Clear();
                break;
            case "pool-configured":
                Reserves[line.Key] = line.Event.Number("reserveHosts") ?? 0;
                break;
            case "limits-set":
                Quotas[line.Key] = line.Event.Number("workSpaces") ?? 0;
                break;
            case "directory-registered":
                Zones[line.Key] = [line.Event.Text("zoneA") ?? "", line.Event.Text("zoneB") ?? ""];
                break;
            case "key-status-changed":
                (KeyOf(line.Key).Status, KeyOf(line.Key).ChangedAt) = (line.Event.Text("status") ?? "", line.At);
                break;
            case "key-permitted":
                (KeyOf(line.Key).IsPermitted, KeyOf(line.Key).ChangedAt) = (line.Event.Flag("isPermitted"), line.At);
                break;
            case "seat-limit-set":
                KeyOf(line.Key).Seats = line.Event.Number("seats") ?? 0;
                break;
            default:
                break;
        }
    }

    public KeyTrack KeyOf(string arn)
    {
        if (!Keys.TryGetValue(arn, out var key))
            Keys.Add(arn, key = new());
        return key;
    }
}
