using DeskFleet.Core.Accounts;
using DeskFleet.Core.Billing;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Chances;
using DeskFleet.Core.Commitment;
using DeskFleet.Core.Directories;
using DeskFleet.Core.Drivers;
using DeskFleet.Core.Encryption;
using DeskFleet.Core.HostPools;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Grains.Drivers;
using DeskFleet.Simulator.Bills;
using DeskFleet.Simulator.Checking;
using DeskFleet.Simulator.Runs;
using DeskFleet.Testing.Engines;
using NodaTime;

namespace DeskFleet.Rules.Tests.Kit;

/// <summary>
/// A whole fleet over months of virtual time: account, a shared and a dedicated directory, pools, hosts, users, on either engine, with
/// every invariant. Starts and stops take no time, as in the catalogue's worked bills; maintenance takes what is said.
/// </summary>
internal sealed class BilledFleet
{
    public static readonly AccountId Account = new("acme", "us-east-1");
    public static readonly DirectoryId Shared = new("d-shared");
    public static readonly DirectoryId Dedicated = new("d-dedicated");

    private static readonly AccountId Provider = new(AccountId.Provider, Account.Region);
    private static readonly ZoneId[] Zones = [new("us-east-1a"), new("us-east-1b")];

    private readonly List<(Instant At, Func<IFleetEngine, ValueTask> What)> _story = [];
    private readonly Dictionary<BundleId, Bundle> _bundles = [];
    private readonly VirtualTime _time = new(Script.At("01-31 00:00"));

    /// <summary>What the log says, for bills that are made again from it.</summary>
    public UsageBook Book { get; } = new();

    /// <summary>Everything that was answered to what <see cref="Ask"/> asked.</summary>
    public Dictionary<string, Reply> Answers { get; } = [];

    /// <summary>Hosts of the account in each zone.</summary>
    public int DedicatedHosts { get; init; } = 10;

    public Duration MaintenanceTakes { get; init; } = Duration.Zero;

    /// <summary>Has a desktop launched; returns its id.</summary>
    public WorkSpaceId Launch(string desktop, Instant at, string user, EncryptionRequest? encryption = null)
    {
        var (plain, mode, period) = Script.Parse(desktop);
        var bundle = plain with { Id = BundleId.Named($"{plain.Name}{(plain.HasPlus ? "plus" : "")}{(plain.BringsOwnLicence ? "own" : "")}") };
        _bundles[bundle.Id] = bundle;
        var operation = OperationId.At(at, user);
        var directory = bundle.BringsOwnLicence ? Dedicated : Shared;
        var launch = new LaunchWorkSpace(operation, directory, UserName.Of(user), bundle.Id, mode, period) { Encryption = encryption };
        Tell(at, Entity.Of(operation.ToWorkSpaceId()), launch);
        return operation.ToWorkSpaceId();
    }

    /// <summary>Puts a story, as <see cref="Script"/> reads it, on the time line.</summary>
    public void Play(WorkSpaceId desktop, string user, string story)
    {
        foreach (var step in story.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var (at, verb) = (Script.At(step[..11]), step[12..].Split(' '));
            foreach (var (when, command) in CommandsOf(at, verb, user))
                Tell(when, Entity.Of(desktop), command);
        }
    }

    /// <summary>The bill for a month of some desktops, made from the log when all is over.</summary>
    public Statement Bill(int month, params WorkSpaceId[] desktops) =>
        new Biller(DefaultPrices.Book, BillingOptions.Default).Bill(Script.Month(month), [.. UsageOf(desktops)], Script.Month(month).End);

    public IEnumerable<DesktopUsage> UsageOf(params WorkSpaceId[] desktops) => Book.Usages.Where(usage => desktops.Contains(usage.Id));

    public void Tell(Instant at, Entity entity, Command command) => _story.Add((at, async engine => await engine.Tell(entity, command)));

    /// <summary>Asks, and keeps the answer under a name.</summary>
    public void Ask(Instant at, string name, Entity entity, Command command) => _story.Add((at, async engine => Answers[name] = await engine.Tell(entity, command)));

    public async Task Run(EngineKind kind, Instant until)
    {
        var checks = new InvariantChecks();
        var (log, store) = (new EventFeed(checks, Book), new RecordStore(serializes: true, checks));
        var driver = new StandInDriver(DriverBehaviour.Fixed(verb => verb == DriverVerb.Maintain ? MaintenanceTakes : Duration.Zero), new Chance(1), _time);
        await using IFleetEngine engine = kind == EngineKind.Core
            ? new CoreEngine(_time, store, log, driver)
            : await GrainsEngine.Start(_time, store, log, driver);
        foreach (var (number, (entity, command)) in SetUp().Index())
            _time.Arrive(_time.Now, "", number, async e => Assert.IsType<Accepted>(await e.Tell(entity, command)));
        foreach (var (number, (at, what)) in _story.Index())
            _time.Arrive(at, "story", number, e => what(e));
        while (_time.NextAt is { } next && next < until)
        {
            if (next > _time.Now)
                checks.Rest(_time.Now);
            await _time.Step(engine);
        }
    }

    private IEnumerable<(Entity Entity, Command Command)> SetUp()
    {
        yield return (Entity.Of(Account), new SetLimits(1000, GraphicsMonthlyEnabled: false));
        yield return (Entity.Of(Shared), new RegisterDirectory(Account, Zones[0], Zones[1], IsDedicated: false));
        yield return (Entity.Of(Dedicated), new RegisterDirectory(Account, Zones[0], Zones[1], IsDedicated: true));
        foreach (var bundle in _bundles.Values)
            yield return (Entity.Of(bundle.BringsOwnLicence ? Account : Provider, bundle.Id), new DefineBundle(bundle));
        foreach (var zone in Zones)
        {
            yield return (Entity.Of(new HostPoolId(Provider, zone)), new ConfigurePool([HostType.General, HostType.Gpu], ReserveHosts: 0));
            yield return (Entity.Of(new HostPoolId(Account, zone)), new AllocateHosts("first", HostType.General, DedicatedHosts));
        }

        yield return (Entity.Of(Account), new EnrolLicences(new("A-1", HasSoftwareAssurance: true, Script.At("12-31 00:00")), CommitmentTerms.Usual));
        yield return (Entity.Of(Account), new ActivateEnrolment([.. Zones]));
    }

    private static IEnumerable<(Instant At, Command Command)> CommandsOf(Instant at, string[] verb, string user)
    {
        OperationId Id(string what) => OperationId.At(at, what);
        Connect connect = new(Id("connect"), UserName.Of(user), new("s-1"));
        switch (verb[0])
        {
            case "connect": return [(at, connect)];
            case "disconnect": return [(at, new Disconnect(Id("disconnect"), new("s-1")))];
            case "stop": return [(at, new StopWorkSpace(Id("stop")))];
            case "terminate": return [(at, new TerminateWorkSpace(Id("terminate")))];
            case "AlwaysOn" or "AutoStop": return [(at, new ModifyWorkSpace(Id("mode"), Enum.Parse<RunningMode>(verb[0]), null))];
            case "run":
                var end = at + Duration.FromHours(int.Parse(verb[1], System.Globalization.CultureInfo.InvariantCulture));
                return [(at, connect), (end, new Disconnect(OperationId.At(end, "out"), new("s-1"))), (end, new StopWorkSpace(OperationId.At(end, "stop")))];
            default: throw new ArgumentException($"No such verb: {verb[0]}");
        }
    }
}
