using DeskFleet.Core.Identity;
using DeskFleet.Core.Placement;
using DeskFleet.Simulator.Scenarios;

namespace DeskFleet.Simulator.Runs;

/// <summary>How many desktops the hosts hold at once when they are all launched: the fleet's own rules of zones and tightest fit, in short.</summary>
internal sealed class LaunchRoom
{
    private readonly Scenario _scenario;
    private readonly FleetMap _map;
    private readonly Dictionary<HostPoolId, Capacity[]> _kept;
    private readonly Dictionary<(string Directory, string Zone), int> _desktops = [];
    private Dictionary<HostPoolId, Capacity[]> _free;
    private int _inWave;

    public LaunchRoom(Scenario scenario)
    {
        (_scenario, _map) = (scenario, new(scenario));
        _kept = scenario.Hosts
            .GroupBy(_map.PoolOf)
            .ToDictionary(pool => pool.Key, pool => pool.SelectMany(hosts => Enumerable.Repeat(FleetMap.TypeOf(hosts.Type).Capacity, hosts.Count)).ToArray());
        _free = Copy(_kept);
    }

    /// <summary>Takes room for one more desktop; false when neither zone has any.</summary>
    /// <param name="isUsed">Somebody is connected to it as soon as it is there, so it does not stop.</param>
    public bool Take(UserGroup group, bool isUsed)
    {
        var directory = _scenario.DirectoryOf(group)!;
        if (directory.Pool == HostOwner.Provider && _scenario.HasEndlessSharedPoolIn(_scenario.FleetOf(directory).Region))
            return true;
        var size = FleetMap.SizeOf(_scenario.BundleOf(group)!);
        return ZonesOf(directory).Any(zone => TakeIn(directory, zone, size, stays: isUsed || group.Mode == RunningModeName.AlwaysOn));
    }

    /// <summary>Everybody who stops by himself has stopped; false when that frees nothing.</summary>
    public bool NextWave()
    {
        if (_inWave == 0)
            return false;
        (_free, _inWave) = (Copy(_kept), 0);
        return true;
    }

    private IEnumerable<string> ZonesOf(DirectorySpec directory) => directory.Zones
        .OrderBy(zone => _desktops.GetValueOrDefault((directory.Name, zone)))
        .ThenByDescending(zone => Hosts(directory, zone).Sum(host => (long)host.VCpu))
        .ThenBy(zone => zone, StringComparer.Ordinal);

    private bool TakeIn(DirectorySpec directory, string zone, Capacity size, bool stays)
    {
        var hosts = Hosts(directory, zone);
        if (Tightest(hosts, size) is not { } host)
            return false;
        hosts[host] -= size;
        if (stays)
            _kept[_map.PoolOf(directory, zone)][host] -= size;
        else
            _inWave++;
        _desktops[(directory.Name, zone)] = _desktops.GetValueOrDefault((directory.Name, zone)) + 1;
        return true;
    }

    private Capacity[] Hosts(DirectorySpec directory, string zone) => _free.GetValueOrDefault(_map.PoolOf(directory, zone)) ?? [];

    private static int? Tightest(Capacity[] hosts, Capacity size)
    {
        int? best = null;
        for (var i = 0; i < hosts.Length; i++)
        {
            if (hosts[i].Holds(size) && (best is not { } known || hosts[i].VCpu < hosts[known].VCpu))
                best = i;
        }

        return best;
    }

    private static Dictionary<HostPoolId, Capacity[]> Copy(Dictionary<HostPoolId, Capacity[]> hosts) =>
        hosts.ToDictionary(pool => pool.Key, pool => pool.Value.ToArray());
}
