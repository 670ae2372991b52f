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
}

/// <summary>A number of hosts a zone below which no policy can go.</summary>
/// <param name="Hosts">At least 1.</param>
/// <param name="By">The dimension that says so.</param>
/// <param name="IsProven">False where the driver may fail: who cannot be served needs no room, and so less might do.</param>
public sealed record LowerBound(int Hosts, Constraint By, bool IsProven)
{
    private static readonly Duration[] Windows = [.. new[] { 0, 60, 120, 300, 600, 1200, 1800, 3600 }.Select(seconds => Duration.FromSeconds(seconds))];

    /// <summary>
    /// The bound for one seed. It splits the demand over the zones as evenly as could be, so it holds for every way of spreading
    /// desktops over zones, too.
    /// </summary>
    /// <param name="lostAt">When each zone will have lost one host for good; null: never.</param>
    public static LowerBound Of(PlanRequest request, Demand demand, Instant? lostAt)
    {
        var bounds = OfRoom(request, demand.Sessions, demand.Peak()).Concat(OfStarts(request, demand));
        if (lostAt is not null)
            bounds = bounds.Concat(OfRoom(request, demand.Sessions, demand.Peak(lostAt)).Select(bound => (bound.Hosts + 1, bound.By)));
        var (hosts, by) = bounds.MaxBy(bound => bound.Hosts);
        return new((int)Math.Clamp(hosts, 1, HostGroup.MostHosts), by, IsProven: IsFlawless(request.Scenario.Driver));
    }

    private static IEnumerable<(long Hosts, Constraint By)> OfRoom(PlanRequest request, long sessions, (Capacity Size, int Desktops) peak)
    {
        var types = request.Zones.Select(request.TypeOf).ToList();
        var refused = request.MostRefusals(request.Most(sessions));
        if (refused >= peak.Desktops)
            yield break;
        var sizes = Sizes(request.Scenario);
        yield return (Share(peak.Size.VCpu - (refused * sizes.Max(size => size.VCpu)), types.Sum(type => (long)type.UsableVCpu)), Constraint.VCpu);
        yield return (Share(peak.Size.MemoryMiB - (refused * sizes.Max(size => size.MemoryMiB)), types.Sum(type => type.MemoryMiB)), Constraint.Memory);
        yield return (Share(peak.Size.Gpus - (refused * sizes.Max(size => size.Gpus)), types.Sum(type => (long)type.Gpus)), Constraint.Gpu);
        var desktops = peak.Desktops - refused;
        yield return (Share(desktops, types.Sum(type => (long)type.UsableVCpu / sizes.Min(size => size.VCpu))), Constraint.VCpu);
        yield return (Share(desktops, types.Sum(type => type.MemoryMiB / sizes.Min(size => size.MemoryMiB))), Constraint.Memory);
    }

    /// <summary>All sign-ins of a window but the few that may wait longer have started by its end and the allowed wait.</summary>
    private static IEnumerable<(long Hosts, Constraint By)> OfStarts(PlanRequest request, Demand demand)
    {
        if (request.MostWait is not { } wait)
            return [];
        var slots = request.Zones.Sum(zone => (long)request.TypeOf(zone).StartSlots);
        var fastest = request.Scenario.Driver.Resume.Latency.Min(range => range.From).TotalSeconds;
        var most = request.Most(demand.Sessions);
        var late = (most.Waits / WaitTarget.OneIn) + Math.Min(request.MostRefusals(most), demand.Sessions);
        return Windows.Select(window =>
            (Share((long)((MostWithin(demand.SignIns, window) - late) * fastest), (long)(slots * (window + wait).TotalSeconds)), Constraint.StartSlots));
    }

    private static int MostWithin(List<Instant> times, Duration window)
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
