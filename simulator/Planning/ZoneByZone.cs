using System.Collections.Immutable;

namespace DeskFleet.Simulator.Planning;

/// <summary>
/// Lets the zones differ: from the number that is enough in each, every zone in turn goes down to the fewest with which all targets still hold. So in
/// no zone one host fewer is enough; that another division with fewer hosts in all exists is possible where desktops overflow from zone to zone.
/// </summary>
/// <param name="bookOf">Keeps the outcomes of a request.</param>
public sealed class ZoneByZone(PlanRequest request, Func<PlanRequest, TrialBook> bookOf, IPlanProgress? progress, CancellationToken cancellation)
{
    public async Task<Plan> Run()
    {
        var plan = await PlanOf(request);
        if (plan is not { Hosts: { } common, IsPartial: false })
            return plan;
        var hosts = request.Zones.ToImmutableSortedDictionary(zone => zone, _ => common, StringComparer.Ordinal);
        var zones = ImmutableArray.CreateBuilder<ZonePlan>();
        foreach (var zone in request.Zones)
        {
            progress?.Phase($"the fewest hosts for {zone}, with those of the other zones held");
            var isLast = zone == request.Zones[^1];
            var part = await PlanOf(request with { Held = hosts.Remove(zone), MaxHosts = common, FreshSeeds = isLast ? request.FreshSeeds : 0 });
            plan = plan with { Runs = plan.Runs + part.Runs, Recalled = plan.Recalled + part.Recalled, Verified = plan.Verified.AddRange(part.Verified) };
            if (part.IsPartial)
                return plan with { IsPartial = true, ByZone = zones.ToImmutable() };
            hosts = hosts.SetItem(zone, part.Hosts ?? common);
            zones.Add(new(zone, plan.HostTypes[zone], hosts[zone], part.Binding));
        }

        return plan with { ByZone = zones.ToImmutable() };
    }

    private Task<Plan> PlanOf(PlanRequest part) => new Planner(part, bookOf(part), progress, cancellation).Run();
}
