using System.Collections.Immutable;

namespace DeskFleet.Core.Placement;

/// <summary>
/// Open hosts, the best first: those with the shortest start queue, then the tightest by free vCPU, then by name. This is the one place where hosts are
/// compared; who proposes takes them in this order. Persistent; a change costs O(log hosts).
/// </summary>
internal sealed class RankedHosts
{
    private readonly ImmutableSortedDictionary<Rank, ImmutableSortedSet<string>> _ranks;

    private RankedHosts(ImmutableSortedDictionary<Rank, ImmutableSortedSet<string>> ranks, int count) => (_ranks, Count) = (ranks, count);

    public static RankedHosts Empty { get; } = new(ImmutableSortedDictionary<Rank, ImmutableSortedSet<string>>.Empty, 0);

    public int Count { get; }

    public RankedHosts With(HostView view)
    {
        var rank = Rank.Of(view);
        var names = _ranks.GetValueOrDefault(rank) ?? ImmutableSortedSet.Create<string>(StringComparer.Ordinal);
        return new(_ranks.SetItem(rank, names.Add(view.Host.Value)), Count + 1);
    }

    public RankedHosts Without(HostView view)
    {
        var rank = Rank.Of(view);
        var names = _ranks[rank].Remove(view.Host.Value);
        return new(names.IsEmpty ? _ranks.Remove(rank) : _ranks.SetItem(rank, names), Count - 1);
    }

    /// <summary>Names of hosts with at least this many free vCPU, best first.</summary>
    public IEnumerable<string> FromBest(int vcpu) => _ranks.Where(ranked => ranked.Key.FreeVCpu >= vcpu).SelectMany(ranked => ranked.Value);

    /// <summary>How many hosts have fewer free vCPU than this.</summary>
    public int CountBelow(int vcpu) => _ranks.Where(ranked => ranked.Key.FreeVCpu < vcpu).Sum(ranked => ranked.Value.Count);

    private readonly record struct Rank(int StartsAhead, int FreeVCpu) : IComparable<Rank>
    {
        public static Rank Of(HostView view) => new(view.StartsAhead, view.Free.VCpu);

        public int CompareTo(Rank other) => StartsAhead != other.StartsAhead ? StartsAhead.CompareTo(other.StartsAhead) : FreeVCpu.CompareTo(other.FreeVCpu);
    }
}
