using System.Text.Json;
using System.Text.RegularExpressions;

namespace DeskFleet.Simulator.Tests.Reports;

/// <summary>A written report, and the summary beside it.</summary>
internal sealed partial class ReportFile(string folder)
{
    public static readonly string[] Charts =
        ["load", "zones", "zone-use-1", "zone-use-2", "moment", "headroom", "hosts", "wait-time", "wait-distribution", "wait-groups", "refusals", "autostops", "hours", "cost"];

    /// <summary>Those of a page over several seeds.</summary>
    public static readonly string[] SeriesCharts =
    [
        "load", "zone-use-1", "zone-use-2", "recovery-1", "recovery-2", "headroom-time", "headroom", "wait-time", "wait-distribution", "wait-groups", "refusals", "cost",
        "seed-waits", "seed-headroom", "seed-cost", "seed-refusals",
    ];

    public string Path { get; } = System.IO.Path.Combine(folder, "report.html");

    public string Html { get; } = File.ReadAllText(System.IO.Path.Combine(folder, "report.html"));

    public string SummaryText { get; } = File.ReadAllText(System.IO.Path.Combine(folder, "summary.json"));

    public JsonElement Summary => JsonDocument.Parse(SummaryText).RootElement;

    /// <summary>Figures that the page shows, by their path in the summary.</summary>
    public ILookup<string, decimal> Figures => FigureTag().Matches(Html)
        .ToLookup(match => match.Groups[1].Value, match => decimal.Parse(match.Groups[2].Value, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Each chart's element by its id.</summary>
    public IReadOnlyDictionary<string, string> Figure => FigureElement().Matches(Html).ToDictionary(match => match.Groups[1].Value, match => match.Value);

    /// <summary>A leaf of the summary by a path such as <c>zones[0].peakRunning</c>.</summary>
    public decimal At(string path) => path.Replace("[", ".", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal).Split('.')
        .Aggregate(Summary, (element, step) => int.TryParse(step, out var index) ? element[index] : element.GetProperty(step)).GetDecimal();

    [GeneratedRegex("<data data-figure=\"([^\"]+)\" value=\"([^\"]+)\">")]
    private static partial Regex FigureTag();

    [GeneratedRegex("<figure [^>]*data-chart=\"([^\"]+)\".*?</figure>", RegexOptions.Singleline)]
    private static partial Regex FigureElement();
}
