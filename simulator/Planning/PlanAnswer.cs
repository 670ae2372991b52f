using System.Collections.Immutable;

namespace DeskFleet.Simulator.Planning;

/// <summary>Puts together what the search knows. It says only what is the same however many runs went on at a time.</summary>
internal sealed class PlanAnswer(PlanRequest request, TrialBook book, int mostHosts)
{
    private readonly ILookup<(int Hosts, ulong Seed), KeyValuePair<Trial, Outcome>> _trials =
        book.All.ToLookup(known => (known.Key.Hosts, known.Key.Seed));

    public Plan Of(
        List<ulong> seeds,
        IReadOnlyDictionary<ulong, SeedPlan> found,
        IReadOnlyDictionary<ulong, LowerBound> bounds,
        int? hosts,
        List<Verification> verified,
        bool isPartial,
        int runs)
    {
        var bound = bounds.OrderBy(b => b.Key).Select(b => b.Value).MaxBy(b => b.Hosts) ?? new LowerBound(1, Constraint.VCpu, IsProven: false);
        return new(
            request.Scenario.Name,
            request.Zones,
            request.Zones.ToImmutableSortedDictionary(zone => zone, zone => request.TypeOf(zone).Name, StringComparer.Ordinal),
            [.. request.Targets.Select(target => target.Text)],
            request.Survival.ToString().ToLowerInvariant(),
            hosts,
            isPartial,
            bound,
            new BindingFinder(request, book, mostHosts).Find(seeds, found, hosts, bound),
            mostHosts,
            NextHolds: hosts is { } n && (n == mostHosts || seeds.All(seed => Held(n + 1, seed) == true)),
            OneFewerFails: hosts is { } m && (m == request.Fewest || seeds.Any(seed => Held(m - 1, seed) == false)),
            IsMonotone: seeds.All(IsMonotone),
            [.. seeds.Where(found.ContainsKey).Select(seed => found[seed])],
            Curve(seeds),
            [.. verified],
            runs,
            book.Recalled)
        {
            Fleet = request.Fleet,
            Listed = [.. request.Listed.Select(hosts => FormattableString.Invariant($"{hosts.Count} {hosts.Type.Name} in {hosts.Zone}"))],
        };
    }

    /// <summary>Null: not known.</summary>
    private bool? Held(int hosts, ulong seed)
    {
        var known = _trials[(hosts, seed)].ToList();
        if (known.Exists(trial => !trial.Value.Holds))
            return false;
        return request.Losses.All(loss => known.Exists(trial => trial.Key.Loss == loss)) ? true : null;
    }

    private bool IsMonotone(ulong seed)
    {
        var tried = _trials.Where(trial => trial.Key.Seed == seed).Select(trial => trial.Key.Hosts).ToList();
        var least = tried.Where(hosts => Held(hosts, seed) == true).DefaultIfEmpty(int.MaxValue).Min();
        return !tried.Exists(hosts => hosts > least && Held(hosts, seed) == false);
    }

    /// <summary>Not every number that was run: with a loss to survive, the most hosts are run without it, only to find the peaks.</summary>
    private ImmutableArray<Candidate> Curve(List<ulong> seeds) =>
    [
        .. from trial in book.All
           where seeds.Contains(trial.Key.Seed)
           group trial by trial.Key.Hosts into candidate
           orderby candidate.Key
           let tried = candidate.Select(trial => trial.Key.Seed).Distinct().Where(seed => Held(candidate.Key, seed) is not null).ToList()
           where tried.Count > 0
           select new Candidate(
               candidate.Key,
               tried.Count,
               tried.Count(seed => Held(candidate.Key, seed) == true),
               candidate.Max(trial => trial.Value.Refused),
               candidate.Max(trial => trial.Value.WaitP99Seconds),
               candidate.Max(trial => trial.Value.StartsQueued),
               candidate.Max(trial => trial.Value.RoomWaits)),
    ];
}
