using DeskFleet.Core.Chances;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Grains.Drivers;
using DeskFleet.Simulator.Checking;
using DeskFleet.Simulator.Engines;
using DeskFleet.Simulator.Populations;
using DeskFleet.Simulator.Reports;
using DeskFleet.Simulator.Scenarios;
using DeskFleet.Simulator.Scenarios.Timelines;
using NodaTime;

namespace DeskFleet.Simulator.Runs;

/// <summary>How a run is made.</summary>
/// <param name="Checks">Run the invariants after every event, and let storage serialize and read back.</param>
/// <param name="Repeats">How often each effect and wake-up is delivered.</param>
public sealed record RunOptions(EngineKind Engine = EngineKind.Grains, bool Checks = false, int Repeats = 1);

/// <summary>What a run did besides its log.</summary>
/// <param name="ReachedAt">How far it got: the horizon's end, or where it was interrupted.</param>
/// <param name="IsPartial">It was interrupted.</param>
public sealed record RunResult(FleetObserver Fleet, string LogHash, long Events, long Calls, long Writes, Instant ReachedAt, bool IsPartial);

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
public sealed class Simulation(Scenario scenario, Population population, RunOptions options)
{
    private const int DeliveriesBetweenReports = 256;

    private readonly VirtualTime _time = new(scenario.LaunchAt) { Repeats = options.Repeats };
    private readonly FleetObserver _fleet = new(scenario.Start, scenario.End);
    private readonly FleetMap _map = new(scenario);
    private readonly InvariantChecks? _checks = options.Checks ? new() : null;

    /// <summary>Who gets which desktop.</summary>
    public IEnumerable<KeyValuePair<WorkSpaceId, PlannedUser>> Roster =>
        population.Users.Select(user => KeyValuePair.Create(LaunchOf(user).OperationId.ToWorkSpaceId(), user));

    /// <summary>Runs to the horizon's end, or until cancelled.</summary>
    /// <param name="file">Where the event log goes; null: nowhere.</param>
    /// <param name="watchers">Further readers of the events as they happen.</param>
    /// <exception cref="InvariantViolationException">An invariant does not hold.</exception>
    public async Task<RunResult> Run(Stream? file, IRunProgress? progress, CancellationToken cancellation, params IReadOnlyList<IEventReader> watchers)
    {
        IReadOnlyList<IEventReader> readers = _checks is null ? [_fleet] : [_fleet, _checks];
        using var log = new EventLog(file, [.. readers, .. watchers]);
        var store = new RecordStore(options.Checks, _checks);
        var driver = new StandInDriver(_map.Driver(), new Chance(scenario.Seed), new SlowedReports(_time, [.. scenario.Timeline.OfType<DriverSlowdown>()]));
        await using IFleetEngine engine = options.Engine == EngineKind.Core
            ? new CoreEngine(_time, store, log, driver)
            : await GrainsEngine.Start(_time, store, log, driver);
        Populate(new Edge(_fleet, log), log);
        var isPartial = !await Advance(engine, log, progress, cancellation);
        var reached = isPartial ? _time.Now : scenario.End;
        _fleet.Advance(reached);
        return new(_fleet, log.Hash, log.Count, engine.Calls, store.Writes, reached, isPartial);
    }

    private void Populate(Edge edge, EventLog log)
    {
        foreach (var (number, (entity, command)) in FleetSetup.Commands(scenario, _map).Index())
            _time.Arrive(scenario.LaunchAt, "", number, engine => Administer(engine, log, entity, command));
        foreach (var (number, incident) in Incidents.Of(scenario).Index())
            _time.Arrive(incident.At, " incident", number, engine => Happen(engine, log, incident));
        foreach (var user in population.Users)
            new Person(user, LaunchOf(user), population.Sessions(user), _time, edge).Arrive(scenario.LaunchAt + user.Joins);
    }

    private async ValueTask Administer(IFleetEngine engine, EventLog log, Entity entity, Command command)
    {
        if (await engine.Tell(entity, command) is Refused refused)
            log.Refused(_time.Now, entity, command.GetType().Name, refused);
    }

    private async ValueTask Happen(IFleetEngine engine, EventLog log, Incident incident)
    {
        foreach (var host in incident.Hosts)
            await Administer(engine, log, host, incident.Command);
    }

    private LaunchWorkSpace LaunchOf(PlannedUser user) => new(
        OperationId.At(scenario.LaunchAt + user.Joins, user.UserName),
        FleetMap.DirectoryOf(user.Group.Directory),
        UserName.Of(user.UserName),
        _map.BundleOf(user.Group),
        FleetMap.ModeOf(user.Group),
        user.Group.Mode == RunningModeName.AutoStop ? user.Group.AutoStop : null);

    /// <returns>Whether the horizon's end was reached.</returns>
    private async Task<bool> Advance(IFleetEngine engine, EventLog log, IRunProgress? progress, CancellationToken cancellation)
    {
        while (_time.NextAt is { } next && next < scenario.End)
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

    private sealed class Edge(FleetObserver fleet, EventLog log) : IEdge
    {
        public void Wants(Instant at) => fleet.Wants(at);

        public void WantsNoMore(Instant at) => fleet.WantsNoMore(at);

        public void Refused(Instant at, WorkSpaceId workSpace, string operation, Refused refusal) =>
            log.Refused(at, Entity.Of(workSpace), operation, refusal);
    }
}
