using System.Collections.Immutable;
using DeskFleet.Core.Identity;
using Orleans;

namespace DeskFleet.Core.Placement;

/// <summary>Why a placement came out as it did: what was looked at and what spoke against the rest.</summary>
/// <param name="Evaluated">Hosts of the pool that were considered.</param>
/// <param name="Filtered">How many were rejected, by first reason. Hosts beyond the best candidates are not looked at.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.placement-explanation")]
public sealed record PlacementExplanation(int Evaluated, ImmutableSortedDictionary<Rejection, int> Filtered)
{
    public static PlacementExplanation None { get; } = new(0, ImmutableSortedDictionary<Rejection, int>.Empty);

    public override string ToString() =>
        Filtered.IsEmpty
            ? $"{Evaluated} evaluated"
            : $"{Evaluated} evaluated, rejected: {string.Join(", ", Filtered.Select(f => $"{f.Key} {f.Value}"))}";
}

/// <summary>A host that would do.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.placement-candidate")]
public sealed record PlacementCandidate(HostId Host);

/// <summary>
/// Chooses hosts in one pool (PLC-04, PLC-05, BYO-16). It plans on a snapshot and only proposes; the host decides. It stops after
/// a few candidates, since the index gives hosts in their order.
/// </summary>
public sealed class Placer
{
    /// <summary>How many candidates a proposal carries.</summary>
    public const int MaxCandidates = 3;

    private readonly ImmutableArray<PlacementFilter> _filters;

    /// <summary>
    /// The order is the order of the explanation: whether it fits, whether it should. Closed hosts, those with too few vCPU, and
    /// those without a GPU where one is wanted are counted by the index and never come here.
    /// </summary>
    private Placer()
    {
        _filters =
        [
            new(Rejection.Memory, static (host, wanted, _) => host.Free.MemoryMiB >= wanted.Size.MemoryMiB),
            new(Rejection.Gpu, static (host, wanted, _) => host.Free.Gpus >= wanted.Size.Gpus),
            new(Rejection.KeptInReserve, static (host, wanted, pool) =>
                wanted.MayUseReserve || host.Occupants > 0 || pool.EmptyHosts > pool.ReserveHosts),
        ];
    }

    public static Placer Default { get; } = new();

    /// <summary>The best hosts for a request, in the order of the index: best first, ties go to the lower host name.</summary>
    public (ImmutableArray<PlacementCandidate> Candidates, PlacementExplanation Explanation) Propose(
        FreeIndex index, PlacementRequest request, int reserveHosts)
    {
        var context = new PlacementContext(index.EmptyHosts, reserveHosts);
        var rejected = new int[Enum.GetValues<Rejection>().Length];
        rejected[(int)Rejection.NotOpen] = index.Closed;
        rejected[(int)Rejection.VCpu] = index.CountBelow(request.Size);
        rejected[(int)Rejection.Gpu] = index.CountWithoutGpu(request.Size);
        var evaluated = rejected.Sum();
        var found = ImmutableArray.CreateBuilder<PlacementCandidate>(MaxCandidates);
        foreach (var host in index.FromBest(request.Size))
        {
            evaluated++;
            if (FirstRejection(host, request, context) is { } reason)
            {
                rejected[(int)reason]++;
                continue;
            }

            found.Add(new(host.Host));
            if (found.Count == MaxCandidates)
                break;
        }

        return (found.ToImmutable(), Explain(evaluated, rejected));
    }

    private Rejection? FirstRejection(HostView host, PlacementRequest request, PlacementContext context)
    {
        foreach (var filter in _filters)
        {
            if (!filter.Passes(host, request, context))
                return filter.Reason;
        }

        return null;
    }

    private static PlacementExplanation Explain(int evaluated, int[] rejected)
    {
        var filtered = ImmutableSortedDictionary<Rejection, int>.Empty;
        for (var i = 0; i < rejected.Length; i++)
        {
            if (rejected[i] > 0)
                filtered = filtered.Add((Rejection)i, rejected[i]);
        }

        return new(evaluated, filtered);
    }
}
