using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Placement;
using DeskFleet.Simulator.Scenarios;
using NodaTime;

namespace DeskFleet.Simulator.Reports.Figures;

/// <summary>How full the hosts are: over time, when tightest, and whether one host could be lost.</summary>
public sealed class CapacityFigures(Scenario scenario)
{
    private const int HostMapColumns = 84;

    private readonly Dictionary<HostId, HostFigures> _hosts = [];
    private readonly PopulationMix _mix = new(scenario);
    private readonly HeadroomFigures _headroom = new(scenario.Start, scenario.End);

    /// <summary>By zone, then owner, those without GPU first.</summary>
    public SortedDictionary<(string Zone, string Owner, bool HasGpu), PoolFigures> Pools { get; } = [];

    public HeadroomFigures Headroom => _headroom;

    public IEnumerable<HostFigures> Hosts => Pools.Values.SelectMany(pool => pool.Hosts);

    public void Read(Instant at, Entity entity, FleetEvent happened)
    {
        if (happened is not (HostRegistered or HostLost or HostDrained or HostReturned))
            return;
        Changing(at);
        if (happened is HostRegistered registered)
            Register(at, new(entity.Key), registered);
        else
            Change(at, _hosts[new(entity.Key)], happened);
    }

    public void Take(Instant at, HostId host, Capacity size)
    {
        if (!_hosts.TryGetValue(host, out var figures))
            return;
        Changing(at);
        figures.Take(at, size);
        Hold(at, figures, figures.Pool.Used + size);
    }

    public void Free(Instant at, HostId host, Capacity size)
    {
        if (!_hosts.TryGetValue(host, out var figures) || figures.Occupants == 0)
            return;
        Changing(at);
        figures.Free(at, size);
        Hold(at, figures, figures.Pool.Used - size);
    }

    public void Advance(Instant now)
    {
        _headroom.Advance(now);
        foreach (var pool in Pools.Values)
            pool.OverTime.Advance(now);
        foreach (var host in _hosts.Values)
            host.Advance(now);
    }

    private void Register(Instant at, HostId id, HostRegistered registered)
    {
        var pool = PoolOf(registered.Pool, registered.Type.Capacity.Gpus > 0);
        var step = Duration.FromMinutes(Math.Ceiling(scenario.Horizon.TotalHours / HostMapColumns) * 60);
        var host = new HostFigures(id, registered.Type, pool, new(scenario.Start, scenario.End, step), new(scenario.Start, scenario.End, step));
        _hosts.Add(id, host);
        pool.Add(host);
        pool.Recount();
        pool.Note(at);
    }

    private static void Change(Instant at, HostFigures host, FleetEvent happened)
    {
        if (happened is HostLost)
            host.Lose(at);
        else if (happened is HostDrained)
            host.Close();
        else
            host.Open(at);
        host.Pool.Recount();
        host.Pool.Note(at);
    }

    private static void Hold(Instant at, HostFigures host, Capacity used)
    {
        host.Pool.Hold(used);
        if (!host.IsOpen)
            host.Pool.Recount();
        host.Pool.Note(at);
    }

    private void Changing(Instant at) => _headroom.Changing(at, Pools.Values);

    private PoolFigures PoolOf(HostPoolId id, bool hasGpu)
    {
        var key = (id.Zone.Value, id.Owner.Account, hasGpu);
        if (!Pools.TryGetValue(key, out var pool))
            Pools.Add(key, pool = new(id, hasGpu, id.Owner.Account == AccountId.Provider && scenario.HasEndlessSharedPoolIn(id.Owner.Region), _mix.MeanOf(id, hasGpu), new(scenario.Start, scenario.End)));
        return pool;
    }
}
