using DeskFleet.Contracts;
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
using DeskFleet.Grains.Importing;
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

    /// <summary>A Simple AD, which is charged while it has no WorkSpaces.</summary>
    public static readonly DirectoryId Simple = new("d-simple");


    private static readonly DirectoryProfile SimpleAd = new(
        DirectoryType.SimpleAd, "corp.example", "CORP", "", "Small", "vpc-1", ["subnet-a", "subnet-b"], [], "");

    private readonly List<(Instant At, Func<IFleetEngine, ValueTask> What)> _story = [];
    private readonly Dictionary<BundleId, Bundle> _bundles = [];
    private readonly VirtualTime _time = new(Script.At("01-31 00:00"));

    private readonly ClosedMonths _closed = new();
    private bool _usesSimple;

    private AccountId Owner => Account with { Region = Region };

    private AccountId Provider => new(AccountId.Provider, Region);

    private ZoneId[] Zones => [new($"{Region}a"), new($"{Region}b")];

    /// <summary>Where it is; elsewhere than at home the account is another one of the same name.</summary>
    public string Region { get; init; } = Account.Region;

    /// <summary>What the log says, for bills that are made again from it.</summary>
    public UsageBook Book { get; } = new(Instant.MinValue);

    /// <summary>Everything that was answered to what <see cref="Question"/> asked.</summary>
    public Dictionary<string, Reply> Answers { get; } = [];

    /// <summary>Hosts of the account in each zone.</summary>
    public int DedicatedHosts { get; init; } = 10;

    /// <summary>What the grains bill with.</summary>
    public BillingTerms Terms { get; init; } = new(WorkedBills.Prices, BillingOptions.Default);

    /// <summary>What the grains said that was billed, where the grains ran.</summary>
    public Dictionary<string, Statement> Statements { get; } = [];

    public CommitmentTerms Commitment { get; init; } = CommitmentTerms.Usual;

    /// <summary>Months that the account has heard the end of.</summary>
    public IEnumerable<CommitmentMonth> Closed => _closed.Standings;

    public Duration BootTakes { get; init; } = Duration.Zero;

    public Duration MaintenanceTakes { get; init; } = Duration.Zero;

    /// <summary>Has a desktop launched; returns its id.</summary>
    public WorkSpaceId Launch(string desktop, Instant at, string user, EncryptionRequest? encryption = null, DirectoryId? into = null)
    {
        var (plain, mode, period) = Script.Parse(desktop);
        var id = BundleId.Named($"{plain.Name}{(plain.HasPlus ? "plus" : "")}{(plain.BringsOwnLicence ? "own" : "")}");
        return Launch(plain with { Id = id }, mode, period, at, user, encryption, into);
    }

    /// <summary>Has a desktop of any bundle launched; returns its id.</summary>
    public WorkSpaceId Launch(
        Bundle bundle, RunningMode mode, Duration? period, Instant at, string user, EncryptionRequest? encryption = null, DirectoryId? into = null)
    {
        _bundles[bundle.Id] = bundle;
        var operation = OperationId.At(at, user);
        _usesSimple |= into == Simple;
        var directory = into ?? (bundle.BringsOwnLicence ? Dedicated : Shared);
        var launch = new LaunchWorkSpace(operation, directory, UserName.Of(user), bundle.Id, mode, period) { Encryption = encryption };
        Send(at, Entity.Of(operation.ToWorkSpaceId()), launch);
        return operation.ToWorkSpaceId();
    }

    /// <summary>Puts a story, as <see cref="Script"/> reads it, on the time line.</summary>
    public void Play(WorkSpaceId desktop, string user, string story)
    {
        foreach (var step in story.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var (at, verb) = (Script.At(step[..11]), step[12..].Split(' '));
            foreach (var (when, command) in CommandsOf(at, verb, user))
                Send(when, Entity.Of(desktop), command);
        }
    }

    /// <summary>The bill for a month of some desktops, made from the log when all is over.</summary>
    public Statement Bill(int month, params WorkSpaceId[] desktops) =>
        new Biller(Terms).Bill(Script.Month(month), [.. UsageOf(desktops)], Script.Month(month).End);

    public IEnumerable<DesktopUsage> UsageOf(params WorkSpaceId[] desktops) => Book.Usages.Where(usage => desktops.Contains(usage.Id));

    public void Send(Instant at, Entity entity, Command command) => _story.Add((at, async engine => await engine.Send(entity, command)));

    /// <summary>Asks, and keeps the answer under a name.</summary>
    public void Question(Instant at, string name, Entity entity, Command command) => _story.Add((at, async engine => Answers[name] = await engine.Send(entity, command)));

    /// <summary>Asks a grain for a statement, and keeps it under a name if there is one. Without grains there is nobody to ask.</summary>
    public void RequestStatement(Instant at, string name, Func<FleetClient, Task<Reply>> question) => _story.Add((at, async engine =>
    {
        if (engine is GrainsEngine grains && await question(grains.Client) is StatementRead read)
            Statements[name] = read.Statement;
    }
    ));

    public async Task Run(EngineKind kind, Instant until)
    {
        var checks = new InvariantChecks();
        var (log, store) = (new EventFeed(checks, Book, _closed), new RecordStore(serializes: true, _time, checks));
        var driver = new StandInDriver(DriverBehaviour.Fixed(verb => verb switch
        {
            DriverVerb.Maintain => MaintenanceTakes,
            DriverVerb.Boot => BootTakes,
            _ => Duration.Zero,
        }), new Chance(1), _time);
        var importer = new StandInImageImporter(ImporterBehaviour.Fixed(Duration.Zero), new Chance(1), _time);
        await using IFleetEngine engine = kind == EngineKind.Core
            ? new CoreEngine(_time, store, log, driver, importer)
            : await GrainsEngine.Start(_time, store, log, driver, importer, terms: Terms);
        foreach (var (number, (entity, command)) in SetUp().Index())
            _time.Arrive(_time.Now, "", number, async e => Assert.IsType<Accepted>(await e.Send(entity, command)));
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
        yield return (Entity.Of(Owner), new SetLimits(1000, GraphicsMonthlyEnabled: false));
        yield return (Entity.Of(Shared), new RegisterDirectory(Owner, Zones[0], Zones[1], IsDedicated: false));
        yield return (Entity.Of(Dedicated), new RegisterDirectory(Owner, Zones[0], Zones[1], IsDedicated: true));
        if (_usesSimple)
        {
            yield return (Entity.Of(Simple), new CreateDirectory(Owner, SimpleAd));
            yield return (Entity.Of(Simple), new RegisterDirectory(Owner, Zones[0], Zones[1], IsDedicated: false));
        }

        foreach (var bundle in _bundles.Values.Where(bundle => PublicCatalog.Find(bundle.Id) is null))
            yield return (Entity.Of(IsOwn(bundle) ? Owner : Provider, bundle.Id), new DefineBundle(bundle));
        foreach (var zone in Zones)
        {
            yield return (Entity.Of(new HostPoolId(Provider, zone)), new ConfigurePool([HostType.General, HostType.Gpu], ReserveHosts: 0));
            yield return (Entity.Of(new HostPoolId(Owner, zone)), new AllocateHosts("first", HostType.General, DedicatedHosts));
        }

        yield return (Entity.Of(Owner), new EnrolLicences(new("A-1", HasSoftwareAssurance: true, Script.At("12-31 00:00")), Commitment));
        yield return (Entity.Of(Owner), new ActivateEnrolment([.. Zones]));
    }

    private static bool IsOwn(Bundle bundle) => bundle.BringsOwnLicence || bundle.BuiltOn is not null;

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
            default: return [(at, Script.CommandOf(at, verb))];
        }
    }

    /// <summary>Reads the log for what is said when a month is over.</summary>
    private sealed class ClosedMonths : IEventReader
    {
        public List<CommitmentMonth> Standings { get; } = [];

        public void Read(LoggedEvent happened)
        {
            if (happened.Event is CommitmentMonthClosed closed)
                Standings.Add(closed.Standing);
        }
    }
}
