using System.Collections.Immutable;
using DeskFleet.Core.Billing;
using DeskFleet.Simulator.Scenarios.Timelines;
using DeskFleet.Simulator.Thresholds;
using NodaTime;

namespace DeskFleet.Simulator.Scenarios;

/// <summary>
/// What a run is about: accounts and regions, their desktops, their people and the machines under them. Everything here has been
/// validated, so that an engine needs no check of its own.
/// </summary>
/// <param name="Name">Name of the run; default: the file's name without its ending.</param>
/// <param name="Region">Of the first fleet; local times of the scenario are its own.</param>
/// <param name="Start">First instant of the replay. In a file a local date or time of the region, or UTC when it ends in Z.</param>
/// <param name="Horizon">Length of the replay, above zero and at most 731 days: people act within [Start, Start + Horizon).</param>
/// <param name="LaunchLead">How long before Start the desktops are launched, so that they are provisioned by then, and stopped where nobody uses them; default 2 h, or longer where AutoStop or the driver takes longer.</param>
/// <param name="Seed">Root of all chance; default 1.</param>
/// <param name="Account">Of the first fleet.</param>
/// <param name="Quota">Of the first fleet.</param>
/// <param name="Directories">At least one, names unique.</param>
/// <param name="Hosts">Listed hosts; see <see cref="HostOwner"/> for what is endless when nothing is listed.</param>
/// <param name="HostTypes">All known host types: the defaults, overridden and extended by the scenario.</param>
/// <param name="Bundles">All known bundles: the defaults, overridden and extended by the scenario.</param>
/// <param name="Groups">At least one; exactly one when a trace is replayed.</param>
/// <param name="Driver">How the stand-in for the virtualization layer behaves.</param>
/// <param name="Trace">How a log is scaled up, or null when the groups' own patterns make the sessions.</param>
public sealed record Scenario(
    string Name,
    string Region,
    Instant Start,
    Duration Horizon,
    Duration LaunchLead,
    ulong Seed,
    string Account,
    int Quota,
    ImmutableArray<DirectorySpec> Directories,
    ImmutableArray<HostGroup> Hosts,
    ImmutableArray<HostTypeSpec> HostTypes,
    ImmutableArray<BundleSpec> Bundles,
    ImmutableArray<UserGroup> Groups,
    DriverSpec Driver,
    TraceSpec? Trace)
{
    public const int MaxRuns = 1000;
    public const int DefaultQuota = 20;
    public const ulong DefaultSeed = 1;
    public const string DefaultAccount = "company";

    /// <summary>The longest replay, two years with a leap day.</summary>
    public const int MaxHorizonDays = 731;

    public static Duration DefaultLaunchLead => Duration.FromHours(2);

    /// <summary>Keys of the account; default none.</summary>
    public ImmutableArray<KeySpec> Keys { get; init; } = [];

    /// <summary>At least one; several only where the file lists them.</summary>
    public ImmutableArray<FleetSpec> Fleets { get; init; } = [new(Account, Region, Quota)];

    /// <summary>The file lists its fleets, so that paths of its parts begin with theirs.</summary>
    public bool ListsFleets { get; init; }

    /// <summary>What happens to the fleet at known times, in the order of the file; default nothing.</summary>
    public ImmutableArray<TimelineEvent> Timeline { get; init; } = [];

    /// <summary>What a run must reach as a whole, by metric; default nothing.</summary>
    public ImmutableArray<ThresholdSpec> Thresholds { get; init; } = [];

    /// <summary>All that is demanded: of the run as a whole, then of its groups.</summary>
    public ImmutableArray<ThresholdSpec> Demands => [.. Thresholds, .. Groups.SelectMany(group => group.Thresholds)];

    /// <summary>Prices and switches of the bill; default: the shipped price book.</summary>
    public BillingTerms Billing { get; init; } = BillingTerms.Default;

    /// <summary>Runs with successive seeds, 1 to 1000; default 1.</summary>
    public int Runs { get; init; } = 1;

    /// <summary>First instant after the replay.</summary>
    public Instant End => Start + Horizon;

    /// <summary>The instant at which the desktops are launched.</summary>
    public Instant LaunchAt => Start - LaunchLead;

    /// <summary>Desktops of all groups together by the end of the run: one a user.</summary>
    public long Desktops => Groups.Sum(group => (long)group.UsersWithin(Horizon));

    /// <summary>True when no host of the provider is listed in any region.</summary>
    public bool HasEndlessSharedPool => !Hosts.Any(hosts => hosts.Owner == HostOwner.Provider);

    /// <summary>True when no host of the provider is listed in the region, so that shared desktops find room for ever (PLC).</summary>
    public bool HasEndlessSharedPoolIn(string region) =>
        !Hosts.Any(hosts => hosts.Owner == HostOwner.Provider && Fleets[hosts.Fleet].Region == region);

    /// <summary>Account and region of a directory.</summary>
    public FleetSpec FleetOf(DirectorySpec directory) => Fleets[directory.Fleet];

    /// <summary>Whose the hosts are.</summary>
    public FleetSpec FleetOf(HostGroup hosts) => Fleets[hosts.Fleet];

    /// <summary>The directory of a group, or null while a scenario is still being validated.</summary>
    public DirectorySpec? DirectoryOf(UserGroup group) => Directories.FirstOrDefault(directory => directory.Name == group.Directory);

    /// <summary>The bundle of a group, or null while a scenario is still being validated.</summary>
    public BundleSpec? BundleOf(UserGroup group) => Bundles.FirstOrDefault(bundle => bundle.Name == group.Bundle);

    /// <summary>The type of the endless pool's hosts for a bundle: <c>gpu</c> for bundles with a GPU, else <c>general</c>.</summary>
    public HostTypeSpec EndlessTypeFor(BundleSpec bundle) =>
        HostTypes.First(type => type.Name == (bundle.NeedsGpu ? HostTypeSpec.Gpu.Name : HostTypeSpec.General.Name));
}
