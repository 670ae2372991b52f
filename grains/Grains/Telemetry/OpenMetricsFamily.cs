using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace DeskFleet.Grains.Telemetry;

/// <summary>A trace that stands for the values of its bucket.</summary>
public readonly record struct OpenMetricsExemplar(string TraceId, string SpanId, double Value, DateTimeOffset At);

/// <summary>One sample: name with its ending, and labels, as they are written.</summary>
public readonly record struct OpenMetricsSample(string Series, double Value, OpenMetricsExemplar? Exemplar = null);

/// <summary>All samples of one metric, as OpenMetrics wants them: together.</summary>
/// <param name="Type">counter, gauge or histogram.</param>
/// <param name="Unit">The word that the name ends with; empty: none.</param>
public sealed record OpenMetricsFamily(string Name, string Type, string Unit, string Help, ImmutableArray<OpenMetricsSample> Samples)
{
    /// <summary>What OpenTelemetry has collected of one instrument; null for kinds that the fleet does not use.</summary>
    public static OpenMetricsFamily? Of(Metric metric)
    {
        var isGauge = metric.MetricType is not (MetricType.Histogram or MetricType.LongSum or MetricType.DoubleSum);
        var name = OpenMetricsNames.Family(metric.Name, metric.Unit, isGauge);
        var type = metric.MetricType switch
        {
            MetricType.LongSum or MetricType.DoubleSum => "counter",
            MetricType.Histogram => "histogram",
            MetricType.ExponentialHistogram => null,
            _ => "gauge",
        };
        if (type is null)
            return null;
        var samples = ImmutableArray.CreateBuilder<OpenMetricsSample>();
        foreach (ref readonly var point in metric.GetMetricPoints())
            Add(samples, name, metric.MetricType, point);
        var unit = OpenMetricsNames.Family("", metric.Unit, isGauge).TrimStart('_');
        return new(name, type, name.EndsWith($"_{unit}", StringComparison.Ordinal) ? unit : "", metric.Description, samples.ToImmutable());
    }

    private static void Add(ImmutableArray<OpenMetricsSample>.Builder samples, string name, MetricType type, in MetricPoint point)
    {
        var labels = Labels(point.Tags);
        if (type == MetricType.Histogram)
            AddHistogram(samples, name, labels, point);
        else if (type is MetricType.LongSum or MetricType.DoubleSum)
            samples.Add(new($"{name}_total{Braces(labels)}", Value(type, point), Exemplars(point).LastOrNull()));
        else
            samples.Add(new(name + Braces(labels), Value(type, point)));
    }

    private static void AddHistogram(ImmutableArray<OpenMetricsSample>.Builder samples, string name, string labels, in MetricPoint point)
    {
        var exemplars = Exemplars(point);
        var (count, from) = (0L, double.NegativeInfinity);
        var begin = labels.Length == 0 ? "" : labels + ",";
        foreach (var bucket in point.GetHistogramBuckets())
        {
            count += bucket.BucketCount;
            var to = bucket.ExplicitBound;
            var exemplar = exemplars.Where(e => e.Value > from && e.Value <= to).LastOrNull();
            samples.Add(new($"{name}_bucket{{{begin}le=\"{Bound(to)}\"}}", count, exemplar));
            from = to;
        }

        samples.Add(new($"{name}_sum{Braces(labels)}", point.GetHistogramSum()));
        samples.Add(new($"{name}_count{Braces(labels)}", point.GetHistogramCount()));
    }

    private static double Value(MetricType type, in MetricPoint point) => type switch
    {
        MetricType.LongSum or MetricType.LongSumNonMonotonic => point.GetSumLong(),
        MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic => point.GetSumDouble(),
        MetricType.LongGauge => point.GetGaugeLastValueLong(),
        _ => point.GetGaugeLastValueDouble(),
    };

    private static List<OpenMetricsExemplar> Exemplars(in MetricPoint point)
    {
        var found = new List<OpenMetricsExemplar>();
        if (!point.TryGetExemplars(out var exemplars))
            return found;
        foreach (ref readonly var exemplar in exemplars)
        {
            if (exemplar.TraceId != default)
                found.Add(new(exemplar.TraceId.ToHexString(), exemplar.SpanId.ToHexString(), exemplar.DoubleValue, exemplar.Timestamp));
        }

        return found;
    }

    private static string Labels(ReadOnlyTagCollection tags)
    {
        var text = new StringBuilder();
        foreach (var (key, value) in tags)
        {
            text.Append(text.Length == 0 ? "" : ",").Append(OpenMetricsNames.Label(key)).Append("=\"");
            text.Append(Convert.ToString(value, CultureInfo.InvariantCulture)?.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n")).Append('"');
        }

        return text.ToString();
    }

    private static string Braces(string labels) => labels.Length == 0 ? "" : $"{{{labels}}}";

    /// <summary>Bounds have one canonical form, so that a rule may name one: 90 is "90.0".</summary>
    private static string Bound(double bound)
    {
        if (double.IsPositiveInfinity(bound))
            return "+Inf";
        var text = bound.ToString(CultureInfo.InvariantCulture);
        return text.Contains('.') || text.Contains('E') ? text : text + ".0";
    }
}

/// <summary>Small help with exemplars.</summary>
internal static class ExemplarExtensions
{
    public static OpenMetricsExemplar? LastOrNull(this IEnumerable<OpenMetricsExemplar> exemplars)
    {
        OpenMetricsExemplar? last = null;
        foreach (var exemplar in exemplars)
            last = last is { } l && l.At > exemplar.At ? last : exemplar;
        return last;
    }
}
