using System.Collections.Immutable;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace DeskFleet.Grains.Telemetry;

/// <summary>
/// Collects what OpenTelemetry has, when asked; the same for a scrape and for a simulated minute. One collection at a time; thread-safe.
/// </summary>
public sealed class MetricCollector : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Exporter _exporter = new();

    public MetricCollector() => Reader = new BaseExportingMetricReader(_exporter) { TemporalityPreference = MetricReaderTemporalityPreference.Cumulative };

    /// <summary>For the meter provider.</summary>
    public MetricReader Reader { get; }

    public ImmutableArray<OpenMetricsFamily> Collect()
    {
        lock (_gate)
        {
            _exporter.Families = [];
            Reader.Collect();
            return _exporter.Families;
        }
    }

    public void Dispose() => Reader.Dispose();

    private sealed class Exporter : BaseExporter<Metric>
    {
        public ImmutableArray<OpenMetricsFamily> Families { get; set; } = [];

        public override ExportResult Export(in Batch<Metric> batch)
        {
            var families = ImmutableArray.CreateBuilder<OpenMetricsFamily>();
            foreach (var metric in batch)
            {
                if (OpenMetricsFamily.Of(metric) is { Samples.IsEmpty: false } family)
                    families.Add(family);
            }

            Families = families.ToImmutable();
            return ExportResult.Success;
        }
    }
}
