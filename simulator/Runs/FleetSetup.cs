using System.Collections.Immutable;
using DeskFleet.Core.Accounts;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Directories;
using DeskFleet.Core.Encryption;
using DeskFleet.Core.HostPools;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Kernel;
using DeskFleet.Simulator.Scenarios;

namespace DeskFleet.Simulator.Runs;

/// <summary>The administrator's part of a scenario: quota, directories, keys, bundles, pools, hosts.</summary>
public static class FleetSetup
{
    /// <summary>All of it, in order.</summary>
    public static IEnumerable<(Entity Entity, Command Command)> Commands(Scenario scenario, FleetMap map)
    {
        yield return (Entity.Of(map.Account), new SetLimits(scenario.Quota, GraphicsMonthlyEnabled: false));
        foreach (var directory in scenario.Directories)
        {
            var register = new RegisterDirectory(map.Account, new(directory.ZoneA), new(directory.ZoneB), directory.Dedicated);
            yield return (Entity.Of(FleetMap.DirectoryOf(directory.Name)), register);
        }

        foreach (var key in scenario.Keys)
        {
            yield return (Entity.Of(map.KeyOf(key.Name)), new CreateKey());
            yield return (Entity.Of(map.KeyOf(key.Name)), new SetSeatLimit(key.Seats));
        }

        foreach (var (owner, bundle) in scenario.Groups.Select(group => (map.BundleOwnerOf(group), map.BundleOf(group))).Distinct())
            yield return (Entity.Of(owner, bundle.Id), new DefineBundle(bundle));

        if (scenario.HasEndlessSharedPool)
        {
            foreach (var zone in scenario.Directories.SelectMany(directory => directory.Zones).Distinct())
                yield return (Entity.Of(map.PoolOf(HostOwner.Provider, zone)), Endless(scenario));
        }

        foreach (var (number, hosts) in scenario.Hosts.Index())
        {
            var allocate = new AllocateHosts($"hosts[{number}]", FleetMap.TypeOf(hosts.Type), hosts.Count);
            yield return (Entity.Of(map.PoolOf(hosts.Owner, hosts.Zone)), allocate);
        }
    }

    private static ConfigurePool Endless(Scenario scenario)
    {
        ImmutableArray<HostType> types =
        [
            .. from name in new[] { HostTypeSpec.General.Name, HostTypeSpec.Gpu.Name }
               select FleetMap.TypeOf(scenario.HostTypes.First(type => type.Name == name)),
        ];
        return new(types, ReserveHosts: 0);
    }
}
