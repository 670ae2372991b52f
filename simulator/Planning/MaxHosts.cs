using DeskFleet.Simulator.Scenarios;

namespace DeskFleet.Simulator.Planning;

/// <summary>How many hosts a zone can make use of at all.</summary>
public static class MaxHosts
{
    /// <summary>
    /// So many that every desktop of a zone has room whatever the order of placements, and that beyond those that are full there are
    /// enough for all of them to start at once. More change nothing.
    /// </summary>
    public static int Of(PlanRequest request)
    {
        var desktops = request.Scenario.Groups
            .Where(request.RunsOnCounted)
            .Select(group => (Bundle: request.Scenario.BundleOf(group)!, Users: group.UsersWithin(request.Scenario.Horizon)))
            .ToList();
        var count = desktops.Sum(part => (long)part.Users);
        var most = request.Searched.Max(zone => OfZone(request.TypeOf(zone), desktops, count));
        return (int)Math.Min(most, HostGroup.MaxHosts);
    }

    private static long OfZone(HostTypeSpec type, List<(BundleSpec Bundle, int Users)> desktops, long count)
    {
        var onOne = desktops.Min(part => Math.Min(type.UsableVCpu / part.Bundle.VCpu, type.MemoryMiB / part.Bundle.MemoryMiB));
        if (type.HasGpu)
            onOne = Math.Min(onOne, desktops.Max(part => part.Bundle.Gpus) is > 0 and var gpus ? type.Gpus / gpus : onOne);
        var halfOfAll = (count / 2) + desktops.Count;
        return (halfOfAll / onOne) + 1 + (halfOfAll / type.StartSlots) + 1;
    }
}
