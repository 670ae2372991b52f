using DeskFleet.Core.Identity;
using DeskFleet.Core.Placement;
using NodaTime;

namespace DeskFleet.Simulator.Reports.Figures;

/// <summary>The hosts of one owner, zone and family (with or without GPU): what they hold and what is taken of it.</summary>
/// <param name="mix">What a mean desktop of the population takes here, in thousandths; null: nobody belongs here.</param>
/// <param name="overTime">What it was at each time.</param>
public sealed class PoolFigures(HostPoolId id, bool hasGpu, bool isEndless, Capacity? mix, PoolTracks overTime)
{
    private readonly List<HostFigures> _hosts = [];

    public HostPoolId Id => id;

    public bool HasGpu => hasGpu;

    /// <summary>Grows by itself, so that it is never tight.</summary>
    public bool IsEndless => isEndless;

    /// <summary>Somebody belongs here, and what there is has an end: it can be held against what is needed.</summary>
    public bool HasLimit => !isEndless && mix is not null;

    public PoolTracks OverTime => overTime;

    public IReadOnlyList<HostFigures> Hosts => _hosts;

    public Capacity Whole { get; private set; }

    public Capacity Used { get; private set; }

    /// <summary>What is left when the largest open host is lost.</summary>
    public Capacity WithoutLargest { get; private set; }

    /// <summary>The share that is free of the scarcest dimension, and its name.</summary>
    public (double Share, string Binding) Headroom => Dimensions.FullestOf(Used, Whole) is var (share, name) ? (1 - share, name) : default;

    public bool SurvivesOneHost => WithoutLargest.Holds(Used);

    /// <summary>Desktops at the population's mix of bundles.</summary>
    public int Holds => DesktopsIn(Whole);

    public int HoldsWithoutLargest => DesktopsIn(WithoutLargest);

    public void Add(HostFigures host) => _hosts.Add(host);

    /// <summary>A slot was taken or freed.</summary>
    public void Hold(Capacity used) => Used = used;

    /// <summary>Hosts came, went or changed.</summary>
    public void Recount()
    {
        (Whole, Used) = (default, default);
        var largest = default(Capacity);
        foreach (var host in _hosts)
        {
            (Whole, Used) = (Whole + host.Offered, Used + host.Used);
            largest = host.IsOpen ? Dimensions.LargerOf(largest, host.Type.Capacity) : largest;
        }

        WithoutLargest = Whole - largest;
    }

    /// <summary>The scarcest of what is taken, in desktops at the population's mix: what it is short of <see cref="Holds"/> is the headroom.</summary>
    public int Taken => (int)Math.Round((1 - Headroom.Share) * Holds);

    /// <summary>Keeps what it is from now on.</summary>
    public void Note(Instant at)
    {
        if (HasLimit)
            overTime.Set(at, Taken, Holds, HoldsWithoutLargest);
    }

    private int DesktopsIn(Capacity room)
    {
        if (mix is not { } mean)
            return 0;
        var most = Math.Min(Times(room.VCpu, mean.VCpu), Times(room.MemoryMiB, mean.MemoryMiB));
        return (int)Math.Min(int.MaxValue, Math.Min(most, Times(room.Gpus, mean.Gpus)));
    }

    private static long Times(long room, long thousandths) => thousandths == 0 ? int.MaxValue : room * PopulationMix.Scale / thousandths;
}
