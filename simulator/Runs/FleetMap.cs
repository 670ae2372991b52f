using System.Collections.Immutable;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Drivers;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Placement;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Grains.Drivers;
using DeskFleet.Simulator.Scenarios;
using LatencyRange = DeskFleet.Grains.Drivers.LatencyRange;

namespace DeskFleet.Simulator.Runs;

/// <summary>Says in the fleet's own words what a scenario says in a planner's.</summary>
public sealed class FleetMap(Scenario scenario)
{
    /// <summary>Accounts in the order of the scenario's fleets.</summary>
    public IEnumerable<(AccountId Account, int Quota)> Accounts => scenario.Fleets.Select(fleet => (AccountOf(fleet), fleet.Quota));

    public AccountId AccountOf(DirectorySpec directory) => AccountOf(scenario.FleetOf(directory));

    /// <summary>Where the desktops of a directory run in one of its zones.</summary>
    public HostPoolId PoolOf(DirectorySpec directory, string zone) => PoolOf(directory.Pool, scenario.FleetOf(directory), zone);

    public HostPoolId PoolOf(HostGroup hosts) => PoolOf(hosts.Owner, scenario.FleetOf(hosts), hosts.Zone);

    public static DirectoryId DirectoryOf(string name) => new($"d-{name}");

    public static HostType TypeOf(HostTypeSpec type) => new(type.Name, new(type.UsableVCpu, type.MemoryMiB, type.Gpus), type.StartSlots);

    public static Capacity SizeOf(BundleSpec bundle) => new(bundle.VCpu, bundle.MemoryMiB, bundle.Gpus);

    /// <summary>In a dedicated directory every bundle carries the account's own Windows image (BYO-09).</summary>
    public Bundle BundleOf(UserGroup group)
    {
        var bundle = scenario.BundleOf(group)!;
        return new(
            bundle.Name,
            SizeOf(bundle),
            bundle.RootGB,
            bundle.UserGB,
            scenario.DirectoryOf(group)!.Dedicated);
    }

    public static RunningMode ModeOf(UserGroup group) => group.Mode == RunningModeName.AlwaysOn ? RunningMode.AlwaysOn : RunningMode.AutoStop;

    public DriverBehaviour Driver() => new(new Dictionary<DriverVerb, VerbBehaviour>
    {
        [DriverVerb.Boot] = VerbOf(scenario.Driver.Provision),
        [DriverVerb.Resume] = VerbOf(scenario.Driver.Resume),
        [DriverVerb.Hibernate] = VerbOf(scenario.Driver.Hibernate),
        [DriverVerb.Reboot] = VerbOf(scenario.Driver.Reboot),
        [DriverVerb.Rebuild] = VerbOf(scenario.Driver.Rebuild),
        [DriverVerb.Terminate] = VerbOf(scenario.Driver.Terminate),
    }.ToImmutableDictionary());

    private static AccountId AccountOf(FleetSpec fleet) => new(fleet.Account, fleet.Region);

    private static HostPoolId PoolOf(HostOwner owner, FleetSpec fleet, string zone) =>
        new(owner == HostOwner.Account ? AccountOf(fleet) : new(AccountId.Provider, fleet.Region), new(zone));

    private static VerbBehaviour VerbOf(VerbSpec verb) => new(
        [.. verb.Latency.Select(range => new LatencyRange(range.Share, range.From, range.To))],
        new(verb.Fail, verb.Stall, verb.Twice));
}
