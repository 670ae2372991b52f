using NodaTime;

namespace DeskFleet.Silo.Api.Metrics;

// Shapes of the wire, named as there; members that this service never reads or writes are left out.

internal sealed record Dimension(string Name, string Value);

internal sealed record Metric(string? Namespace = null, string? MetricName = null, IReadOnlyList<Dimension>? Dimensions = null);

internal sealed record MetricStat(Metric Metric, int Period, string Stat, string? Unit = null);

internal sealed record MetricDataQuery(string Id, MetricStat? MetricStat = null, string? Label = null, bool? ReturnData = null, string? AccountId = null);

internal sealed record GetMetricDataRequest(
    IReadOnlyList<MetricDataQuery> MetricDataQueries,
    Instant StartTime,
    Instant EndTime,
    string? NextToken = null,
    string? ScanBy = null,
    int? MaxDatapoints = null);

internal sealed record MetricDataResult(string Id, string Label, IReadOnlyList<Instant> Timestamps, IReadOnlyList<double> Values, string StatusCode);

internal sealed record GetMetricDataReply(IReadOnlyList<MetricDataResult> MetricDataResults, string? NextToken);

internal sealed record GetMetricStatisticsRequest(
    string Namespace,
    string MetricName,
    Instant StartTime,
    Instant EndTime,
    int Period,
    IReadOnlyList<Dimension>? Dimensions = null,
    IReadOnlyList<string>? Statistics = null,
    string? Unit = null);

internal sealed record Datapoint(Instant Timestamp, double? SampleCount, double? Average, double? Sum, double? Minimum, double? Maximum, string Unit);

internal sealed record GetMetricStatisticsReply(string Label, IReadOnlyList<Datapoint> Datapoints);

internal sealed record DimensionFilter(string Name, string? Value = null);

internal sealed record ListMetricsRequest(
    string? Namespace = null,
    string? MetricName = null,
    IReadOnlyList<DimensionFilter>? Dimensions = null,
    string? NextToken = null,
    string? OwningAccount = null);

internal sealed record ListMetricsReply(IReadOnlyList<Metric> Metrics, string? NextToken);
