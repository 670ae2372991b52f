using System.Diagnostics.Metrics;
using NodaTime;

namespace DeskFleet.Grains.Telemetry;

/// <summary>Reports the census, as long as this process is its owner in the cluster.</summary>
public static class CensusInstruments
{
    /// <param name="isOwner">Whether this process speaks for the fleet; otherwise it says nothing.</param>
    public static void Report(this FleetInstruments instruments, Census census, Func<Instant> now, Func<bool> isOwner)
    {
        foreach (var spec in InstrumentCatalogue.All.Where(spec => spec.Source == InstrumentSource.Fleet))
            instruments.Observe(spec, () => isOwner() ? census.Measure(spec, now()) : (IEnumerable<Measurement<double>>)[]);
    }
}
