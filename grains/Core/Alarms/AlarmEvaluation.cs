using System.Globalization;
using DeskFleet.Core.Metrics;
using NodaTime;

namespace DeskFleet.Core.Alarms;

/// <summary>Decides an alarm's value from the points of its metric. Pure.</summary>
public static class AlarmEvaluation
{
    /// <summary>A sample is there when its five minutes are over; so shorter periods are looked for further back.</summary>
    private const int FewestExtraPeriods = 2;

    /// <summary>From where on points are looked at: more periods than are judged, for some may be missing.</summary>
    public static Instant Start(AlarmDefinition alarm, Instant now)
    {
        var period = Duration.FromSeconds(alarm.Metric.PeriodSeconds);
        var extra = Math.Max(FewestExtraPeriods, (int)Math.Ceiling(DesktopSeries.Step / period) * 2);
        return DesktopSeries.Floor(now, period) - (period * (alarm.Rule.EvaluationPeriods + extra));
    }

    /// <summary>Where they end: the period that is not over is not judged.</summary>
    public static Instant End(AlarmDefinition alarm, Instant now) => DesktopSeries.Floor(now, Duration.FromSeconds(alarm.Metric.PeriodSeconds));

    /// <param name="points">The statistic of each period that has samples, in the order of time.</param>
    /// <param name="current">How it stands: it may stay so.</param>
    public static (AlarmValue Value, string Reason) Decide(AlarmRule rule, IReadOnlyList<(Instant At, double Value)> points, AlarmValue current)
    {
        var judged = points.TakeLast(rule.EvaluationPeriods).ToList();
        var (beyond, missing) = (judged.Count(point => IsBeyond(rule, point.Value)), rule.EvaluationPeriods - judged.Count);
        var value = missing == 0
            ? beyond >= rule.Wanted ? AlarmValue.Alarm : AlarmValue.Ok
            : Incomplete(rule, judged.Count, beyond, missing, current);
        return (value, Reason(rule, value, judged, beyond, missing));
    }

    private static AlarmValue Incomplete(AlarmRule rule, int present, int beyond, int missing, AlarmValue current)
    {
        var mayBeBeyond = beyond + missing >= rule.Wanted;
        return (rule.MissingData ?? MissingData.Missing) switch
        {
            MissingData.Breaching => mayBeBeyond ? AlarmValue.Alarm : AlarmValue.Ok,
            MissingData.NotBreaching => beyond >= rule.Wanted ? AlarmValue.Alarm : AlarmValue.Ok,
            MissingData.Ignore => present == 0 ? current : beyond >= rule.Wanted ? AlarmValue.Alarm : mayBeBeyond ? current : AlarmValue.Ok,
            _ => present == 0 ? AlarmValue.InsufficientData : beyond > 0 && mayBeBeyond ? AlarmValue.Alarm : AlarmValue.Ok,
        };
    }

    private static bool IsBeyond(AlarmRule rule, double value) => rule.Comparison switch
    {
        AlarmComparison.GreaterThanThreshold => value > rule.Threshold,
        AlarmComparison.GreaterThanOrEqualToThreshold => value >= rule.Threshold,
        AlarmComparison.LessThanThreshold => value < rule.Threshold,
        _ => value <= rule.Threshold,
    };

    private static string Reason(AlarmRule rule, AlarmValue value, List<(Instant At, double Value)> judged, int beyond, int missing)
    {
        var gap = missing == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {missing} of {rule.EvaluationPeriods} missing ({rule.MissingData ?? MissingData.Missing})");
        if (judged.Count == 0)
            return string.Create(CultureInfo.InvariantCulture, $"{(value == AlarmValue.Alarm ? "Threshold Crossed" : "Insufficient Data")}: no datapoint was received{gap}.");
        var last = judged[^1];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Threshold {(value == AlarmValue.Alarm ? "Crossed" : "Not Crossed")}: {beyond} of {judged.Count} datapoints, the last of them {last.Value} at {last.At}, fit {rule.Comparison} {rule.Threshold}{gap}; {rule.Wanted} make an alarm.");
    }
}
