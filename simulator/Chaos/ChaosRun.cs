using System.Collections.Immutable;
using DeskFleet.Core.Chances;
using DeskFleet.Core.Drivers;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Grains.Drivers;
using DeskFleet.Grains.Importing;
using DeskFleet.Simulator.Chaos.Judges;
using DeskFleet.Simulator.Checking;
using DeskFleet.Simulator.Runs;
using DeskFleet.Testing.Engines;
using DeskFleet.Testing.Faults;
using NodaTime;

namespace DeskFleet.Simulator.Chaos;

/// <summary>One seed on engine <c>core</c>: setup, faults, relief, a quiet phase, judgement. Runs share nothing.</summary>
public sealed class ChaosRun
{
    /// <summary>How long after the last fault everything but images is at rest, unless it is a Sunday's window, which is over by then.</summary>
    public static readonly Duration RestsWithin = Duration.FromHours(7);

    /// <summary>How long the quiet phase goes on for what is slow: an importer that has said nothing is told again after twelve hours.</summary>
    public static readonly Duration QuietPhase = Duration.FromHours(44);

    private static readonly Duration SetupTakes = Duration.FromMinutes(30);
    private static readonly Duration LooksEvery = Duration.FromMinutes(37);

    private readonly ChaosSettings _settings;
    private readonly ChaosTime _time;
    private readonly Faults _faults;
    private readonly ChaosFleet _fleet;
    private readonly ChaosBook _book;
    private readonly ChaosStore _store;
    private readonly ChaosEngine _engine;
    private readonly ChaosReports _reports;
    private readonly ChaosMachines _machines;
    private readonly TimerStops _stops = new();
    private readonly MemoryStream _file = new();
    private readonly EventLog _log;
    private readonly ChaosCallers _callers;
    private readonly List<Violation> _violations = [];

    public ChaosRun(ChaosSettings settings)
    {
        _settings = settings;
        _time = new(settings.Start, DiceOf("scheduler"), settings.Overlaps);
        _faults = new(settings.Rates, DiceOf("faults"), _time);
        _fleet = new(settings);
        _book = new(clocksAgree: !settings.Rates.ContainsKey(FaultKind.ClockApart) && !settings.Rates.ContainsKey(FaultKind.ClockSetBack));
        _log = new(_file, _book);
        ChaosEngine engine = null!;
        _store = new(_faults, _time, _book, new DurableWakes(_time, () => engine.AnySilo, _stops));
        _reports = new(_time, _faults, () => engine.AnySilo);
        var behaviour = new DriverBehaviour(DriverBehaviour.Default.Verbs.ToImmutableDictionary(
            verb => verb.Key, verb => verb.Value with { Faults = new(settings.DriverFaults, settings.DriverFaults, settings.DriverFaults) }));
        _machines = new(new(behaviour, new(settings.Seed), _reports), _time);
        var importer = new StandInImageImporter(ImporterBehaviour.Default with { Faults = new(settings.DriverFaults, 0, settings.DriverFaults) }, new(settings.Seed), _reports);
        _engine = engine = new(_time, _store, _faults, new(_machines, importer, _faults), _stops, settings.Silos);
        (_book.Log, _book.Fenced, _reports.Happened) = (_log, _machines.Fence, _machines.Reported);
        _engine.Answered = (_, _, reply) => _book.Answered(reply);
        _callers = new(_time, _faults, _engine, _log);
    }

    private Instant FaultsBegin => _settings.Start + SetupTakes;

    private Instant FaultsEnd => FaultsBegin + _settings.FaultPhase;

    /// <summary>Runs to the end, or to the first thing that stops it. On a thread without a synchronization context.</summary>
    public ChaosResult Run()
    {
        try
        {
            SetUp();
            Advance(FaultsBegin);
            _faults.IsActive = true;
            Script();
            Advance(FaultsEnd);
            CalmDown();
            BecomeQuiet();
        }
        catch (InvariantViolationException broken)
        {
            Violate(broken.Invariant, "", broken.Message);
        }

        return Result();
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

    /// <summary>
    /// There is a moment of rest within the bound. It is looked for now and then, since who stays AlwaysOn may be maintained in between, and after that
    /// everybody has it for good but for images.
    /// </summary>
    private void BecomeQuiet()
    {
        var from = Instant.Max(_time.Now, _faults.LastsUntil);
        var (restsBy, unrest) = (from + RestsWithin, Unrest(imagesToo: false));
        while (unrest.Count > 0 && _time.Now < restsBy)
        {
            Advance(_time.Now + LooksEvery);
            unrest = Unrest(imagesToo: false);
        }

        Violate("liveness", unrest);
        if (_violations.Count > 0)
            return;
        Advance(from + QuietPhase);
        Violate("liveness at the end", Unrest(imagesToo: true));
        _book.Rest(_time.Now, isEnd: true);
    }

    private List<(Entity Entity, string What)> Unrest(bool imagesToo) => [.. new Liveness(_store, _time.Now).Faults(imagesToo)];

    private void Advance(Instant until)
    {
        var last = _time.Now;
        _time.At(until, "", () => ValueTask.CompletedTask);
        while (_violations.Count == 0 && _time.NextAt is { } next && next <= until)
        {
            _time.Step();
            if (_time.Now > last)
                _book.Rest(last = _time.Now);
            if (_time.Failure is { } failure)
                Violate(failure);
            else if (_time.StandsStill)
                Violate("time advances", "", $"more than {ChaosTime.MostStepsAtOnce} steps at {_time.Now}");
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
        var (hash, events) = (_log.Hash, _log.Count);
        _log.Dispose();
        var evidence = Evidence();
        return new(
            _settings,
            EngineKind.Core,
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
        Faults = [.. _faults.Injected.Select(fault => new FaultRecord(WordOf(fault.Kind), fault.Subject, fault.From, fault.Until))],
        Bounds = JudgeBounds.Default with { QuietPhase = RestsWithin },
    };

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
