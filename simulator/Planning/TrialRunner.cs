using System.Collections.Concurrent;
using System.Collections.Immutable;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Kernel;
using DeskFleet.Simulator.Populations;
using DeskFleet.Simulator.Reports;
using DeskFleet.Simulator.Runs;
using DeskFleet.Simulator.Scenarios;
using DeskFleet.Testing.Engines;
using NodaTime;

namespace DeskFleet.Simulator.Planning;

/// <summary>Runs one number of hosts under one seed and one loss, to its end or to the first miss. Thread-safe.</summary>
public sealed class TrialRunner(PlanRequest request)
{
    private readonly ConcurrentDictionary<ulong, Lazy<Crowd>> _crowds = new();

    /// <summary>Where nothing is lost.</summary>
    public static ImmutableSortedDictionary<string, ZonePeak> NoPeaks { get; } = ImmutableSortedDictionary<string, ZonePeak>.Empty;

    /// <param name="peaks">When each zone loses what it loses; from an ordinary run of the same seed.</param>
    /// <returns>Null when cancelled.</returns>
    public async Task<Outcome?> Run(
        Trial trial, EngineKind engine, IReadOnlyDictionary<string, ZonePeak> peaks, CancellationToken cancellation)
    {
        var crowd = CrowdOf(trial.Seed);
        using var miss = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var scenario = request.With(trial.Seed, trial.Hosts);
        var load = new LoadReader(scenario.Start, request.HostType);
        var plan = new PlanReader(trial.Loss.Zone, request.MaxWait ?? Duration.MaxValue, figures => StopIfLost(figures, crowd, miss));
        var options = new RunOptions(engine) { Logs = false, Incidents = [.. Incidents(trial.Loss, load, peaks)] };
        var simulation = new Simulation(scenario, crowd.Population, options);
        load.Follow(simulation.Desktops);
        var books = NeedsBooks ? new RunBooks(scenario, simulation) : null;
        var result = await simulation.Run(null, null, miss.Token, [load, plan, .. books?.Readers ?? []]);
        if (cancellation.IsCancellationRequested && result.IsPartial)
            return null;
        if (!result.IsPartial)
            End(plan.Figures, scenario, trial, result, books);
        return OutcomeOf(plan.Figures, load, trial, result.IsPartial);
    }

    /// <summary>People do not depend on hosts, so each seed's are made once.</summary>
    public Population PopulationOf(ulong seed) => CrowdOf(seed).Population;

    private bool NeedsBooks => request.Targets.Any(target => target is ThresholdTarget { NeedsBooks: true });

    private Crowd CrowdOf(ulong seed) => _crowds.GetOrAdd(seed, key => new(() => CrowdFor(key))).Value;

    private Crowd CrowdFor(ulong seed)
    {
        var population = Population.Create(request.With(seed, 1), request.Trace);
        return new(population, request.Most(population.Users.Sum(user => population.Sessions(user).LongCount())));
    }

    private void StopIfLost(PlanFigures figures, Crowd crowd, CancellationTokenSource miss)
    {
        foreach (var target in request.Targets)
        {
            if (target.IsLost(figures, crowd.Most))
                miss.Cancel();
        }
    }

    private static IEnumerable<TimelineCommand> Incidents(Loss loss, LoadReader load, IReadOnlyDictionary<string, ZonePeak> peaks) => loss.Kind switch
    {
        Survival.Host =>
            from zone in peaks
            select new TimelineCommand(zone.Value.At, () => load.Fullest(zone.Key) is { } host ? [Lose(host)] : []),
        Survival.Zone when peaks.GetValueOrDefault(loss.Zone!) is { } peak =>
            [new TimelineCommand(peak.At, () => [.. load.HostsOf(loss.Zone!).Select(Lose)])],
        _ => [],
    };

    private static (Entity Entity, Command Command) Lose(Core.Identity.HostId host) => (Entity.Of(host), new LoseHost("lost by the plan"));

    private static void End(PlanFigures figures, Scenario scenario, Trial trial, RunResult result, RunBooks? books)
    {
        (figures.Asked, figures.Desktops) = (result.Fleet.SignIns, result.Fleet.Desktops);
        var inputs = new RunInputs(scenario.Name, "", null, scenario.Seed, "");
        if (trial.Loss.Zone is null)
            figures.Ended = new(scenario, books?.Close(inputs, result) ?? RunSummary.Of(inputs, scenario, result));
    }

    private Outcome OutcomeOf(PlanFigures figures, LoadReader load, Trial trial, bool isAborted) => new(
        !isAborted && request.Targets.All(target => target.Holds(figures)),
        isAborted,
        figures.Refused,
        figures.OverQuota,
        figures.Waits.Count,
        figures.Waits.Percentile(0.99),
        figures.LongWaits,
        figures.StartsQueued,
        figures.RoomWaits,
        figures.ShortOf.ToImmutableSortedDictionary(),
        load.Zones.Where(zone => request.Zones.Contains(zone.Key)).ToImmutableSortedDictionary(
            zone => zone.Key,
            zone => new ZonePeak(zone.Value.Peak.VCpu, zone.Value.Peak.MemoryMiB, zone.Value.Peak.Gpus, zone.Value.PeakAt),
            StringComparer.Ordinal))
    {
        Shortfall = request.Targets.Select(target => target.Shortfall(figures)).FirstOrDefault(missed => missed is not null),
        MaxRefusals = request.MaxRefusals(CrowdOf(trial.Seed).Most),
        MoreHostsHelp = trial.Loss != Loss.None || LosesHosts || figures.RoomWaits + figures.StartsQueued + figures.Refused + figures.OverQuota > 0
            || request.Targets.Any(target => !target.NeedsRoomOnly && !target.Holds(figures)),
    };

    /// <summary>Who is cut off, and when, hangs on which hosts there are.</summary>
    private bool LosesHosts => request.Scenario.Timeline.OfType<Scenarios.Timelines.HostsChange>().Any();

    private sealed record Crowd(Population Population, MaxOf Most);
}
