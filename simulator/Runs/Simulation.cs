using System.Collections.Immutable;
using DeskFleet.Core.Chances;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Grains.Drivers;
using DeskFleet.Grains.Importing;
using DeskFleet.Simulator.Checking;
using DeskFleet.Simulator.Populations;
using DeskFleet.Simulator.Reports;
using DeskFleet.Simulator.Scenarios;
using DeskFleet.Simulator.Scenarios.Timelines;
using DeskFleet.Testing.Engines;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NodaTime;

namespace DeskFleet.Simulator.Runs;

/// <summary>How a run is made.</summary>
/// <param name="Checks">Run the invariants after every event, and let storage serialize and read back.</param>
/// <param name="Repeats">How often each effect and wake-up is delivered.</param>
public sealed record RunOptions(EngineKind Engine = EngineKind.Grains, bool Checks = false, int Repeats = 1)
{
    /// <summary>Write lines and hash them; false: readers only, for runs that nobody will read.</summary>
    public bool Logs { get; init; } = true;

    /// <summary>With checks, let storage serialize and read back; false: the invariants alone, for large fleets.</summary>
    public bool Serializes { get; init; } = true;

    /// <summary>Happen to the fleet besides what the scenario says.</summary>
    public IReadOnlyList<TimelineCommand> Incidents { get; init; } = [];
}

/// <summary>What a run did besides its log.</summary>
/// <param name="ReachedAt">How far it got: the horizon's end, or where it was interrupted.</param>
/// <param name="IsPartial">It was interrupted.</param>
public sealed record RunResult(FleetObserver Fleet, string LogHash, long Events, long Calls, long Writes, Instant ReachedAt, bool IsPartial)
{
    /// <summary>Sessions of the log that lie outside the run.</summary>
    public SessionsOutside Outside { get; init; }
}

/// <summary>Hears how a run gets on.</summary>
public interface IRunProgress
{
    /// <summary>Called every few hundred deliveries.</summary>
    void Report(Instant now, long events, FleetObserver fleet);
}

/// <summary>
/// One run: a scenario with its people against an engine. Runs share nothing; what a run does depends on version, scenario, trace and
/// seed alone.
/// </summary>
public sealed class Simulation
{
    private const int DeliveriesBetweenReports = 256;

    private readonly Scenario _scenario;
    private readonly Population _population;
    private readonly RunOptions _options;
    private readonly LaunchWaves _launches;
    private readonly VirtualTime _time;
    private readonly FleetObserver _fleet;
    private readonly FleetMap _map;
    private readonly InvariantChecks? _checks;
    private readonly Crowd _crowd = new();
    private readonly DesktopStates _desktops = new();

    public Simulation(Scenario scenario, Population population, RunOptions options)
    {
        (_scenario, _population, _options) = (scenario, population, options);
        _launches = new(scenario, population);
        ImmutableArray<Interval> stops = [.. scenario.Timeline.OfType<TimersStopped>().Select(stop => new Interval(stop.At, stop.Until))];
        _time = new(_launches.First) { Repeats = options.Repeats, Stops = stops };
        (_fleet, _map) = (new(_desktops, scenario.Start, scenario.End, LossWindow.Of(scenario)) { HourRounding = scenario.Billing.Options.HourRounding }, new(scenario));
        _checks = options.Checks ? new(stops, new FiguresAgree(_desktops, _fleet)) : null;
    }

    /// <summary>How the WorkSpaces stand: for those who read the events of the run.</summary>
    public DesktopStates Desktops => _desktops;

    /// <summary>Who gets which desktop.</summary>
    public IEnumerable<KeyValuePair<WorkSpaceId, PlannedUser>> Roster =>
        _population.Users.Select(user => KeyValuePair.Create(LaunchOf(user).OperationId.ToWorkSpaceId(), user));

    /// <summary>Runs to the horizon's end, or until cancelled.</summary>
    /// <param name="file">Where the event log goes; null: nowhere.</param>
    /// <param name="watchers">Further readers of the events as they happen.</param>
    /// <exception cref="InvariantViolationException">An invariant does not hold.</exception>
    public async Task<RunResult> Run(Stream? file, IRunProgress? progress, CancellationToken cancellation, params IReadOnlyList<IEventReader> watchers)
    {
        EventFeed? log = null;
        var use = new SessionUse(Roster, _time, new Chance(_scenario.Seed), _scenario.Start, (fleet, entity, command) => Administer(fleet, log!, entity, command));
        IReadOnlyList<IEventReader> readers = [_desktops, _fleet, .. _checks is null ? (IEventReader[])[] : [_checks], .. watchers, _crowd, use];
        using var lines = _options.Logs ? new EventLog(file, readers) : null;
        log = lines ?? new EventFeed(readers);
        var store = new RecordStore(_options.Checks && _options.Serializes, _time, [.. readers.OfType<IRecordWatcher>()]);
        var slowdowns = _scenario.Timeline.OfType<DriverSlowdown>();
        var driver = new StandInDriver(_map.Driver(), new Chance(_scenario.Seed), new SlowedReports(_time, [.. slowdowns]));
        var importer = new StandInImageImporter(ImporterBehaviour.Default, new Chance(_scenario.Seed), _time);
        await using IFleetEngine engine = _options.Engine == EngineKind.Core
            ? new CoreEngine(_time, store, log, driver, importer)
            : await GrainsEngine.Start(_time, store, log, driver, importer, services => services.AddSingleton<IHostLifetime, WithoutSignals>());
        Populate(new Edge(_fleet, log), log);
        var isPartial = !await Advance(engine, log, progress, cancellation);
        var reached = isPartial ? _time.Now : _scenario.End;
        _fleet.Advance(reached);
        return new(_fleet, log.Hash, log.Count, engine.Calls, store.Writes, reached, isPartial) { Outside = _population.Outside };
    }

    private void Populate(Edge edge, EventFeed log)
    {
        foreach (var (number, (entity, command)) in FleetSetup.Commands(_scenario, _map).Index())
            _time.Arrive(_launches.First, "", number, engine => Administer(engine, log, entity, command));
        foreach (var (number, incident) in Enrolments.OnDates(_scenario, _map).Concat(Incidents.Of(_scenario, _map)).Concat(Updates()).Concat(Errands.Of(_scenario, _map, DesktopsOf)).Concat(_options.Incidents).Index())
            _time.Arrive(incident.At, " incident", number, engine => Happen(engine, log, incident));
        var chance = new Chance(_scenario.Seed);
        foreach (var user in _population.Users)
        {
            var launch = LaunchOf(user);
            var person = new Person(user, launch, _population.Sessions(user), chance.Of(user.UserName), _time, edge) { Earlier = EarlierOf(user) };
            _crowd.Add(launch.OperationId.ToWorkSpaceId(), person);
            person.Arrive(_launches.Of(user) + user.Joins);
        }
    }

    /// <summary>Nothing where the desktop is not there before the start, or there is no room for all who are connected then.</summary>
    private EarlierSession? EarlierOf(PlannedUser user) => _launches.IsInUse(user) ? _population.Earlier(user) : null;

    /// <summary>An update is announced to every desktop of the roster; those that are not there yet are made with it.</summary>
    private IEnumerable<TimelineCommand> Updates() =>
        from release in UpdateReleases.Of(_scenario)
        let announce = new AnnounceUpdate(release.Update.Update, release.Update.At)
        let members = Roster.Where(member => release.Concerns(_scenario, member.Value.Group))
        select new TimelineCommand(release.Update.At, () => [.. members.Select(member => (Entity.Of(member.Key), (Command)announce))]);

    private async ValueTask Happen(IFleetEngine engine, EventFeed log, TimelineCommand incident)
    {
        foreach (var (entity, command) in incident.What())
            await Administer(engine, log, entity, command);
    }

    private async ValueTask Administer(IFleetEngine engine, EventFeed log, Entity entity, Command command)
    {
        if (await engine.Send(entity, command) is Refused refused)
            log.Refused(_time.Now, entity, command.GetType().Name, refused);
    }

    private LaunchWorkSpace LaunchOf(PlannedUser user) => new(
        OperationId.At(_launches.Of(user) + user.Joins, user.UserName),
        FleetMap.DirectoryOf(user.Group.Directory),
        UserName.Of(user.UserName),
        _map.BundleOf(user.Group).Id,
        FleetMap.ModeOf(user.Group.Mode),
        user.Group.Mode == RunningModeName.AutoStop ? user.Group.AutoStop : null)
    {
        Tags = user.Group.Tags,
        Encryption = _map.EncryptionOf(user.Group),
    };

    private IEnumerable<WorkSpaceId> DesktopsOf(string group, Instant at) =>
        _population.Users.Where(user => user.Group.Name == group && (user.Leaves is null || at < user.Leaves)).Select(user => LaunchOf(user).OperationId.ToWorkSpaceId());

    /// <returns>Whether the horizon's end was reached.</returns>
    private async Task<bool> Advance(IFleetEngine engine, EventFeed log, IRunProgress? progress, CancellationToken cancellation)
    {
        while (_time.NextAt is { } next && next < _scenario.End)
        {
            if (cancellation.IsCancellationRequested)
                return false;
            if (_checks is not null && next > _time.Now)
                _checks.Rest(_time.Now);
            await _time.Step(engine);
            if (_time.Delivered % DeliveriesBetweenReports == 0)
                progress?.Report(_time.Now, log.Count, _fleet);
        }

        _checks?.Rest(_time.Now);
        return true;
    }

    private sealed class Edge(FleetObserver fleet, EventFeed log) : IEdge
    {
        public void Wants(Instant at) => fleet.Wants(at);

        public void WantsNoMore(Instant at) => fleet.WantsNoMore(at);

        public void SignsIn(Instant at, bool isRetry) => fleet.SignsIn(isRetry);

        public void IsConnectedAlready() => fleet.IsConnectedAlready();

        public void CutOff(Instant at, WorkSpaceId workSpace) => fleet.CutOff(at, workSpace);

        public void Refused(Instant at, WorkSpaceId workSpace, string operation, Refused refusal) =>
            log.Refused(at, Entity.Of(workSpace), operation, refusal);
    }
}
