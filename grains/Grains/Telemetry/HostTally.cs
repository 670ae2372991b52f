using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Placement;
using DeskFleet.Core.WorkSpaces;
using NodaTime;

namespace DeskFleet.Grains.Telemetry;

/// <summary>One host and who sits on it.</summary>
/// <param name="Seats">Desktops that hold a slot, by their state.</param>
public sealed record HostPicture(HostId Host, HostPoolId Pool, HostType Type, HostStatus Status, Capacity Used, IReadOnlyDictionary<Lifecycle, int> Seats)
{
    /// <inheritdoc cref="HostState.MarkedAt"/>
    public Instant? MarkedAt { get; init; }

    /// <inheritdoc cref="HostState.DrainUntil"/>
    public Instant? DrainUntil { get; init; }
}

/// <summary>What a <see cref="Census"/> knows of one host: its state from its own events, its occupants from the WorkSpaces'.</summary>
internal sealed class HostTally(HostId id)
{
    private readonly int[] _seats = new int[Enum.GetValues<Lifecycle>().Length];
    private long _sequence;
    private Capacity _used;

    public HostState State { get; private set; } = DedicatedHost.Initial(id.Value);

    public void Set(HostState state, long sequence) => (State, _sequence) = (state, sequence);

    /// <inheritdoc cref="Census.Fold"/>
    public bool Fold(LoggedEvent happened)
    {
        if (happened.Sequence <= _sequence)
            return true;
        if (happened.Sequence > _sequence + 1)
            return false;
        (State, _sequence) = (DedicatedHost.Evolve(State, happened.Event, happened.At), happened.Sequence);
        return true;
    }

    public void Occupy(Lifecycle state, Capacity size, int change)
    {
        _seats[(int)state] += change;
        _used = change > 0 ? _used + size : _used - size;
    }

    public void AddTo(Tally tally, Instant now)
    {
        if (State.Pool is not { } pool)
            return;
        var (zone, owner) = (pool.Zone.Value, pool.Owner.ToString());
        var isOpen = State.Status == HostStatus.Available;
        foreach (var status in Enum.GetValues<HostStatus>())
            tally.Add(InstrumentCatalogue.Hosts, status == State.Status ? 1 : 0, zone, owner, status.ToString().ToUpperInvariant());
        tally.Add(InstrumentCatalogue.DrainsForgotten, State.IsDrainForgotten(now) ? 1 : 0, zone, owner);
        tally.Add(InstrumentCatalogue.SeatsUsed, _seats.Sum(), zone, owner);
        tally.Add(InstrumentCatalogue.CapacityUsed, isOpen ? _used.VCpu : 0, zone, owner);
        tally.Add(InstrumentCatalogue.CapacityLimit, isOpen ? State.Type.Capacity.VCpu : 0, zone, owner);
        tally.Raise(InstrumentCatalogue.LargestFree, isOpen && State.Type.Capacity.Gpus == 0 ? (State.Type.Capacity - _used).VCpu : 0, zone, owner);
    }

    public HostPicture Picture()
    {
        var seats = new Dictionary<Lifecycle, int>();
        for (var state = 0; state < _seats.Length; state++)
        {
            if (_seats[state] != 0)
                seats.Add((Lifecycle)state, _seats[state]);
        }

        return new(id, State.Pool!.Value, State.Type, State.Status, _used, seats) { MarkedAt = State.MarkedAt, DrainUntil = State.DrainUntil };
    }
}
