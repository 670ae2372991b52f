using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Placement;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Simulator.Reports.Figures;
using DeskFleet.Simulator.Runs;
using NodaTime;

namespace DeskFleet.Simulator.Planning;

/// <summary>How much of each host that is counted is taken, and when each zone had most of it taken.</summary>
/// <param name="start">Peaks before it do not count: the launch is no ordinary day.</param>
/// <param name="hostType">Only hosts of this type are counted; null: all of the account.</param>
public sealed class LoadReader(Instant start, string? hostType = null) : IEventReader
{
    private DesktopStates? _desktops;
    private readonly SortedDictionary<string, Capacity> _hosts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _zones = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, ZoneLoad> _loads = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, ZoneLoad> Zones => _loads;

    /// <summary>The host of a zone with the most vCPU taken; on a tie the lower name.</summary>
    public HostId? Fullest(string zone) => _hosts
        .Where(host => _zones[host.Key] == zone)
        .OrderByDescending(host => host.Value.VCpu)
        .Select(host => (HostId?)new HostId(host.Key))
        .FirstOrDefault();

    /// <summary>All hosts of the account there, whether they are counted or not.</summary>
    public IEnumerable<HostId> HostsOf(string zone) => _zones
        .Where(host => host.Value == zone)
        .Select(host => new HostId(host.Key))
        .OrderBy(host => host.Value, StringComparer.Ordinal);

    /// <summary>Says whose events are read, before the first of them.</summary>
    public void Follow(DesktopStates desktops) => _desktops = desktops;

    public void Read(LoggedEvent happened)
    {
        if (happened.Event is HostRegistered e && e.Pool.Owner.Account != AccountId.Provider)
            Registered(happened.Entity.Key, e);
        else if (happened.Entity.Kind == EntityKind.WorkSpace)
            Moved(happened.At, _desktops!.Before, _desktops.After);
    }

    private void Registered(string host, HostRegistered e)
    {
        _zones[host] = e.Pool.Zone.Value;
        if (hostType is not null && e.Type.Name != hostType)
            return;
        _hosts[host] = default;
        _loads.TryAdd(e.Pool.Zone.Value, new(start));
    }

    private void Moved(Instant at, WorkSpaceState before, WorkSpaceState after)
    {
        if (before.Slot?.Host == after.Slot?.Host)
            return;
        var size = after.Identity!.Bundle.Size;
        Change(at, before.Slot?.Host, default(Capacity) - size);
        Change(at, after.Slot?.Host, size);
    }

    private void Change(Instant at, HostId? host, Capacity change)
    {
        if (host is not { } counted || !_hosts.ContainsKey(counted.Value))
            return;
        _hosts[counted.Value] += change;
        _loads[_zones[counted.Value]].Add(at, change);
    }
}

/// <summary>What the desktops of a zone take together, from a run's start on.</summary>
public sealed class ZoneLoad(Instant start)
{
    private EndOfInstant? _end;
    private Capacity _now;
    private (Capacity Peak, Instant At)? _known;

    /// <summary>The most of each dimension, each at its own time.</summary>
    public Capacity Peak => Closed?.Peak ?? _now;

    /// <summary>When most vCPU were taken, the first time.</summary>
    public Instant PeakAt => Closed?.At ?? start;

    private (Capacity Peak, Instant At)? Closed
    {
        get
        {
            _end?.Close();
            return _known;
        }
    }

    public void Add(Instant at, Capacity change)
    {
        (_end ??= new(Note)).Changing(at);
        if (at >= start)
            _known ??= (_now, start);
        _now += change;
    }

    private void Note(Instant at)
    {
        if (_known is { } known)
            _known = (Larger(known.Peak), _now.VCpu > known.Peak.VCpu ? at : known.At);
    }

    private Capacity Larger(Capacity peak) =>
        new(Math.Max(peak.VCpu, _now.VCpu), Math.Max(peak.MemoryMiB, _now.MemoryMiB), Math.Max(peak.Gpus, _now.Gpus));
}
