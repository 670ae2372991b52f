using System.Collections.Immutable;
using DeskFleet.Core.Drivers;
using DeskFleet.Core.Identity;
using DeskFleet.Grains.Drivers;
using DeskFleet.Simulator.Scenarios.Timelines;
using DeskFleet.Testing.Engines;
using NodaTime;

namespace DeskFleet.Simulator.Runs;

/// <summary>Brings the driver's reports later while it is slowed down; an order counts by the time at which it is given.</summary>
public sealed class SlowedReports(VirtualTime time, ImmutableArray<DriverSlowdown> slowdowns) : IDriverReports
{
    public void Schedule(Duration delay, WorkSpaceId workSpace, DriverReported report) => time.Schedule(Slowed(delay), workSpace, report);

    private Duration Slowed(Duration delay)
    {
        var factor = 1m;
        foreach (var slowdown in slowdowns)
            factor *= slowdown.At <= time.Now && time.Now < slowdown.Until ? slowdown.Factor : 1;
        return factor == 1 ? delay : Duration.FromSeconds((long)decimal.Ceiling((decimal)delay.TotalSeconds * factor));
    }
}
