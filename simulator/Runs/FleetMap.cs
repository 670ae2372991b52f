using DeskFleet.Core.Catalog;
using DeskFleet.Core.Drivers;
using DeskFleet.Core.Encryption;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Placement;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Grains.Drivers;
using DeskFleet.Simulator.Scenarios;
using LatencyRange = DeskFleet.Grains.Drivers.LatencyBand;

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

    /// <summary>A key is of one account and region, so each fleet has its own of the name.</summary>
    public IEnumerable<KeyArn> KeysNamed(string name) => scenario.Fleets.Select(fleet => KeyArn.Of(AccountOf(fleet), name));

    public EncryptionRequest? EncryptionOf(UserGroup group) => group.Encryption is { } wanted
        ? new(wanted.Root, wanted.User, KeyArn.Of(AccountOf(scenario.DirectoryOf(group)!), wanted.Key))
        : null;

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
            scenario.DirectoryOf(group)!.Dedicated)
        {
            Id = new($"wsb-scenario{scenario.Bundles.IndexOf(bundle)}"),
        };
    }

    /// <summary>Whose the bundle of a group is: the account's own in a dedicated directory, otherwise the provider's.</summary>
    public AccountId BundleOwnerOf(UserGroup group)
    {
        var directory = scenario.DirectoryOf(group)!;
        return directory.Dedicated ? AccountOf(directory) : new(AccountId.Provider, scenario.FleetOf(directory).Region);
    }

    public static RunningMode ModeOf(RunningModeName mode) => mode == RunningModeName.AlwaysOn ? RunningMode.AlwaysOn : RunningMode.AutoStop;

    /// <summary>What a scenario does not say is as the stand-in does it by default.</summary>
    public DriverBehaviour Driver() => new(DriverBehaviour.Default.Verbs.SetItems(new Dictionary<DriverVerb, VerbBehaviour>
    {
        [DriverVerb.Boot] = VerbOf(scenario.Driver.Provision),
        [DriverVerb.Resume] = VerbOf(scenario.Driver.Resume),
        [DriverVerb.Hibernate] = VerbOf(scenario.Driver.Hibernate),
        [DriverVerb.Reboot] = VerbOf(scenario.Driver.Reboot),
        [DriverVerb.Rebuild] = VerbOf(scenario.Driver.Rebuild),
        [DriverVerb.Terminate] = VerbOf(scenario.Driver.Terminate),
    }));

    private static AccountId AccountOf(FleetSpec fleet) => new(fleet.Account, fleet.Region);

    private static HostPoolId PoolOf(HostOwner owner, FleetSpec fleet, string zone) =>
        new(owner == HostOwner.Account ? AccountOf(fleet) : new(AccountId.Provider, fleet.Region), new(zone));

    private static VerbBehaviour VerbOf(VerbSpec verb) => new(
        [.. verb.Latency.Select(range => new LatencyRange(range.Share, range.From, range.To))],
        new(verb.Fail, verb.Stall, verb.Twice));
}
