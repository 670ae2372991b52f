using System.Collections.Immutable;
using DeskFleet.Core.Accounts;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Directories;
using DeskFleet.Core.Encryption;
using DeskFleet.Core.HostPools;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Simulator.Scenarios;

namespace DeskFleet.Simulator.Runs;

/// <summary>The administrator's part of a scenario: quota, directories, keys, bundles, pools, hosts.</summary>
public static class FleetSetup
{
    /// <summary>All of it, in order.</summary>
    public static IEnumerable<(Entity Entity, Command Command)> Commands(Scenario scenario, FleetMap map)
    {
        foreach (var (account, quota) in map.Accounts)
            yield return (Entity.Of(account), new SetLimits(quota, GraphicsMonthlyEnabled: false));
        foreach (var directory in scenario.Directories)
        {
            var register = new RegisterDirectory(map.AccountOf(directory), new(directory.ZoneA), new(directory.ZoneB), directory.Dedicated);
            yield return (Entity.Of(FleetMap.DirectoryOf(directory.Name)), register);
        }

        foreach (var (arn, seats) in scenario.Keys.SelectMany(key => map.KeysNamed(key.Name).Select(arn => (arn, key.Seats))))
        {
            yield return (Entity.Of(arn), new CreateKey());
            yield return (Entity.Of(arn), new SetSeatLimit(seats));
        }

        foreach (var (owner, bundle) in scenario.Groups.Select(group => (map.BundleOwnerOf(group), map.BundleOf(group))).Distinct())
            yield return (Entity.Of(owner, bundle.Id), new DefineBundle(bundle));

        foreach (var pool in EndlessPools(scenario, map))
            yield return (Entity.Of(pool), Endless(scenario));

        foreach (var (number, hosts) in scenario.Hosts.Index())
        {
            var allocate = new AllocateHosts($"hosts[{number}]", FleetMap.TypeOf(hosts.Type), hosts.Count);
            yield return (Entity.Of(map.PoolOf(hosts)), allocate);
        }

        foreach (var step in Enrolments.AtSetup(scenario, map))
            yield return step;
    }

    /// <summary>Of every zone that a directory uses in a region without listed hosts of the provider.</summary>
    private static IEnumerable<HostPoolId> EndlessPools(Scenario scenario, FleetMap map) => scenario.Directories
        .Where(directory => scenario.HasEndlessSharedPoolIn(scenario.FleetOf(directory).Region))
        .SelectMany(directory => directory.Zones.Select(zone => map.PoolOf(directory with { Dedicated = false }, zone)))
        .Distinct();

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
