using DeskFleet.Core.Alarms;
using NodaTime;

namespace DeskFleet.Core.Tests.Alarms;

/// <summary>The table of the real service: what an alarm of three periods comes to when some have no point (MON-02).</summary>
public sealed class AlarmEvaluationTests
{
    private static readonly Instant Noon = Instant.FromUtc(2026, 3, 2, 12, 0);

    /// <param name="points">One letter a point: x is beyond the threshold, 0 is not.</param>
    [Theory]
    [InlineData("000", MissingData.Missing, AlarmValue.Ok)]
    [InlineData("xxx", MissingData.Missing, AlarmValue.Alarm)]
    [InlineData("0xx", MissingData.Missing, AlarmValue.Ok)]
    [InlineData("0xxx", MissingData.Missing, AlarmValue.Alarm)]
    [InlineData("", MissingData.Missing, AlarmValue.InsufficientData)]
    [InlineData("", MissingData.Ignore, AlarmValue.Alarm)]
    [InlineData("", MissingData.Breaching, AlarmValue.Alarm)]
    [InlineData("", MissingData.NotBreaching, AlarmValue.Ok)]
    [InlineData("0", MissingData.Missing, AlarmValue.Ok)]
    [InlineData("0", MissingData.Ignore, AlarmValue.Ok)]
    [InlineData("0", MissingData.Breaching, AlarmValue.Ok)]
    [InlineData("0", MissingData.NotBreaching, AlarmValue.Ok)]
    [InlineData("x", MissingData.Missing, AlarmValue.Alarm)]
    [InlineData("x", MissingData.Ignore, AlarmValue.Alarm)]
    [InlineData("x", MissingData.Breaching, AlarmValue.Alarm)]
    [InlineData("x", MissingData.NotBreaching, AlarmValue.Ok)]
    public void Decide_OfThreePeriods_IsAsThere(string points, MissingData missing, AlarmValue expected)
    {
        var rule = new AlarmRule(AlarmComparison.GreaterThanThreshold, 5, 3, null, missing);

        Assert.Equal(expected, AlarmEvaluation.Decide(rule, Points(points), AlarmValue.Alarm).Value);
    }

    [Theory]
    [InlineData("x0x", AlarmValue.Alarm)]
    [InlineData("x00", AlarmValue.Ok)]
    [InlineData("xx00", AlarmValue.Ok)]
    public void Decide_TwoOfThree_TakesTwo(string points, AlarmValue expected)
    {
        var rule = new AlarmRule(AlarmComparison.GreaterThanThreshold, 5, 3, 2, null);

        Assert.Equal(expected, AlarmEvaluation.Decide(rule, Points(points), AlarmValue.Ok).Value);
    }

    [Theory]
    [InlineData(AlarmComparison.GreaterThanThreshold, 5, false)]
    [InlineData(AlarmComparison.GreaterThanOrEqualToThreshold, 5, true)]
    [InlineData(AlarmComparison.LessThanThreshold, 5, false)]
    [InlineData(AlarmComparison.LessThanOrEqualToThreshold, 5, true)]
    [InlineData(AlarmComparison.LessThanThreshold, 4, true)]
    [InlineData(AlarmComparison.GreaterThanThreshold, 6, true)]
    public void Decide_AtTheThreshold_GoesByTheComparison(AlarmComparison comparison, double value, bool isAlarm)
    {
        var rule = new AlarmRule(comparison, 5, 1, null, null);

        Assert.Equal(isAlarm, AlarmEvaluation.Decide(rule, [(Noon, value)], AlarmValue.Ok).Value == AlarmValue.Alarm);
    }

    private static List<(Instant At, double Value)> Points(string points) =>
        [.. points.Select((letter, i) => (Noon + Duration.FromMinutes(5 * i), letter == 'x' ? 9.0 : 1.0))];
}
