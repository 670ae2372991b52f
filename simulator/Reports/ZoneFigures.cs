using DeskFleet.Core.Identity;
using NodaTime;

namespace DeskFleet.Simulator.Reports;

/// <summary>What happens in one availability zone.</summary>
public sealed class ZoneFigures(Instant start, Instant end)
{
    private readonly Dictionary<HostId, int> _occupants = [];

    public Gauge Running { get; } = new(start, end);

    /// <summary>Hosts with at least one desktop that holds a slot.</summary>
    public Gauge HostsInUse { get; } = new(start, end);

    /// <summary>WorkSpaces that live here, running or not.</summary>
    public int WorkSpaces { get; set; }

    /// <summary>Launches that came here because the other zone was full (PLC-04).</summary>
    public int Unbalanced { get; set; }

    public IEnumerable<Gauge> Gauges => [Running, HostsInUse];

    /// <summary>A desktop has left a host, or has come to one; null: it was, or is, on none.</summary>
    public void Move(Instant at, HostId? from, HostId? to)
    {
        if (from is { } left)
            Occupy(at, left, -1);
        if (to is { } taken)
            Occupy(at, taken, 1);
    }

    private void Occupy(Instant at, HostId host, int change)
    {
        var before = _occupants.GetValueOrDefault(host);
        _occupants[host] = before + change;
        if (before == 0 && change > 0)
            HostsInUse.Add(at, 1);
        else if (before > 0 && before + change == 0)
            HostsInUse.Add(at, -1);
    }
}

/// <summary>Counts things by the hour of the run; what happened before its start is not counted.</summary>
public sealed class HourlyCounts(Instant start, Instant end)
{
    private readonly long[] _hours = new long[Gauge.HoursBetween(start, end)];

    public long Total { get; private set; }

    public long OfHour(int hour) => _hours[hour];

    public void Add(Instant at)
    {
        if (at < start || at >= end)
            return;
        Total++;
        _hours[(int)Math.Floor((at - start).TotalHours)]++;
    }
}
