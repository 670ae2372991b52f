using System.Collections.Frozen;
using System.Text;

namespace DeskFleet.Grains.Telemetry;

/// <summary>OpenTelemetry's names as Prometheus writes them: <c>deskfleet.resume.duration</c> in <c>s</c> is <c>deskfleet_resume_duration_seconds</c>.</summary>
public static class OpenMetricsNames
{
    private const string CounterEnd = "_total";

    private static readonly FrozenDictionary<string, string> Units = new Dictionary<string, string>
    {
        ["s"] = "seconds",
        ["ms"] = "milliseconds",
        ["By"] = "bytes",
        ["MBy"] = "megabytes",
        ["%"] = "percent",
    }.ToFrozenDictionary();

    /// <summary>The name of the samples; histograms add <c>_bucket</c>, <c>_sum</c> and <c>_count</c> to it.</summary>
    public static string Of(string name, string? unit, bool isCounter, bool isGauge)
    {
        var family = Family(name, unit, isGauge);
        return isCounter ? family + CounterEnd : family;
    }

    /// <summary>The name of the family: that of the samples without a counter's <c>_total</c>.</summary>
    public static string Family(string name, string? unit, bool isGauge)
    {
        var family = Label(name);
        if (UnitWord(unit, isGauge) is { } word && !family.EndsWith(word, StringComparison.Ordinal))
            family = $"{family}_{word}";
        return family.EndsWith(CounterEnd, StringComparison.Ordinal) ? family[..^CounterEnd.Length] : family;
    }

    /// <summary>A name in the letters that Prometheus allows.</summary>
    public static string Label(string name)
    {
        var label = new StringBuilder(name.Length);
        foreach (var letter in name)
            label.Append(char.IsAsciiLetterOrDigit(letter) || letter == '_' ? letter : '_');
        return label.Length > 0 && char.IsAsciiDigit(label[0]) ? $"_{label}" : label.ToString();
    }

    /// <summary>A unit in braces counts things and is no word; 1 is a ratio where it is the value of now.</summary>
    private static string? UnitWord(string? unit, bool isGauge) => unit switch
    {
        null or "" => null,
        "1" => isGauge ? "ratio" : null,
        _ when unit.StartsWith('{') => null,
        _ => Units.GetValueOrDefault(unit, Label(unit)),
    };
}
