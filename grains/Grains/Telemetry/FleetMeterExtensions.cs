using OpenTelemetry.Metrics;

namespace DeskFleet.Grains.Telemetry;

/// <summary>How the fleet's meter is listened to.</summary>
public static class FleetMeterExtensions
{
    /// <summary>Series of one instrument; an account with more directories than this gets the rest as one overflow series.</summary>
    private const int MaxSeries = 20_000;

    public static MeterProviderBuilder AddFleetMeters(this MeterProviderBuilder meters) => meters
        .AddMeter(InstrumentCatalogue.MeterName)
        .AddView(InstrumentCatalogue.WorkSpaces.Name, new MetricStreamConfiguration { CardinalityLimit = MaxSeries })
        .AddView(InstrumentCatalogue.Sessions.Name, new MetricStreamConfiguration { CardinalityLimit = MaxSeries });
}
