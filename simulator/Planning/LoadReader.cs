using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Placement;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Simulator.Runs;
using NodaTime;

namespace DeskFleet.Simulator.Planning;

/// <summary>How much of each host that is counted is taken, and when each zone had most of it taken.</summary>
/// <param name="start">Peaks before it do not count: the launch is no ordinary day.</param>
/// <param name="hostType">Only hosts of this type are counted; null: all of the account.</param>
public sealed class LoadReader(Instant start, string? hostType = null) : IEventReader
{
    private readonly Dictionary<string, (HostId? Host, Capacity Size)> _desktops = new(StringComparer.Ordinal);
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

    public void Read(LoggedEvent happened)
    {
        switch (happened.Event)
        {
            case HostRegistered e when e.Pool.Owner.Account != AccountId.Provider:
                Registered(happened.Entity.Key, e);
                break;
            case CapacityFound e:
                Take(happened, e.Slot.Host);
                break;
            case StateChanged e:
                Changed(happened, e);
                break;
        }
    }

    private void Registered(string host, HostRegistered e)
    {
        _zones[host] = e.Pool.Zone.Value;
        if (hostType is not null && e.Type.Name != hostType)
            return;
        _hosts[host] = default;
        _loads.TryAdd(e.Pool.Zone.Value, new(start));
    }

    private void Changed(LoggedEvent happened, StateChanged e)
    {
        if (e.Terms is { } terms)
            _desktops[happened.Entity.Key] = (null, terms.Identity.Bundle.Size);
        if (e.Slot is { } slot)
            Take(happened, slot.Host);
        else if (!e.To.MayHoldSlot() || e.On == Trigger.HostLost)
            Free(happened.Entity.Key, happened.At);
    }

    private void Take(LoggedEvent happened, HostId host)
    {
        Free(happened.Entity.Key, happened.At);
        if (!_hosts.ContainsKey(host.Value))
            return;
        var size = _desktops[happened.Entity.Key].Size;
        _desktops[happened.Entity.Key] = (host, size);
        _hosts[host.Value] += size;
        _loads[_zones[host.Value]].Add(happened.At, size);
    }

    private void Free(string key, Instant at)
    {
        var (held, size) = _desktops[key];
        if (held is not { } host)
            return;
        _desktops[key] = (null, size);
        _hosts[host.Value] -= size;
        _loads[_zones[host.Value]].Add(at, default(Capacity) - size);
    }
}

/// <summary>What the desktops of a zone take together, from a run's start on.</summary>
public sealed class ZoneLoad(Instant start)
{
    private Capacity _now;
    private (Capacity Peak, Instant At)? _known;

    /// <summary>The most of each dimension, each at its own time.</summary>
    public Capacity Peak => _known?.Peak ?? _now;

    /// <summary>When most vCPU were taken, the first time.</summary>
    public Instant PeakAt => _known?.At ?? start;

    public void Add(Instant at, Capacity change)
    {
        if (at >= start)
            _known ??= (_now, start);
        _now += change;
        if (_known is { } known)
            _known = (Larger(known.Peak), _now.VCpu > known.Peak.VCpu ? at : known.At);
    }

    private Capacity Larger(Capacity peak) =>
        new(Math.Max(peak.VCpu, _now.VCpu), Math.Max(peak.MemoryMiB, _now.MemoryMiB), Math.Max(peak.Gpus, _now.Gpus));
}
