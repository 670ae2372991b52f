using System.Collections.Immutable;
using System.Globalization;
using DeskFleet.Core.Accounts;
using DeskFleet.Core.Billing;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Clients;
using DeskFleet.Core.Commitment;
using DeskFleet.Core.Directories;
using DeskFleet.Core.Encryption;
using DeskFleet.Core.HostPools;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Simulator.Chaos.Courts;
using DeskFleet.Simulator.Chaos.Judges;

namespace DeskFleet.Simulator.Chaos;

/// <summary>
/// The fleet of a seed: one account with a directory on its own hosts and one on the provider's, which asks for a second factor in no seed
/// until somebody sets it, two zones, a key with few seats.
/// </summary>
public sealed class ChaosFleet(ChaosSettings settings)
{
    public static readonly AccountId Account = new("acme", "us-east-1");
    public static readonly AccountId Provider = Account with { Account = AccountId.Provider };
    public static readonly DirectoryId Own = new("d-own");
    public static readonly DirectoryId Shared = new("d-shared");

    /// <summary>On hosts of an account that has none.</summary>
    public static readonly DirectoryId Bare = new("d-bare");

    public static readonly AccountId Hostless = new("bare", "us-east-1");
    public static readonly ImmutableArray<ZoneId> Zones = [new("us-east-1a"), new("us-east-1b")];
    public static readonly KeyArn Key = KeyArn.Of(Account, "ours");
    public static readonly Bundle OwnBundle = Bundle.Defaults[1] with { BringsOwnLicence = true, Id = new("wsb-own") };

    /// <summary>A smaller one, where there are rushes: the provider's hosts with a GPU have room for everybody, the account's own ones have not.</summary>
    public static readonly Bundle SmallBundle = Bundle.Defaults[0] with { BringsOwnLicence = true, Id = new("wsb-small") };

    /// <summary>The code that the second factor takes.</summary>
    public const string Code = "123456";

    private static readonly HostType Small = new("small", new(6, 12 * 1024, 0), 1);

    /// <summary>Of which memory gives out first.</summary>
    private static readonly HostType Lean = new("lean", new(12, 10 * 1024, 0), 1);

    /// <summary>On which two people with Graphics cannot be at once.</summary>
    private static readonly HostType OneGpu = HostType.Gpu with { Capacity = HostType.Gpu.Capacity with { Gpus = 1 } };

    private static readonly DirectoryProfile Connector = new(
        DirectoryType.AdConnector, "corp.example.com", "CORP", "", "Small", "vpc-1", ["one", "two"], ["10.0.0.2"], "joiner");

    /// <summary>Everything that administrators set up, in order.</summary>
    public IEnumerable<(Entity Entity, Command Command)> Setup()
    {
        yield return (Entity.Of(Account), new SetLimits(1000, GraphicsMonthlyEnabled: false));
        yield return (Entity.Of(Shared), new CreateDirectory(Account, Connector));
        yield return (Entity.Of(Shared), new RegisterDirectory(Account, Zones[0], Zones[1], IsDedicated: false));
        yield return (Entity.Of(Own), new RegisterDirectory(Account, Zones[0], Zones[1], IsDedicated: true));
        yield return (Entity.Of(Bare), new RegisterDirectory(Hostless, Zones[0], Zones[1], IsDedicated: true));
        yield return (Entity.Of(Account, OwnBundle.Id), new DefineBundle(OwnBundle));
        if (settings.Rushes > 0)
            yield return (Entity.Of(Account, SmallBundle.Id), new DefineBundle(SmallBundle));
        yield return (Entity.Of(Hostless, OwnBundle.Id), new DefineBundle(OwnBundle));
        yield return (Entity.Of(Key), new CreateKey());
        yield return (Entity.Of(Key), new SetSeatLimit(settings.KeySeats));
        foreach (var (owner, zone, type, count) in HostGroups())
        {
            var pool = Entity.Of(new HostPoolId(owner, zone));
            yield return (pool, new ConfigurePool([], settings.ReserveHosts));
            yield return (pool, new AllocateHosts(type.Name, type, count));
        }

        yield return (Entity.Of(Account), new EnrolLicences(new("A-1", HasSoftwareAssurance: true, settings.Start + NodaTime.Duration.FromDays(3650)), new(2, SeatCount.DistinctUsers)));
        yield return (Entity.Of(Account), new ActivateEnrolment(Zones));
        yield return (Entity.Of(Account), new SetLimits(settings.Quota, GraphicsMonthlyEnabled: false));
    }

    /// <summary>When the faults are over: whatever people can mend is mended, and there is room for everybody.</summary>
    public IEnumerable<(Entity Entity, Command Command)> Relief()
    {
        foreach (var host in Hosts())
            yield return (Entity.Of(host), new ReturnHost());
        foreach (var (owner, zone, type, _) in HostGroups())
            yield return (Entity.Of(new HostPoolId(owner, zone)), new AllocateHosts($"relief of {type.Name}", type, settings.Desktops));
        yield return (Entity.Of(Account), new SetLimits(1000, GraphicsMonthlyEnabled: true));
        yield return (Entity.Of(Key), new CancelKeyDeletion());
        yield return (Entity.Of(Key), new EnableKey(IsEnabled: true));
        yield return (Entity.Of(Key), new PermitKey(IsPermitted: true));
        foreach (var directory in new[] { Own, Shared })
            yield return (Entity.Of(directory), new SetCode(Code));
    }

    /// <summary>Every host that the setup allocates.</summary>
    public IEnumerable<HostId> Hosts() => Facts().Hosts.Select(host => new HostId(host.Id));

    public FleetFacts Facts() => new()
    {
        Directories =
        [
            new(Own.Value, Account.ToString(), [.. Zones.Select(zone => zone.Value)], IsDedicated: true),
            new(Shared.Value, Account.ToString(), [.. Zones.Select(zone => zone.Value)], IsDedicated: false),
            new(Bare.Value, Hostless.ToString(), [.. Zones.Select(zone => zone.Value)], IsDedicated: true),
        ],
        Hosts = [.. HostFacts(relief: false), .. HostFacts(relief: true)],
        Accounts = [new(Account.ToString(), settings.Quota, 2)],
        Keys = [new(Key.Value, settings.KeySeats)],
        Prices = RunCase.JsonOf(BillingTerms.Default),
    };

    /// <summary>A pool numbers its hosts in the order of allocation.</summary>
    private IEnumerable<HostFact> HostFacts(bool relief)
    {
        foreach (var pool in HostGroups().GroupBy(group => (group.Owner, group.Zone)))
        {
            var number = relief ? 1 + pool.Sum(group => group.Count) : 1;
            foreach (var (owner, zone, type, count) in pool)
            {
                for (var i = 0; i < (relief ? settings.Desktops : count); i++)
                {
                    var id = string.Create(CultureInfo.InvariantCulture, $"h-{owner.Account}-{zone}-{number++:0000}");
                    yield return new(id, owner.ToString(), zone.Value, type.Capacity.VCpu, type.Capacity.MemoryMiB, type.Capacity.Gpus, type.StartSlots);
                }
            }
        }
    }

    private HostType Kind => settings.Seed % 3 == 0 ? Lean : Small;

    private IEnumerable<(AccountId Owner, ZoneId Zone, HostType Type, int Count)> HostGroups()
    {
        foreach (var zone in Zones)
        {
            yield return (Account, zone, Kind, settings.HostsPerZone);
            yield return (Provider, zone, Kind, settings.HostsPerZone);
            yield return (Provider, zone, settings.Seed % 3 == 1 ? OneGpu : HostType.Gpu, 1);
        }
    }
}
