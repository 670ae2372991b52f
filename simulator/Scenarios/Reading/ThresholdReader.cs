using System.Collections.Immutable;
using DeskFleet.Simulator.Thresholds;

namespace DeskFleet.Simulator.Scenarios.Reading;

/// <summary>Reads <c>thresholds</c>: metrics with a bound and a limit, such as <c>resume.wait.p99: &lt;= 120 s</c>.</summary>
internal static class ThresholdReader
{
    public static ImmutableArray<ThresholdSpec> Read(Section section) => Read(section, ThresholdMetric.All, null);

    /// <summary>Of one group; only what can be said of a group.</summary>
    public static ImmutableArray<ThresholdSpec> Read(Section section, string group) =>
        Read(section, ThresholdMetric.All.Where(metric => metric.OfGroup is not null), group);

    private static ImmutableArray<ThresholdSpec> Read(Section section, IEnumerable<ThresholdMetric> metrics, string? group)
    {
        ImmutableArray<ThresholdSpec> specs = [.. metrics.Select(metric => section.Optional(metric.Name, Demand(metric), null!)).Where(spec => spec is not null).Select(spec => spec with { Group = group })];
        section.Close();
        return specs.IsEmpty ? [] : specs;
    }

    private static Format<ThresholdSpec> Demand(ThresholdMetric metric) => Shapes.With<ThresholdSpec>(text => Read(metric, text), Shapes.Text($"(<=|<|>=|>) *{Number(metric.Kind)}"));

    private static Parsed<ThresholdSpec> Read(ThresholdMetric metric, string text)
    {
        var (sign, bound) = Bounds.Signs.FirstOrDefault(known => text.StartsWith(known.Sign, StringComparison.Ordinal));
        if (sign is null)
            return Parsed.Wrong<ThresholdSpec>($"\"{text}\" does not begin with <=, <, >= or >; write such as \"<= {Example(metric.Kind)}\".");
        return Limit(metric.Kind)(text[sign.Length..].Trim()).Then<ThresholdSpec>(limit => new ThresholdSpec(metric, bound, limit));
    }

    private static string Number(MetricKind kind) => kind switch
    {
        MetricKind.Time or MetricKind.Hours => @"[0-9]+(\.[0-9]+)? *(s|min|h|d)",
        MetricKind.Share => @"[0-9]+(\.[0-9]+)? *%",
        MetricKind.Money => @"[0-9]+(\.[0-9]+)? *USD",
        _ => @"[0-9]+",
    };

    private static Format<decimal> Limit(MetricKind kind) => kind switch
    {
        MetricKind.Time => text => Units.Time.Parse(text).Then(AboveZero),
        MetricKind.Hours => text => Units.Time.Parse(text).Then(seconds => AboveZero(seconds / 3600)),
        MetricKind.Money => text => Units.Money.Parse(text).Then(AboveZero),
        MetricKind.Share => text => Formats.Share(text).Then<decimal>(share => (decimal)share * 100),
        _ => text => Formats.Whole(0, int.MaxValue)(text).Then<decimal>(count => count),
    };

    private static Parsed<decimal> AboveZero(decimal size) =>
        size >= 0 ? size : Parsed.Wrong<decimal>("A limit below zero is never reached; write one from 0 on.");

    private static string Example(MetricKind kind) => kind switch
    {
        MetricKind.Time => "120 s",
        MetricKind.Hours => "1000 h",
        MetricKind.Share => "5 %",
        MetricKind.Money => "40000 USD",
        _ => "10",
    };
}
