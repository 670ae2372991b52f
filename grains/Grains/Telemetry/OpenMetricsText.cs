using System.Globalization;

namespace DeskFleet.Grains.Telemetry;

/// <summary>The text of OpenMetrics 1.0. The library's own exporter writes neither exemplars nor times, and the fleet needs both.</summary>
public static class OpenMetricsText
{
    public const string ContentType = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    /// <summary>The last line of any exposition.</summary>
    public const string End = "# EOF";

    /// <summary>What a scrape gets.</summary>
    public static string Of(IEnumerable<OpenMetricsFamily> families)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture);
        foreach (var family in families)
        {
            WriteHead(text, family);
            foreach (var sample in family.Samples)
                WriteSample(text, sample);
        }

        text.Write(End + "\n");
        return text.ToString();
    }

    public static void WriteHead(TextWriter text, OpenMetricsFamily family)
    {
        text.Write($"# TYPE {family.Name} {family.Type}\n");
        if (family.Unit.Length > 0)
            text.Write($"# UNIT {family.Name} {family.Unit}\n");
        if (family.Help.Length > 0)
            text.Write($"# HELP {family.Name} {family.Help.Replace("\\", "\\\\").Replace("\n", "\\n").Replace("\"", "\\\"")}\n");
    }

    /// <summary>One line.</summary>
    /// <param name="unixSeconds">The sample's time; null: the time of the scrape.</param>
    public static void WriteSample(TextWriter text, OpenMetricsSample sample, long? unixSeconds = null)
    {
        text.Write(sample.Series);
        text.Write(' ');
        text.Write(Number(sample.Value));
        if (unixSeconds is { } at)
        {
            text.Write(' ');
            text.Write(at.ToString(CultureInfo.InvariantCulture));
        }

        if (sample.Exemplar is { } e)
            text.Write($" # {{trace_id=\"{e.TraceId}\",span_id=\"{e.SpanId}\"}} {Number(e.Value)} {Number(e.At.ToUnixTimeMilliseconds() / 1000.0)}");
        text.Write('\n');
    }

    private static string Number(double value) =>
        double.IsPositiveInfinity(value) ? "+Inf" : double.IsNegativeInfinity(value) ? "-Inf" : value.ToString(CultureInfo.InvariantCulture);
}
