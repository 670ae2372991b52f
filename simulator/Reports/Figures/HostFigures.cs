using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Placement;
using NodaTime;

namespace DeskFleet.Simulator.Reports.Figures;

/// <summary>One host: what it holds, and how full it was over time.</summary>
public sealed class HostFigures(HostId id, HostType type, PoolFigures pool, Track fill, Track lost)
{
    public HostId Id => id;

    public HostType Type => type;

    public PoolFigures Pool => pool;

    /// <summary>Its fullest dimension, in percent.</summary>
    public Track Fill => fill;

    /// <summary>1 while it is lost, else 0.</summary>
    public Track Lost => lost;

    public bool IsOpen { get; private set; } = true;

    public Capacity Used { get; private set; }

    /// <summary>Desktops with a slot here.</summary>
    public int Occupants { get; private set; }

    /// <summary>What it adds to its pool: a draining host only what it still carries.</summary>
    public Capacity Offered => IsOpen ? type.Capacity : Used;

    public void Take(Instant at, Capacity size) => Hold(at, Used + size, Occupants + 1);

    public void Free(Instant at, Capacity size) => Hold(at, Used - size, Occupants - 1);

    public void Close() => IsOpen = false;

    public void Open(Instant at)
    {
        IsOpen = true;
        lost.Set(at, 0);
    }

    /// <summary>Everything on it is gone.</summary>
    public void Lose(Instant at)
    {
        IsOpen = false;
        lost.Set(at, 1);
        Hold(at, default, 0);
    }

    public void Advance(Instant now)
    {
        fill.Advance(now);
        lost.Advance(now);
    }

    private void Hold(Instant at, Capacity used, int occupants)
    {
        (Used, Occupants) = (used, occupants);
        fill.Set(at, (int)Math.Round(100 * Dimensions.FullestOf(used, type.Capacity).Share));
    }
}
