using System.Collections.Concurrent;
using DeskFleet.Testing.Engines;
using NodaTime;

namespace DeskFleet.Simulator.Planning;

/// <summary>
/// Finds the fewest hosts. Each seed has its own least number, found upward from its lower bound; the answer is the largest of them,
/// confirmed under all seeds together with one more, and then put to the production grains under seeds that nobody has seen.
/// </summary>
public sealed class Planner
{
    /// <summary>What a search takes under one seed, as a rule: the bound, its neighbour, and one more than the answer.</summary>
    private const int TypicalRunsPerSeed = 3;

    /// <summary>A fresh seed that misses joins the others; after so many the answer stands as it is, marked.</summary>
    private const int MaxVerifications = 5;

    private readonly PlanRequest _request;
    private readonly TrialRunner _runner;
    private readonly TrialBook _book;
    private readonly IPlanProgress? _progress;
    private readonly CancellationToken _cancellation;
    private readonly TrialDesk _desk;
    private readonly ConcurrentDictionary<ulong, SeedPlan> _seeds = new();
    private readonly ConcurrentDictionary<ulong, LowerBound> _bounds = new();
    private readonly List<Verification> _verified = [];

    public Planner(PlanRequest request, TrialBook book, IPlanProgress? progress, CancellationToken cancellation)
    {
        (_request, _book, _progress, _cancellation, _runner) = (request, book, progress, cancellation, new(request));
        MaxHosts = Math.Max(1, request.MaxHosts ?? Planning.MaxHosts.Of(request));
        _desk = new(request, _runner, book, MaxHosts, progress, cancellation);
    }

    public int MaxHosts { get; }

    /// <summary>Plans to the end or until cancelled.</summary>
    public async Task<Plan> Run()
    {
        var seeds = Enumerable.Range(0, _request.Seeds).Select(i => unchecked(_request.Scenario.Seed + (ulong)i)).ToList();
        _desk.Expected = seeds.Count * TypicalRunsPerSeed * _request.Losses.Length;
        int? hosts = null;
        try
        {
            hosts = await Search(seeds);
            hosts = hosts is null ? null : await Verify(seeds, hosts.Value);
        }
        catch (OperationCanceledException) when (_cancellation.IsCancellationRequested)
        {
            return Answer(seeds, hosts, isPartial: true);
        }

        return Answer(seeds, hosts, isPartial: false);
    }

    private async Task<int?> Search(List<ulong> seeds)
    {
        if (DriverAlone.Doubt(_request) is { } doubt)
            _progress?.Phase(doubt);
        if (!(await _desk.Ample(seeds[0])).Holds)
            return null;
        await ForEach(seeds, SearchSeed);
        return seeds.All(seed => _seeds[seed].Hosts is not null) ? await Confirm(seeds, seeds.Max(seed => _seeds[seed].Hosts!.Value)) : null;
    }

    private async Task SearchSeed(ulong seed)
    {
        var bound = _bounds[seed] = await BoundOf(seed);
        var least = Math.Min(MaxHosts, bound.Hosts);
        _seeds[seed] = new(seed, null, least);
        if (bound.IsProven && bound.Hosts > MaxHosts)
            return;
        var vain = int.MaxValue;
        var hosts = await BoundarySearch.Least(least, bound.IsProven ? least : _request.Fewest, MaxHosts, async n =>
        {
            if (n >= vain)
                return false;
            var isEnough = await _desk.IsEnough(n, seed);
            vain = _desk.IsVain(n, seed) ? n : vain;
            return isEnough;
        });
        _seeds[seed] = new(seed, hosts, least);
    }

    private async Task<LowerBound> BoundOf(ulong seed)
    {
        var demand = new Demand(_request.Scenario, _runner.PopulationOf(seed));
        Instant? lostAt = _request.Survival == Survival.Host ? (await _desk.Ample(seed)).Peaks.Values.Max(peak => peak.At) : null;
        return LowerBound.Of(_request, demand, lostAt);
    }

    /// <summary>More hosts should never be worse. Where they are, the answer moves up until it and the next one hold everywhere.</summary>
    private async Task<int?> Confirm(List<ulong> seeds, int hosts)
    {
        for (var n = hosts; n <= MaxHosts; n++)
        {
            if (!await HoldsUnderAll(seeds, n) || n < MaxHosts && !await HoldsUnderAll(seeds, n + 1))
            {
                if (seeds.Any(seed => _desk.IsVain(n, seed) || _desk.IsVain(n + 1, seed)))
                    return null;
                continue;
            }

            await ShowThatFewerFail(seeds, n - 1);
            return n;
        }

        return null;
    }

    /// <summary>The search never goes below a proven bound, so that nobody has seen it fail there; one seed is enough to show it.</summary>
    private async Task ShowThatFewerFail(List<ulong> seeds, int hosts)
    {
        if (hosts >= _request.Fewest)
            await _desk.IsEnough(hosts, seeds.MaxBy(seed => (_seeds[seed].Hosts, _seeds[seed].LowerBound)));
    }

    /// <summary>All seeds are tried even after a miss, so that what is reported does not depend on which run was faster.</summary>
    private async Task<bool> HoldsUnderAll(List<ulong> seeds, int hosts)
    {
        var misses = 0;
        await ForEach(seeds, async seed => Interlocked.Add(ref misses, await _desk.IsEnough(hosts, seed) ? 0 : 1));
        return misses == 0;
    }

    private async Task<int?> Verify(List<ulong> seeds, int hosts)
    {
        int? answer = hosts;
        var asked = 0;
        for (var fresh = 0; fresh < _request.FreshSeeds && asked < _request.FreshSeeds + MaxVerifications && answer is { } n; asked++)
        {
            var seed = unchecked(_request.Scenario.Seed + (ulong)(_request.Seeds + asked));
            _progress?.Phase($"verifying {n} {(n == 1 ? "host" : "hosts")} on the production grains with seed {seed}");
            if (await HoldsOnGrains(n, seed))
            {
                fresh++;
                continue;
            }

            _progress?.Phase($"seed {seed} needs more than {n} {(n == 1 ? "host" : "hosts")} and joins the search");
            seeds.Add(seed);
            await SearchSeed(seed);
            answer = _seeds[seed].Hosts is { } more ? await Confirm(seeds, Math.Max(n + 1, more)) : null;
        }

        return answer;
    }

    private async Task<bool> HoldsOnGrains(int hosts, ulong seed)
    {
        foreach (var loss in _request.Losses)
        {
            var trial = new Trial(hosts, seed, loss);
            var peaks = loss == Loss.None ? TrialRunner.NoPeaks : (await _desk.Ample(seed)).Peaks;
            var outcome = await _runner.Run(trial, EngineKind.Grains, peaks, _cancellation) ?? throw new OperationCanceledException(_cancellation);
            _verified.Add(new(seed, hosts, loss.Name, outcome.Holds, outcome.Refused, outcome.WaitP99Seconds));
            if (!outcome.Holds)
                return false;
        }

        return true;
    }

    private Task ForEach(List<ulong> seeds, Func<ulong, Task> run) => Parallel.ForEachAsync(
        seeds, new ParallelOptions { MaxDegreeOfParallelism = _request.Workers, CancellationToken = _cancellation }, async (seed, _) => await run(seed));

    private Plan Answer(List<ulong> seeds, int? hosts, bool isPartial) =>
        new PlanAnswer(_request, _book, MaxHosts).Of(seeds, _seeds, _bounds, hosts, _verified, isPartial, _desk.Runs);
}
