using DeskFleet.Simulator.Chaos.Judges.Bills;
using DeskFleet.Simulator.Chaos.Judges.Reading;
using DeskFleet.Simulator.Chaos.Judges.Tracks;
using NodaTime;

namespace DeskFleet.Simulator.Chaos.Judges.Log;

/// <summary>A desktop is not metered beyond the loss of its host, however late the news of it came, and however often it ran meanwhile (WKS-15 as settled).</summary>
internal sealed class LossesEndMeters(Docket docket, FleetTrack fleet, MeterBook book) : LogJudge(docket)
{
    private readonly Dictionary<string, (string Host, Instant At)> _lost = new(StringComparer.Ordinal);
    private readonly List<(string Entity, string Host, Instant At, int Newest)> _heard = [];

    private (string Entity, string Host, Instant At)? _told;

    public override string Name => "a lost host is not metered";

    public override void Before(in LogLine line, DesktopTrack? desktop)
    {
        if (line.What == "host-lost" && fleet.Hosts.TryGetValue(line.Key, out var host))
        {
            foreach (var entity in host.Desktops.Keys)
                _lost[entity] = (host.Id, line.At);
        }
        else if (desktop is not null && line is { IsMove: true, On: "HostLost" } && _lost.Remove(line.Entity, out var lost) && desktop.Place?.Host == lost.Host)
        {
            _told = (line.Entity, lost.Host, lost.At);
        }
    }

    /// <summary>What ran by then, before it is corrected.</summary>
    public override void After(in LogLine line, DesktopTrack? desktop)
    {
        if (_told is var (entity, host, at))
            _heard.Add((entity, host, at, book.Desktops.TryGetValue(entity, out var meter) ? meter.Running.Count - 1 : -1));
        _told = null;
    }

    public override void Close(Instant end)
    {
        foreach (var (entity, host, at, newest) in _heard.Where(heard => heard.Newest >= 0))
        {
            foreach (var ran in book.Desktops[entity].Running.Take(newest + 1).Where(ran => ran.Start < ran.End && at < ran.End))
                Say(entity, at, $"is metered from {ran.Start} to {ran.End}, and {host} was lost at {at}");
        }
    }
}
