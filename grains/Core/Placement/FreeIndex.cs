using System.Collections.Immutable;
using DeskFleet.Core.Identity;

namespace DeskFleet.Core.Placement;

/// <summary>
/// The hosts of one pool, the open ones ordered so that the best come first: hosts without a GPU before those with one, those with the
/// shortest start queue, then the tightest by free vCPU, then by name. Persistent, so that a plan works on a snapshot; a change costs O(log hosts).
/// </summary>
public sealed class FreeIndex
{
    private readonly ImmutableDictionary<HostId, HostView> _hosts;
    private readonly ImmutableSortedDictionary<Rank, ImmutableSortedSet<string>> _ranks;

    /// <summary>The hosts of which something has been offered that is not answered yet.</summary>
    private readonly ImmutableDictionary<HostId, HostOffers> _offers;

    private FreeIndex(
        ImmutableDictionary<HostId, HostView> hosts,
        ImmutableSortedDictionary<Rank, ImmutableSortedSet<string>> ranks,
        ImmutableDictionary<HostId, HostOffers> offers,
        int closed,
        int empty,
        int freeVCpu) =>
        (_hosts, _ranks, _offers, Closed, EmptyHosts, FreeVCpu) = (hosts, ranks, offers, closed, empty, freeVCpu);

    public static FreeIndex Empty { get; } = new(
        ImmutableDictionary<HostId, HostView>.Empty,
        ImmutableSortedDictionary<Rank, ImmutableSortedSet<string>>.Empty,
        ImmutableDictionary<HostId, HostOffers>.Empty,
        0,
        0,
        0);

    public int Count => _hosts.Count;

    /// <summary>Hosts that take no desktops now.</summary>
    public int Closed { get; }

    /// <summary>Open hosts without any desktop: the reserve.</summary>
    public int EmptyHosts { get; }

    /// <summary>Free vCPU over all open hosts.</summary>
    public int FreeVCpu { get; }

    public HostView? Find(HostId host) => _hosts.GetValueOrDefault(host);

    /// <summary>Takes in news about a host; older news than what is known changes nothing.</summary>
    public FreeIndex With(HostView view)
    {
        if (Find(view.Host) is not { } known)
            return new(
                _hosts.Add(view.Host, view), Insert(_ranks, view), _offers, Closed + Shut(view), EmptyHosts + Reserve(view), FreeVCpu + Room(view));
        return known.Version >= view.Version ? this
            : _offers.TryGetValue(view.Host, out var offers) ? Replace(known, offers.Hear(view))
            : Replace(known, view, _offers);
    }

    /// <summary>Counts a slot as taken that is offered to somebody, until he has answered.</summary>
    public FreeIndex WithOffer(HostId host, WorkSpaceId workSpace, Capacity size) =>
        Find(host) is { } known ? Replace(known, (_offers.GetValueOrDefault(host) ?? HostOffers.None(known)).With(workSpace, size)) : this;

    /// <summary>He has answered: what he took is, or will be, in the host's news; what he did not take is free again.</summary>
    public FreeIndex WithAnswer(HostId host, WorkSpaceId workSpace, bool taken) =>
        _offers.TryGetValue(host, out var offers) ? Replace(_hosts[host], offers.Answered(workSpace, taken)) : this;

    /// <summary>Open hosts with at least this many free vCPU, best first.</summary>
    public IEnumerable<HostView> FromBest(int vcpu)
    {
        foreach (var (rank, names) in _ranks)
        {
            if (rank.FreeVCpu < vcpu)
                continue;
            foreach (var name in names)
                yield return _hosts[new(name)];
        }
    }

    /// <summary>How many open hosts have fewer free vCPU than this.</summary>
    public int CountBelow(int vcpu)
    {
        var count = 0;
        foreach (var (rank, names) in _ranks)
        {
            if (rank.FreeVCpu < vcpu)
                count += names.Count;
        }

        return count;
    }

    private FreeIndex Replace(HostView known, HostOffers offers) =>
        Replace(known, offers.Left, offers.IsEmpty ? _offers.Remove(known.Host) : _offers.SetItem(known.Host, offers));

    private FreeIndex Replace(HostView known, HostView view, ImmutableDictionary<HostId, HostOffers> offers) =>
        new(
            _hosts.SetItem(view.Host, view),
            Insert(Remove(_ranks, known), view),
            offers,
            Closed - Shut(known) + Shut(view),
            EmptyHosts - Reserve(known) + Reserve(view),
            FreeVCpu - Room(known) + Room(view));

    private static int Shut(HostView view) => view.Open ? 0 : 1;

    private static int Room(HostView view) => view.Open ? view.Free.VCpu : 0;

    private static int Reserve(HostView view) => view is { Open: true, Occupants: 0 } ? 1 : 0;

    private static ImmutableSortedDictionary<Rank, ImmutableSortedSet<string>> Insert(
        ImmutableSortedDictionary<Rank, ImmutableSortedSet<string>> ranks, HostView view)
    {
        if (!view.Open)
            return ranks;
        var rank = Rank.Of(view);
        var names = ranks.GetValueOrDefault(rank) ?? ImmutableSortedSet.Create<string>(StringComparer.Ordinal);
        return ranks.SetItem(rank, names.Add(view.Host.Value));
    }

    private static ImmutableSortedDictionary<Rank, ImmutableSortedSet<string>> Remove(
        ImmutableSortedDictionary<Rank, ImmutableSortedSet<string>> ranks, HostView view)
    {
        if (!view.Open)
            return ranks;
        var rank = Rank.Of(view);
        var names = ranks[rank].Remove(view.Host.Value);
        return names.IsEmpty ? ranks.Remove(rank) : ranks.SetItem(rank, names);
    }

    private readonly record struct Rank(bool HasGpu, int StartsAhead, int FreeVCpu) : IComparable<Rank>
    {
        public static Rank Of(HostView view) => new(view.Type.Capacity.Gpus > 0, view.StartsAhead, view.Free.VCpu);

        public int CompareTo(Rank other) =>
            HasGpu != other.HasGpu ? HasGpu.CompareTo(other.HasGpu)
            : StartsAhead != other.StartsAhead ? StartsAhead.CompareTo(other.StartsAhead)
            : FreeVCpu.CompareTo(other.FreeVCpu);
    }
}
