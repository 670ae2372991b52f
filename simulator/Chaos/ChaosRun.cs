using System.Collections.Immutable;
using DeskFleet.Core.Chances;
using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Drivers;
using DeskFleet.Grains.Importing;
using DeskFleet.Simulator.Chaos.Courts;
using DeskFleet.Simulator.Chaos.Judges;
using DeskFleet.Simulator.Checking;
using DeskFleet.Simulator.Runs;
using DeskFleet.Testing.Engines;
using DeskFleet.Testing.Faults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NodaTime;

namespace DeskFleet.Simulator.Chaos;

/// <summary>One seed: setup, faults, relief, a quiet phase, judgement. Runs share nothing.</summary>
public sealed class ChaosRun : IAsyncDisposable
{
    /// <summary>How long after the last fault everything but images is at rest, unless it is a Sunday's window, which is over by then.</summary>
    public static readonly Duration RestsWithin = Duration.FromHours(7);

    /// <summary>How long the quiet phase goes on for what is slow: an importer that has said nothing is told again after twelve hours.</summary>
    public static readonly Duration QuietPhase = Duration.FromHours(44);

    private static readonly Duration SetupTakes = Duration.FromMinutes(30);
    private static readonly Duration HoldsUp = Duration.FromMinutes(1);
    private static readonly Duration LooksEvery = Duration.FromMinutes(37);

    private readonly ChaosSettings _settings;
    private readonly ChaosTime _time;
    private readonly Faults _faults;
    private readonly ChaosFleet _fleet;
    private readonly ChaosBook _book;
    private readonly StoreWatch _watch;
    private readonly ChaosStore _store;
    private readonly EngineKind _kind;
    private readonly StandInImageImporter _importer;
    private readonly ChaosReports _reports;
    private readonly ChaosMachines _machines;
    private readonly TimerStops _stops = new();
    private readonly MemoryStream _file = new();
    private readonly EventLog _log;
    private readonly List<Violation> _violations = [];
    private IChaosEngine _engine = null!;
    private ChaosCallers _callers = null!;

    public ChaosRun(ChaosSettings settings, EngineKind kind)
    {
        (_settings, _kind) = (settings, kind);
        _time = new(settings.Start, DiceOf("scheduler"), settings.Overlaps);
        _faults = new(settings.Rates, DiceOf("faults"), _time);
        _fleet = new(settings);
        _book = new(clocksAgree: !settings.Rates.ContainsKey(FaultKind.ClockApart) && !settings.Rates.ContainsKey(FaultKind.ClockSetBack));
        _log = new(_file, _book);
        _watch = new(poolsAreOne: !settings.Rates.ContainsKey(FaultKind.SecondActivation));
        _store = new(_faults, _time, _book, _watch, new DurableWakes(_time, () => _engine.AnySilo, _stops));
        _reports = new(_time, _faults, () => _engine.AnySilo);
        var behaviour = new DriverBehaviour(DriverBehaviour.Default.Verbs.ToImmutableDictionary(
            verb => verb.Key, verb => verb.Value with { Faults = new(settings.DriverFaults, settings.DriverFaults, settings.DriverFaults) }));
        _machines = new(new(behaviour, new(settings.Seed), _reports), _time);
        _importer = new(ImporterBehaviour.Default with { Faults = new(settings.DriverFaults, 0, settings.DriverFaults) }, new(settings.Seed), _reports);
        (_book.Log, _book.Fenced, _reports.Happened) = (_log, _machines.Fence, _machines.Reported);
        _reports.Happened += _watch.Ended;
    }

    private Instant FaultsBegin => _settings.Start + SetupTakes;

    private Instant FaultsEnd => FaultsBegin + _settings.FaultPhase;

    /// <summary>Runs to the end, or to the first thing that stops it. On a thread without a synchronization context.</summary>
    public async Task<ChaosResult> Run()
    {
        _engine = _kind == EngineKind.Core
            ? new ChaosEngine(_time, _store, _faults, new(_machines, _importer, _faults), _stops, _settings.Silos)
            : await ChaosGrains.Start(_time, _store, _faults, _machines, _importer, _stops, _settings.Overlaps ? 4 : 1, services => services.AddSingleton<IHostLifetime, WithoutSignals>());
        _engine.Answered = (_, _, reply) => _book.Answered(reply);
        _callers = new(_time, _faults, _engine, _book);
        try
        {
            SetUp();
            await Advance(FaultsBegin);
            _faults.IsActive = true;
            Script();
            await Advance(FaultsEnd);
            CalmDown();
            await BecomeQuiet();
        }
        catch (InvariantViolationException broken)
        {
            Violate(broken.Invariant, "", broken.Message);
        }

        return Result();
    }

    public ValueTask DisposeAsync()
    {
        _log.Dispose();
        _file.Dispose();
        return _engine?.DisposeAsync() ?? ValueTask.CompletedTask;
    }

    private Dice DiceOf(string what) => new(new Chance(_settings.Seed).Of(what).Key);

    private void SetUp()
    {
        // One after the other: each needs what came before.
        _time.At(_settings.Start, "setup", async () =>
        {
            foreach (var (entity, command) in _fleet.Setup())
                await _callers.Ask("setup", new(entity, command));
        });
    }

    private void Script()
    {
        var script = new ChaosScript(_settings, FaultsBegin);
        var view = new ChaosView(_store, _time);
        foreach (var call in script.Calls)
        {
            _time.At(call.At, call.Caller, async () =>
            {
                if (call.What(view) is { } asked)
                    await _callers.Ask(call.Caller, asked);
            });
        }

        new Havoc(_settings, _time, _faults, _stops).Plan(FaultsBegin, FaultsEnd, _fleet, new(_callers, _engine, _reports, _store));
    }

    /// <summary>No more faults; what people can mend is mended.</summary>
    private void CalmDown()
    {
        _faults.IsActive = false;
        _engine.Heal();
        _time.At(_time.Now, "relief", async () =>
        {
            foreach (var (entity, command) in _fleet.Relief())
                await _callers.Ask("relief", new(entity, command));
        });
    }

    /// <summary>There is a moment of rest for everything but images soon, and later one for images too.</summary>
    private async Task BecomeQuiet()
    {
        var from = Instant.Max(_time.Now, _faults.LastsUntil);
        await Rest("liveness", from + RestsWithin, imagesToo: false);
        if (_violations.Count > 0)
            return;
        await Advance(from + QuietPhase);
        await Rest("liveness of images", from + QuietPhase + RestsWithin, imagesToo: true);
        _book.Rest(_time.Now, isEnd: true);
    }

    /// <summary>Rest is looked for now and then: who is maintained on a Sunday has no rest meanwhile, and who waits for ever never has.</summary>
    private async Task Rest(string bound, Instant by, bool imagesToo)
    {
        var unrest = Unrest(imagesToo);
        while (unrest.Count > 0 && _time.Now < by && _violations.Count == 0)
        {
            await Advance(_time.Now + LooksEvery);
            unrest = Unrest(imagesToo);
        }

        Violate(bound, unrest);
    }

    private List<(Entity Entity, string What)> Unrest(bool imagesToo) => [.. new Liveness(_store, _time.Now).Faults(imagesToo)];

    private async Task Advance(Instant until)
    {
        var last = _time.Now;
        _time.At(until, "", () => ValueTask.CompletedTask);
        while (_violations.Count == 0 && _time.NextAt is { } next && next <= until)
        {
            await _engine.Step();
            if (_time.Now > last)
                _book.Rest(last = _time.Now);
            if (_time.Failure is { } failure)
                Violate(failure);
            else if (_time.StandsStill)
                Violate("time advances", "", $"more than {ChaosTime.MaxStepsAtOnce} steps at {_time.Now}");
        }

        if (_time.IsStuck)
            Violate("calls end", "", "somebody waits for something that never comes");
    }

    private void Violate(Exception failure)
    {
        if (failure is InvariantViolationException broken)
            Violate(broken.Invariant, "", broken.Message);
        else
            Violate("nothing crashes", "", $"{failure.GetType().Name}: {failure.Message} {failure.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains("DeskFleet.Core", StringComparison.Ordinal))?.Trim()}");
    }

    private void Violate(string judge, List<(Entity Entity, string What)> what) =>
        _violations.AddRange(what.Select(fault => new Violation(judge, fault.Entity.ToString(), _time.Now, null, fault.What)));

    private void Violate(string judge, string entity, string what) => _violations.Add(new(judge, entity, _time.Now, null, what));

    private ChaosResult Result()
    {
        _violations.AddRange(_machines.Doubles.Select(twice => new Violation("a desktop runs once", Entity.Of(twice.WorkSpace).ToString(), twice.At, null, twice.What)));
        _violations.AddRange(_watch.Violations.Take(Docket.MaxPerJudge));
        var (hash, events) = (_log.Hash, _log.Count);
        _log.Dispose();
        var evidence = Evidence();
        if (_settings.PlantsViolation)
            Violate("planted", "", "so that tests see what comes after it");
        if (_violations.Count == 0)
            _violations.AddRange(Bench.Judge(evidence));
        return new(
            _settings,
            _kind,
            [.. _violations],
            evidence,
            hash,
            _time.Now - _settings.Start,
            [.. _faults.Injected],
            _book.Moves.ToImmutableDictionary(),
            _book.Refusals.ToImmutableDictionary())
        {
            Steps = _time.Steps,
            Events = events,
            Trace = _violations.Count > 0 ? [.. _time.Trace] : [],
        };
    }

    private ChaosEvidence Evidence() => new()
    {
        Events = _file.ToArray(),
        Facts = _fleet.Facts(),
        EndsAt = _time.Now,
        LastFaultEndedAt = Instant.Max(FaultsEnd, _faults.LastsUntil),
        Records = _store.Records.ToDictionary(row => row.Key.ToString(), row => ChaosStore.Json(row.Value)),
        Calls = _callers.Calls,
        Faults = [.. _faults.Injected.Select(Record)],
        Bills = [.. RecordBills.Of(_store.Records.Select(row => row.Value), _settings.Start, _time.Now)],
        Bounds = JudgeBounds.Default with { QuietPhase = RestsWithin },
    };

    /// <summary>What was held up is found by the next scan, and what failed is tried again, within the minute.</summary>
    private static FaultRecord Record(InjectedFault fault)
    {
        var word = WordOf(fault.Kind);
        return new(word, fault.Subject, fault.From, word == fault.Kind.ToString() ? fault.Until : (fault.Until ?? fault.From) + HoldsUp);
    }

    private static string WordOf(FaultKind kind) => kind switch
    {
        FaultKind.TimersStopped => FaultKinds.TimersStopped,
        FaultKind.WakeLost or FaultKind.WakeLate => FaultKinds.WakesLate,
        FaultKind.EffectLate or FaultKind.EffectStale => FaultKinds.EffectsLate,
        FaultKind.ClockApart or FaultKind.ClockSetBack => FaultKinds.ClockSkew,
        FaultKind.WriteFails or FaultKind.WriteDoubtful or FaultKind.SiloKilled or FaultKind.CallLost or FaultKind.AnswerLost or FaultKind.CallSlow => FaultKinds.Unavailable,
        FaultKind.LossNewsLate => FaultKinds.LossNewsLate,
        _ => kind.ToString(),
    };
}
