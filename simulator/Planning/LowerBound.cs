using DeskFleet.Core.Placement;
using DeskFleet.Simulator.Scenarios;
using NodaTime;

namespace DeskFleet.Simulator.Planning;

/// <summary>What hosts run out of.</summary>
public enum Constraint
{
    VCpu,
    Memory,
    Gpu,
    StartSlots,
    Quota,

    /// <summary>The wait of a start that nothing holds up.</summary>
    ResumeTime,

    /// <summary>A threshold about something that hosts alone do not decide.</summary>
    Threshold,

    /// <summary>Hosts that take desktops: those that are there are lost or drained.</summary>
    OpenHosts,
}

/// <summary>A number of hosts a zone below which no policy can go.</summary>
/// <param name="Hosts">At least <see cref="PlanRequest.Fewest"/>.</param>
/// <param name="By">The dimension that says so.</param>
/// <param name="IsProven">False where the driver may fail: who cannot be served needs no room, and so less might do.</param>
public sealed record LowerBound(int Hosts, Constraint By, bool IsProven)
{
    private static readonly Duration[] Windows = [.. new[] { 0, 60, 120, 300, 600, 1200, 1800, 3600 }.Select(seconds => Duration.FromSeconds(seconds))];

    /// <summary>
    /// The bound for one seed. It holds all demand against all hosts of the account, so it holds for every way of spreading desktops over zones
    /// and types, too: a host with GPUs takes other desktops where no other has room.
    /// </summary>
    /// <param name="lostAt">When each zone will have lost one host for good; null: never.</param>
    public static LowerBound Of(PlanRequest request, Demand demand, Instant? lostAt)
    {
        var bounds = OfRoom(request, demand.Sessions, demand.Peak(), lostPerZone: 0).Concat(OfStarts(request, demand));
        if (lostAt is not null)
            bounds = bounds.Concat(OfRoom(request, demand.Sessions, demand.Peak(lostAt), lostPerZone: 1).Select(bound => (bound.Hosts + 1, bound.By)));
        var (hosts, by) = bounds.Append((Hosts: 0, By: Constraint.VCpu)).MaxBy(bound => bound.Hosts);
        return new((int)Math.Clamp(hosts, request.Fewest, HostGroup.MaxHosts), by, IsProven: IsFlawless(request.Scenario.Driver));
    }

    private static IEnumerable<(long Hosts, Constraint By)> OfRoom(PlanRequest request, long sessions, (Capacity Size, int Desktops) peak, int lostPerZone)
    {
        var refused = request.MaxRefusals(request.Most(sessions));
        if (refused >= peak.Desktops)
            yield break;
        var sizes = Sizes(request.Scenario);
        var fewest = peak.Desktops - refused;
        (long Needed, Func<HostTypeSpec, long> Each, Constraint By)[] demands =
        [
            (peak.Size.VCpu - (refused * sizes.Max(size => size.VCpu)), type => type.UsableVCpu, Constraint.VCpu),
            (peak.Size.MemoryMiB - (refused * sizes.Max(size => size.MemoryMiB)), type => type.MemoryMiB, Constraint.Memory),
            (peak.Size.Gpus - (refused * sizes.Max(size => size.Gpus)), type => type.Gpus, Constraint.Gpu),
            (fewest, type => type.UsableVCpu / sizes.Min(size => size.VCpu), Constraint.VCpu),
            (fewest, type => type.MemoryMiB / sizes.Min(size => size.MemoryMiB), Constraint.Memory),
        ];
        foreach (var (needed, each, by) in demands)
            yield return (Share(needed - There(request, each, lostPerZone), request.Searched.Sum(zone => each(request.TypeOf(zone)))), by);
    }

    /// <summary>
    /// What the hosts give that are there whatever the search says: those as listed, those that come, as if they were there all the time, and of
    /// the zones that are held.
    /// </summary>
    private static long There(PlanRequest request, Func<HostTypeSpec, long> each, int lostPerZone) =>
        request.Listed.Concat(request.Added).Sum(hosts => hosts.Count * each(hosts.Type))
        + request.Held.Sum(zone => (zone.Value - lostPerZone) * each(request.TypeOf(zone.Key)));

    /// <summary>All sign-ins of a window but the few that may wait longer have started by its end and the allowed wait.</summary>
    private static IEnumerable<(long Hosts, Constraint By)> OfStarts(PlanRequest request, Demand demand)
    {
        if (request.MaxWait is not { } wait)
            return [];
        var slots = request.Searched.Sum(zone => (long)request.TypeOf(zone).StartSlots);
        var there = There(request, type => type.StartSlots, lostPerZone: 0);
        var fastest = request.Scenario.Driver.Resume.Latency.Min(range => range.From).TotalSeconds;
        var most = request.Most(demand.Sessions);
        var late = (most.Waits / WaitTarget.OneIn) + Math.Min(request.MaxRefusals(most), demand.Sessions);
        return Windows.Select(window =>
            (Share((long)(((MaxWithin(demand.SignIns, window) - late) * fastest) - (there * (window + wait).TotalSeconds)), (long)(slots * (window + wait).TotalSeconds)), Constraint.StartSlots));
    }

    private static int MaxWithin(List<Instant> times, Duration window)
    {
        var (first, most) = (0, 0);
        for (var last = 0; last < times.Count; last++)
        {
            while (times[last] - times[first] > window)
                first++;
            most = Math.Max(most, last - first + 1);
        }

        return most;
    }

    private static List<Capacity> Sizes(Scenario scenario) =>
        [.. scenario.Groups.Where(group => scenario.DirectoryOf(group)!.Dedicated).Select(group => Runs.FleetMap.SizeOf(scenario.BundleOf(group)!))];

    private static bool IsFlawless(DriverSpec driver) => driver is { Provision: { Fail: 0, Stall: 0 }, Resume: { Fail: 0, Stall: 0 }, Hibernate: { Fail: 0, Stall: 0 } };

    private static long Share(long needed, long each) => needed <= 0 || each <= 0 ? 0 : (needed + each - 1) / each;
}
