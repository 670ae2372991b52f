using DeskFleet.Core.Identity;
using DeskFleet.Core.Placement;
using DeskFleet.Simulator.Runs;
using DeskFleet.Simulator.Scenarios;

namespace DeskFleet.Simulator.Reports.Figures;

/// <summary>The mean desktop of those that belong to a pool: turns a pool's hardware into a number of desktops.</summary>
public sealed class PopulationMix(Scenario scenario)
{
    /// <summary>Means are in thousandths, so that they stay whole numbers.</summary>
    public const int Scale = 1000;

    /// <returns>What one desktop takes in the mean, in thousandths; null when nobody belongs to this pool.</returns>
    public Capacity? MeanOf(HostPoolId pool, bool hasGpu)
    {
        var groups = scenario.Groups.Where(group => Belongs(group, pool, hasGpu)).ToList();
        var users = groups.Sum(group => (long)group.UsersWithin(scenario.Horizon));
        if (users == 0)
            return null;
        long Mean(Func<BundleSpec, long> size) => groups.Sum(group => group.UsersWithin(scenario.Horizon) * size(scenario.BundleOf(group)!)) * Scale / users;
        return new((int)Mean(bundle => bundle.VCpu), Mean(bundle => bundle.MemoryMiB), (int)Mean(bundle => bundle.Gpus));
    }

    private bool Belongs(UserGroup group, HostPoolId pool, bool hasGpu)
    {
        var directory = scenario.DirectoryOf(group)!;
        var map = new FleetMap(scenario);
        return scenario.BundleOf(group)!.NeedsGpu == hasGpu && directory.Zones.Any(zone => map.PoolOf(directory, zone) == pool);
    }
}
