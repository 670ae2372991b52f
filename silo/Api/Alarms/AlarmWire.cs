using System.Collections.Immutable;
using DeskFleet.Core.Alarms;
using DeskFleet.Core.Identity;
using DeskFleet.Silo.Api.Metrics;
using DeskFleet.Silo.Api.Wire;

namespace DeskFleet.Silo.Api.Alarms;

/// <summary>Alarms as the wire writes them, and what is wrong with one that is asked for.</summary>
internal static class AlarmWire
{
    /// <summary>So much time may be judged: a week.</summary>
    private const int MaxJudgedSeconds = 7 * 24 * 3600;

    private static readonly string[] Values = ["INSUFFICIENT_DATA", "OK", "ALARM"];
    private static readonly string[] Missing = ["missing", "breaching", "notBreaching", "ignore"];

    public static string Of(AlarmValue value) => Values[(int)value];

    public static AlarmValue ValueOf(string value) => (AlarmValue)Array.IndexOf(Values, value);

    public static string ArnOf(AccountId account, string alarm) => $"arn:aws:cloudwatch:{account.Region}:{account.Account}:alarm:{alarm}";

    /// <summary>The alarm that an ARN names; null: none of this account and region.</summary>
    public static string? NameOf(AccountId account, string arn) =>
        ArnOf(account, "") is var prefix && arn.StartsWith(prefix, StringComparison.Ordinal) && arn.Length > prefix.Length ? arn[prefix.Length..] : null;

    /// <param name="isBehind">It may stand otherwise than is stored.</param>
    public static MetricAlarmShape Of(AccountId account, Alarm alarm, bool isBehind)
    {
        var (definition, standing) = (alarm.Definition, alarm.Standing);
        var (metric, rule, actions) = (definition.Metric, definition.Rule, definition.Actions);
        return new(
            definition.Name, ArnOf(account, definition.Name), definition.Description, alarm.ConfiguredAt,
            actions.AreEnabled, actions.OnOk, actions.OnAlarm, actions.OnInsufficientData,
            Of(standing.Value), standing.Reason, standing.Data, standing.At, standing.Since,
            metric.Name, metric.Namespace, metric.Statistic, [.. metric.Dimensions.Select(dimension => new Dimension(dimension.Name, dimension.Value))],
            metric.PeriodSeconds, metric.Unit, rule.EvaluationPeriods, rule.DatapointsToAlarm, rule.Threshold, rule.Comparison.ToString(),
            rule.MissingData is { } missing ? Missing[(int)missing] : null,
            isBehind ? "EVALUATION_FAILURE" : null);
    }

    /// <summary>The alarm that is asked for, or why it cannot be.</summary>
    public static (AlarmDefinition? Definition, WireError? Error) Read(PutMetricAlarmRequest request, WebhookHosts hosts)
    {
        if (Fault(request) is { } fault)
            return (null, WireError.Invalid(fault));
        var actions = new AlarmActions(request.ActionsEnabled ?? true, List(request.AlarmActions), List(request.OKActions), List(request.InsufficientDataActions));
        if (actions.OnAlarm.Concat(actions.OnOk).Concat(actions.OnInsufficientData).Select(hosts.Fault).FirstOrDefault(found => found is not null) is { } action)
            return (null, WireError.Invalid(action));
        return (new(
            request.AlarmName,
            request.AlarmDescription,
            new(request.Namespace!, request.MetricName!, [.. (request.Dimensions ?? []).Select(one => new AlarmDimension(one.Name, one.Value))], request.Statistic!, request.Period!.Value, request.Unit),
            new(
                Enum.Parse<AlarmComparison>(request.ComparisonOperator!), request.Threshold!.Value, request.EvaluationPeriods!.Value, request.DatapointsToAlarm,
                request.TreatMissingData is { } missing ? (MissingData)Array.IndexOf(Missing, missing) : null),
            actions), null);
    }

    /// <summary>The model says of none of these that it is needed.</summary>
    private static string? Fault(PutMetricAlarmRequest request)
    {
        if (request.AlarmName.Any(char.IsControl))
            return "AlarmName must not have control characters.";
        (string Name, bool IsMissing)[] needed =
        [
            ("MetricName", request.MetricName is null), ("Namespace", request.Namespace is null), ("Statistic", request.Statistic is null), ("Period", request.Period is null),
            ("EvaluationPeriods", request.EvaluationPeriods is null), ("Threshold", request.Threshold is null), ("ComparisonOperator", request.ComparisonOperator is null),
        ];
        if (needed.FirstOrDefault(one => one.IsMissing).Name is { } missing)
            return $"{missing} is missing; an alarm on one metric needs it.";
        if (MetricOperations.PeriodFault(request.Period!.Value) is { } period)
            return period;
        if (!Enum.TryParse<AlarmComparison>(request.ComparisonOperator, out _))
            return $"ComparisonOperator {request.ComparisonOperator} needs a model of what is usual, which is not here; give one of {string.Join(", ", Enum.GetNames<AlarmComparison>())}.";
        if (request.DatapointsToAlarm > request.EvaluationPeriods)
            return $"DatapointsToAlarm of {request.DatapointsToAlarm} is more than EvaluationPeriods of {request.EvaluationPeriods}; give at most as many.";
        if ((long)request.Period.Value * request.EvaluationPeriods!.Value > MaxJudgedSeconds)
            return $"Period times EvaluationPeriods must be at most {MaxJudgedSeconds} seconds.";
        return request.TreatMissingData is null || Missing.Contains(request.TreatMissingData)
            ? null
            : $"TreatMissingData '{request.TreatMissingData}' is not possible; give one of {string.Join(", ", Missing)}.";
    }

    private static ImmutableArray<string> List(IReadOnlyList<string>? urls) => [.. (urls ?? []).Distinct(StringComparer.Ordinal)];
}
