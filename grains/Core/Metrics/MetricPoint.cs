using NodaTime;

namespace DeskFleet.Core.Metrics;

/// <summary>The samples of one period, as statistics tell them.</summary>
/// <param name="At">The period's begin.</param>
/// <param name="Count">Samples; at least 1.</param>
public readonly record struct MetricPoint(Instant At, int Count, double Sum, double Minimum, double Maximum)
{
    public double Average => Sum / Count;

    /// <summary>With the samples of the same period of another WorkSpace.</summary>
    public MetricPoint With(MetricPoint other) => new(
        At, Count + other.Count, Sum + other.Sum, Math.Min(Minimum, other.Minimum), Math.Max(Maximum, other.Maximum));
}
