using System.Globalization;
using DeskFleet.Simulator.Reports;
using DeskFleet.Simulator.Scenarios;

namespace DeskFleet.Simulator.Thresholds;

/// <summary>What a planner demands of a run.</summary>
/// <param name="Metric">What is measured.</param>
/// <param name="Bound">On which side of the limit it must be.</param>
/// <param name="Limit">In the metric's base unit: seconds, hours, percent, US dollars, or a count.</param>
public sealed record ThresholdSpec(ThresholdMetric Metric, Bound Bound, decimal Limit)
{
    private const int LeastDigits = 2;
    private const int MaxDigits = 6;

    /// <summary>The group of users whose people are demanded something for; null: the run as a whole.</summary>
    public string? Group { get; init; }

    /// <summary>What is measured, and of whom.</summary>
    public string Name => NameOf(Metric.Name, Group);

    /// <summary>As it is written in a scenario: <c>&lt;= 2 min</c>.</summary>
    public string Demand => $"{Bounds.Sign(Bound)} {Metric.Show(Limit)}";

    public static string NameOf(string metric, string? group) => group is null ? metric : $"{metric} of {group}";

    /// <summary>The value in the metric's base unit; null where there was nothing to measure.</summary>
    public decimal? Measure(Scenario scenario, RunSummary run) => Metric.MeasureOf(Group, scenario, run);

    /// <summary>A measured value with its unit, with no more digits than tell on which side of the limit it is.</summary>
    public string Show(decimal measured)
    {
        var digits = LeastDigits;
        while (digits < MaxDigits && (Holds(Math.Round(measured, digits)) != Holds(measured) || (measured != 0 && Math.Round(measured, digits) == 0)))
            digits++;
        return string.Create(CultureInfo.InvariantCulture, $"{Math.Round(measured, digits):#,0.######} {Metric.Unit}").TrimEnd();
    }

    /// <summary>Nothing to measure, no wait at all, is no miss; what has no price is one.</summary>
    public bool Holds(decimal? measured) => measured is not { } value ? Metric.HoldsUnmeasured : Bound switch
    {
        Bound.AtMost => value <= Limit,
        Bound.Below => value < Limit,
        Bound.AtLeast => value >= Limit,
        _ => value > Limit,
    };
}

/// <summary>The side of a limit.</summary>
public enum Bound
{
    AtMost,
    Below,
    AtLeast,
    Above,
}

/// <summary>How bounds are written.</summary>
public static class Bounds
{
    /// <summary>Longer signs first: "&lt;=" begins with "&lt;".</summary>
    public static IReadOnlyList<(string Sign, Bound Bound)> Signs { get; } =
        [("<=", Bound.AtMost), ("<", Bound.Below), (">=", Bound.AtLeast), (">", Bound.Above)];

    public static string Sign(Bound bound) => Signs.First(sign => sign.Bound == bound).Sign;
}
