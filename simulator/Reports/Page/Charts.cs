using System.Text.RegularExpressions;
using OxyPlot;
using OxyPlot.Axes;

namespace DeskFleet.Simulator.Reports.Page;

/// <summary>What all charts share: size, axes, and the way from the library's model to SVG in the page.</summary>
internal static partial class Charts
{
    public const double WideWidth = 1080;
    public const double HalfWidth = 530;
    private const double LabelSize = 12;

    public static PlotModel Model() => new()
    {
        PlotAreaBorderThickness = new(0),
        TextColor = Inks.Of("ink"),
        Padding = new(4, 8, 12, 4),
        DefaultFontSize = LabelSize,
    };

    public static LinearAxis ValueAxis(string unit, double? maximum = null)
    {
        var axis = new LinearAxis
        {
            Position = AxisPosition.Left,
            Minimum = 0,
            Maximum = maximum ?? double.NaN,
            MaximumPadding = 0.06,
            MajorGridlineStyle = LineStyle.Solid,
            LabelFormatter = value => value.ToString("#,0.##", System.Globalization.CultureInfo.InvariantCulture),
            MinimumMajorStep = 0,
        };
        Style(axis, unit);
        return axis;
    }

    public static void Style(Axis axis, string? unit)
    {
        axis.Title = unit;
        axis.AxislineStyle = LineStyle.None;
        axis.TickStyle = TickStyle.None;
        axis.MinorTickSize = 0;
        axis.TicklineColor = axis.AxislineColor = Inks.Of("axis");
        axis.MajorGridlineColor = Inks.Of("grid");
        axis.TitleColor = axis.TextColor = Inks.Of("ink");
        axis.TitleFontSize = axis.FontSize = LabelSize;
        axis.IsZoomEnabled = axis.IsPanEnabled = false;
    }

    /// <summary>The chart as an SVG element that fits its box and takes its colours from the page.</summary>
    /// <param name="id">Unique in the page.</param>
    public static string Svg(PlotModel model, string id, string label, double width, double height)
    {
        var svg = new SvgExporter { Width = width, Height = height, IsDocument = false }.ExportToString(model).ReplaceLineEndings("\n");
        svg = FontFamily().Replace(Inks.Colour(svg), "");
        svg = ClipPath().Replace(svg, match => match.Value.Replace("clipPath", $"{id}-clip", StringComparison.Ordinal));
        return svg[..svg.IndexOf('<', StringComparison.Ordinal)] + SvgTag().Replace(
            svg, FormattableString.Invariant($"<svg viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{Html.Text(label)}\">"), 1);
    }

    [GeneratedRegex(" font-family=\"[^\"]*\"")]
    private static partial Regex FontFamily();

    [GeneratedRegex("(id=\"|url\\(#)clipPath")]
    private static partial Regex ClipPath();

    [GeneratedRegex("<svg[^>]*>")]
    private static partial Regex SvgTag();
}
