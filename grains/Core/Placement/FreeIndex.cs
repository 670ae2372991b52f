using System.Collections.Immutable;
using DeskFleet.Core.Identity;

namespace DeskFleet.Core.Placement;

/// <summary>
/// The hosts of one pool, the open ones in the order in which they are proposed (<see cref="RankedHosts"/>): those without a GPU first, and for whoever
/// needs one only those that have some. Persistent, so that a plan works on a snapshot; a change costs O(log hosts).
/// </summary>
public sealed class FreeIndex
{
    private readonly ImmutableDictionary<HostId, HostView> _hosts;
    private readonly RankedHosts _plain;
    private readonly RankedHosts _withGpus;

    /// <summary>The hosts of which something has been offered that is not answered yet.</summary>
    private readonly ImmutableDictionary<HostId, HostOffers> _offers;

    private FreeIndex(
        ImmutableDictionary<HostId, HostView> hosts,
        RankedHosts plain,
        RankedHosts withGpus,
        ImmutableDictionary<HostId, HostOffers> offers,
        int closed,
        int empty,
        int freeVCpu) =>
        (_hosts, _plain, _withGpus, _offers, Closed, EmptyHosts, FreeVCpu) = (hosts, plain, withGpus, offers, closed, empty, freeVCpu);

    public static FreeIndex Empty { get; } = new(
        ImmutableDictionary<HostId, HostView>.Empty,
        RankedHosts.Empty,
        RankedHosts.Empty,
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
        {
            var (plain, withGpus) = Ranked(null, view);
            return new(_hosts.Add(view.Host, view), plain, withGpus, _offers, Closed + Shut(view), EmptyHosts + Reserve(view), FreeVCpu + Room(view));
        }

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

    /// <summary>Open hosts with the vCPU, and where GPUs are wanted those that have some, free or not; best first.</summary>
    public IEnumerable<HostView> FromBest(Capacity wanted)
    {
        var names = wanted.Gpus > 0 ? _withGpus.FromBest(wanted.VCpu) : _plain.FromBest(wanted.VCpu).Concat(_withGpus.FromBest(wanted.VCpu));
        return names.Select(name => _hosts[new(name)]);
    }

    /// <summary>How many of the open hosts that come into question have too few free vCPU.</summary>
    public int CountBelow(Capacity wanted) => _withGpus.CountBelow(wanted.VCpu) + (wanted.Gpus > 0 ? 0 : _plain.CountBelow(wanted.VCpu));

    /// <summary>How many open hosts do not come into question, since GPUs are wanted and they have none.</summary>
    public int CountWithoutGpu(Capacity wanted) => wanted.Gpus > 0 ? _plain.Count : 0;

    private FreeIndex Replace(HostView known, HostOffers offers) =>
        Replace(known, offers.Left, offers.IsEmpty ? _offers.Remove(known.Host) : _offers.SetItem(known.Host, offers));

    private FreeIndex Replace(HostView known, HostView view, ImmutableDictionary<HostId, HostOffers> offers)
    {
        var (plain, withGpus) = Ranked(known, view);
        return new(
            _hosts.SetItem(view.Host, view),
            plain,
            withGpus,
            offers,
            Closed - Shut(known) + Shut(view),
            EmptyHosts - Reserve(known) + Reserve(view),
            FreeVCpu - Room(known) + Room(view));
    }

    private (RankedHosts Plain, RankedHosts WithGpus) Ranked(HostView? before, HostView view)
    {
        var ranked = (Plain: _plain, WithGpus: _withGpus);
        if (before is { Open: true, Type.Capacity.Gpus: > 0 })
            ranked.WithGpus = ranked.WithGpus.Without(before);
        else if (before is { Open: true })
            ranked.Plain = ranked.Plain.Without(before);
        if (view is { Open: true, Type.Capacity.Gpus: > 0 })
            ranked.WithGpus = ranked.WithGpus.With(view);
        else if (view.Open)
            ranked.Plain = ranked.Plain.With(view);
        return ranked;
    }

    private static int Shut(HostView view) => view.Open ? 0 : 1;

    private static int Room(HostView view) => view.Open ? view.Free.VCpu : 0;

    private static int Reserve(HostView view) => view is { Open: true, Occupants: 0 } ? 1 : 0;
}
