using DeskFleet.Silo.Api.Metrics;
using NodaTime;

namespace DeskFleet.Silo.Api.Alarms;

// Shapes of the wire, named as there; members that this service never reads or writes are left out.

internal sealed record AlarmTag(string Key, string Value);

internal sealed record PutMetricAlarmRequest(
    string AlarmName,
    string? AlarmDescription = null,
    bool? ActionsEnabled = null,
    IReadOnlyList<string>? OKActions = null,
    IReadOnlyList<string>? AlarmActions = null,
    IReadOnlyList<string>? InsufficientDataActions = null,
    string? MetricName = null,
    string? Namespace = null,
    string? Statistic = null,
    IReadOnlyList<Dimension>? Dimensions = null,
    int? Period = null,
    string? Unit = null,
    int? EvaluationPeriods = null,
    int? DatapointsToAlarm = null,
    double? Threshold = null,
    string? ComparisonOperator = null,
    string? TreatMissingData = null,
    IReadOnlyList<AlarmTag>? Tags = null);

internal sealed record AlarmNamesRequest(IReadOnlyList<string> AlarmNames);

internal sealed record DescribeAlarmsRequest(
    IReadOnlyList<string>? AlarmNames = null,
    string? AlarmNamePrefix = null,
    IReadOnlyList<string>? AlarmTypes = null,
    string? StateValue = null,
    string? ActionPrefix = null,
    int? MaxRecords = null,
    string? NextToken = null);

internal sealed record DescribeAlarmsForMetricRequest(
    string MetricName, string Namespace, string? Statistic = null, IReadOnlyList<Dimension>? Dimensions = null, int? Period = null, string? Unit = null);

internal sealed record SetAlarmStateRequest(string AlarmName, string StateValue, string StateReason, string? StateReasonData = null);

internal sealed record DescribeAlarmHistoryRequest(
    string? AlarmName = null,
    IReadOnlyList<string>? AlarmTypes = null,
    string? HistoryItemType = null,
    Instant? StartDate = null,
    Instant? EndDate = null,
    int? MaxRecords = null,
    string? NextToken = null,
    string? ScanBy = null);

internal sealed record MetricAlarmShape(
    string AlarmName,
    string AlarmArn,
    string? AlarmDescription,
    Instant AlarmConfigurationUpdatedTimestamp,
    bool ActionsEnabled,
    IReadOnlyList<string> OKActions,
    IReadOnlyList<string> AlarmActions,
    IReadOnlyList<string> InsufficientDataActions,
    string StateValue,
    string StateReason,
    string? StateReasonData,
    Instant StateUpdatedTimestamp,
    Instant StateTransitionedTimestamp,
    string MetricName,
    string Namespace,
    string Statistic,
    IReadOnlyList<Dimension> Dimensions,
    int Period,
    string? Unit,
    int EvaluationPeriods,
    int? DatapointsToAlarm,
    double Threshold,
    string ComparisonOperator,
    string? TreatMissingData,
    string? EvaluationState);

internal sealed record DescribeAlarmsReply(IReadOnlyList<string> CompositeAlarms, IReadOnlyList<MetricAlarmShape> MetricAlarms, string? NextToken);

internal sealed record DescribeAlarmsForMetricReply(IReadOnlyList<MetricAlarmShape> MetricAlarms);

internal sealed record AlarmHistoryItem(string AlarmName, string AlarmType, Instant Timestamp, string HistoryItemType, string HistorySummary, string HistoryData);

internal sealed record DescribeAlarmHistoryReply(IReadOnlyList<AlarmHistoryItem> AlarmHistoryItems, string? NextToken);

internal sealed record AlarmTagsRequest(string ResourceARN);

internal sealed record AlarmTagRequest(string ResourceARN, IReadOnlyList<AlarmTag> Tags);

internal sealed record AlarmUntagRequest(string ResourceARN, IReadOnlyList<string> TagKeys);

internal sealed record AlarmTagsReply(IReadOnlyList<AlarmTag> Tags);
