using DeskFleet.Core.Accounts;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Directories;
using DeskFleet.Core.Drivers;
using DeskFleet.Core.Encryption;
using DeskFleet.Core.HostPools;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Registries;
using DeskFleet.Core.Users;
using DeskFleet.Core.WorkSpaces;
using NodaTime;
using Directory = DeskFleet.Core.Directories.Directory;

namespace DeskFleet.Core.Tests.TestKit;

/// <summary>
/// All machines together in one thread: a call is a call, effects go in a queue for each entity, the clock moves when the test says
/// so. Wake-ups, effects and reports can be lost, late or doubled.
/// </summary>
internal sealed class TinyFleet
{
    private readonly SortedDictionary<string, (Entity Entity, Cell Cell)> _cells = new(StringComparer.Ordinal);
    private readonly PriorityQueue<Report, (Instant At, long Number)> _reports = new();
    private long _reportNumber;

    public Instant Now { get; private set; } = Names.Morning;

    public FixedDriver Driver { get; } = new();

    public FixedImporter Importer { get; } = new();

    public List<LoggedEvent> Journal { get; } = [];

    /// <summary>What the key service was asked.</summary>
    public List<KeyCall> KeyCalls { get; } = [];

    /// <summary>How often each effect and wake-up is delivered.</summary>
    public int Repeats { get; init; } = 1;

    /// <summary>Effects of these entities are kept back.</summary>
    public HashSet<Entity> Muted { get; } = [];

    public IEnumerable<WorkSpaceState> WorkSpaces => States<WorkSpaceState>();

    public IEnumerable<HostState> Hosts => States<HostState>();

    public IEnumerable<HostPoolState> Pools => States<HostPoolState>();

    public KeyState Key => (KeyState)CellOf(Entity.Of(Names.Key)).State;

    public IEnumerable<CatalogImageState> Images => States<CatalogImageState>();

    public IEnumerable<Cell> Cells => _cells.Values.Select(held => held.Cell);

    public DirectoryState Directory => (DirectoryState)CellOf(Entity.Of(Names.Directory)).State;

    public AccountState Account => (AccountState)CellOf(Entity.Of(Names.Account)).State;

    /// <summary>A registered directory over two zones, with so many hosts in each.</summary>
    public static TinyFleet With(HostType type, int hostsInA, int hostsInB, int quota = 100, int reserveHosts = 0, int repeats = 1)
    {
        var fleet = new TinyFleet { Repeats = repeats };
        fleet.Send(Entity.Of(Names.Directory), new RegisterDirectory(Names.Account, Names.ZoneA, Names.ZoneB, IsDedicated: false));
        fleet.Send(Entity.Of(Names.Account), new SetLimits(quota, GraphicsMonthlyEnabled: false));
        fleet.Send(Entity.Of(Names.Key), new CreateKey());
        foreach (var (pool, hosts) in new[] { (Names.PoolA, hostsInA), (Names.PoolB, hostsInB) })
        {
            fleet.Send(Entity.Of(pool), new ConfigurePool([], reserveHosts));
            fleet.Send(Entity.Of(pool), new AllocateHosts("first", type, hosts));
        }

        fleet.DeliverAll();
        return fleet;
    }

    public UserState User(UserName user) => (UserState)CellOf(Entity.Of(Names.Directory, user)).State;

    public WorkSpaceState WorkSpace(WorkSpaceId id) => (WorkSpaceState)CellOf(Entity.Of(id)).State;

    public HostState Host(string id) => (HostState)CellOf(Entity.Of(new HostId(id))).State;

    public HostPoolState Pool(HostPoolId id) => (HostPoolState)CellOf(Entity.Of(id)).State;

    /// <summary>One call, without what follows from it.</summary>
    public Reply Send(Entity entity, Command command) =>
        entity.Kind == EntityKind.Driver ? Order((DriverCommand)command)
        : entity.Kind == EntityKind.ImageImporter ? Order((OrderImport)command)
        : entity.Kind == EntityKind.KeyService ? CallKey(new(entity.Key), (KeyCall)command)
        : CellOf(entity.StandIn ?? entity).Send(command);

    /// <summary>One call and everything that follows from it at this instant.</summary>
    public Reply Do(Entity entity, Command command)
    {
        var reply = Send(entity, command);
        DeliverAll();
        return reply;
    }

    public Reply Do(WorkSpaceId id, Command command) => Do(Entity.Of(id), command);

    /// <summary>Launches for a user of that number under an operation of that number.</summary>
    public (WorkSpaceId Id, Reply Reply) Launch(int number, RunningMode mode = RunningMode.AutoStop, Bundle? bundle = null)
    {
        var id = Names.WorkSpace(number);
        var user = UserName.Of($"user{number}");
        var launch = new LaunchWorkSpace(Names.Operation(number), Names.Directory, user, (bundle ?? Names.Standard).Id, mode);
        return (id, Do(id, launch));
    }

    /// <summary>Delivers what is owed until nobody owes anything but the muted.</summary>
    public void DeliverAll()
    {
        for (var i = 0; NextOwed() is var (entity, cell, effect) && cell is not null; i++)
        {
            Assert.True(i < 20_000, $"The effects do not come to rest; the last was {effect} of {entity}.");
            for (var n = 0; n < Repeats; n++)
                Deliver(entity, cell, effect!);
            cell.MarkDelivered(effect!);
        }
    }

    /// <summary>Moves the clock, stopping at every wake-up and report on the way.</summary>
    public TinyFleet RunUntil(Instant until)
    {
        for (var i = 0; NextMoment() is { } next && next <= until; i++)
        {
            Assert.True(i < 20_000, $"Time does not come to rest at {Now}.");
            Now = Instant.Max(Now, next);
            DeliverReports();
            WakeWhoIsDue();
        }

        Now = Instant.Max(Now, until);
        return this;
    }

    public TinyFleet Run(Duration time) => RunUntil(Now + time);

    /// <summary>Moves the clock without waking anybody: all wake-ups on the way are lost.</summary>
    public TinyFleet Sleep(Duration time)
    {
        Now += time;
        return this;
    }

    /// <summary>What is stored of every entity, by its name.</summary>
    public Dictionary<string, object> Stored() => _cells.ToDictionary(held => held.Key, held => held.Value.Cell.Stored);

    /// <summary>Whose records are not as they were.</summary>
    public IEnumerable<string> ChangedSince(Dictionary<string, object> stored) =>
        _cells.Where(held => !held.Value.Cell.IsAsIn(stored.GetValueOrDefault(held.Key))).Select(held => held.Key);

    private IEnumerable<TState> States<TState>() => Cells.Select(cell => cell.State).OfType<TState>();

    private Reply CallKey(KeyArn key, KeyCall call)
    {
        KeyCalls.Add(call);
        return CellOf(Entity.Of(key)).Send(call);
    }

    private Reply Order(DriverCommand order)
    {
        if (Driver.Order(order) is not { } reports)
            return new Refused(RefusalCode.StaleEpoch, "There is a newer order.");
        foreach (var (after, report) in reports)
            _reports.Enqueue(new(Entity.Of(order.WorkSpace), report), (Now + after, _reportNumber++));
        return Accepted.Instance;
    }

    private Reply Order(OrderImport order)
    {
        Importer.Orders.Add(order);
        if (Importer.Reply is Accepted && Importer.Report(order) is { } report)
            _reports.Enqueue(new(order.Image, report), (Now + Importer.Takes, _reportNumber++));
        return Importer.Reply;
    }

    private (Entity Entity, Cell? Cell, OwedEffect? Effect) NextOwed()
    {
        foreach (var (entity, cell) in _cells.Values)
        {
            if (cell.Outbox.First is { } first && !Muted.Contains(entity))
                return (entity, cell, first.Value);
        }

        return default;
    }

    private void Deliver(Entity entity, Cell cell, OwedEffect owed)
    {
        var reply = Send(owed.Effect.Target, owed.Effect.Command);
        if (DriverReported.OfRefusal(owed.Effect.Command, reply) is { } refusal)
            cell.Send(refusal);
        if (owed.Effect.WantsAnswer)
            cell.Send(new Answered(owed.Effect.Target, owed.Effect.Command, reply, owed.Number));
    }

    private Instant? NextMoment()
    {
        Instant? next = _reports.TryPeek(out _, out var first) ? first.At : null;
        foreach (var cell in Cells)
            next = Instants.Earlier(next, cell.Deadline);
        return next;
    }

    private void DeliverReports()
    {
        while (_reports.TryPeek(out var report, out var key) && key.At <= Now)
        {
            _reports.Dequeue();
            Do(report.Target, report.Told);
        }
    }

    private void WakeWhoIsDue()
    {
        var due = _cells.Values.Where(held => held.Cell.Deadline <= Now).ToList();
        foreach (var (entity, _) in due)
        {
            for (var n = 0; n < Repeats; n++)
                Do(entity, new Wake());
        }
    }

    private Cell CellOf(Entity entity)
    {
        var key = entity.ToString();
        if (!_cells.TryGetValue(key, out var held))
            _cells.Add(key, held = (entity, Create(entity)));
        return held.Cell;
    }

    private Cell Create(Entity entity) => entity.Kind switch
    {
        EntityKind.WorkSpace => new Cell<WorkSpaceState, WorkSpace>(this, entity),
        EntityKind.User => new Cell<UserState, User>(this, entity),
        EntityKind.Directory => new Cell<DirectoryState, Directory>(this, entity),
        EntityKind.DedicatedHost => new Cell<HostState, DedicatedHost>(this, entity),
        EntityKind.HostPool => new Cell<HostPoolState, HostPool>(this, entity),
        EntityKind.Registry => new Cell<RegistryState, Registry>(this, entity),
        EntityKind.Account => new Cell<AccountState, Account>(this, entity),
        EntityKind.Bundle => new Cell<CatalogBundleState, CatalogBundle>(this, entity),
        EntityKind.Image => new Cell<CatalogImageState, CatalogImage>(this, entity),
        EntityKind.Key => new Cell<KeyState, Key>(this, entity),
        _ => throw new NotSupportedException($"{entity} is no cell."),
    };

    private sealed record Report(Entity Target, Command Told);
}
