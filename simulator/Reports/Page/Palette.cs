using System.Text.RegularExpressions;
using OxyPlot;

namespace DeskFleet.Simulator.Reports.Page;

/// <summary>
/// Colours by what they mean. The library draws with stand-ins that nothing else uses; in the SVG each becomes a CSS variable of the
/// page, so that light, dark and print are a matter of the style sheet alone.
/// </summary>
internal static partial class Palette
{
    /// <summary>Steps of the scale from empty to full.</summary>
    public const int HeatSteps = 10;

    private static readonly string[] Names =
    [
        "ink", "grid", "axis", "connected", "running", "capacity", "spare", "bar", "bar-2", "p50", "p95", "longest", "lost",
        "zone-1", "zone-2", "zone-3", "zone-4", "zone-5", "zone-6", .. Enumerable.Range(0, HeatSteps).Select(step => $"heat-{step}"),
    ];

    public static OxyPalette Heat { get; } = new(Enumerable.Range(0, HeatSteps).Select(step => Of($"heat-{step}")));

    public static string Zone(int number) => $"zone-{1 + (number % 6)}";

    public static OxyColor Of(string name) => OxyColor.FromRgb(1, 2, (byte)Array.IndexOf(Names, name));

    /// <summary>Puts the variables in.</summary>
    public static string Colour(string svg) =>
        StandIn().Replace(svg, match => $"var(--{Names[int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)]})");

    [GeneratedRegex(@"rgb\(1,2,(\d+)\)")]
    private static partial Regex StandIn();
}
