namespace DeskFleet.Simulator.Thresholds;

/// <summary>What a planner demands of a run.</summary>
/// <param name="Metric">What is measured.</param>
/// <param name="Bound">On which side of the limit it must be.</param>
/// <param name="Limit">In the metric's base unit: seconds, hours, percent, or a count.</param>
public sealed record ThresholdSpec(ThresholdMetric Metric, Bound Bound, decimal Limit)
{
    /// <summary>As it is written in a scenario: <c>&lt;= 2 min</c>.</summary>
    public string Demand => $"{Bounds.Sign(Bound)} {Metric.Show(Limit)}";

    /// <summary>Nothing to measure, no wait at all, is no miss.</summary>
    public bool Holds(decimal? measured) => measured is not { } value || Bound switch
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
