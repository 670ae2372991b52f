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

    /// <summary>The page's fonts are not known here, so room is kept for wide ones.</summary>
    private const double LetterWidth = 6.8;

    private const double NumbersWidth = 46;
    private const double TimesHeight = 26;
    private const double TitleHeight = 44;

    /// <param name="names">Labels on the left that need room; none: numbers.</param>
    public static PlotModel Model(params IReadOnlyList<string> names) => new()
    {
        PlotMargins = new(names.Count == 0 ? NumbersWidth : 14 + (names.Max(name => name.Length) * LetterWidth), 8, 22, TimesHeight),
        PlotAreaBorderThickness = new(0),
        PlotAreaBorderColor = OxyColors.Transparent,
        TextColor = Palette.Of("ink"),
        Padding = new(0),
        DefaultFontSize = LabelSize,
    };

    /// <summary>Makes room for a title under the plot.</summary>
    public static PlotModel WithTitleBelow(this PlotModel model)
    {
        model.PlotMargins = new(model.PlotMargins.Left, model.PlotMargins.Top, model.PlotMargins.Right, TitleHeight);
        return model;
    }

    /// <summary>An axis of numbers from 0. The chart's caption says their unit.</summary>
    public static LinearAxis ValueAxis(double? maximum = null)
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
        Style(axis, null);
        return axis;
    }

    public static void Style(Axis axis, string? unit)
    {
        axis.Title = unit;
        axis.AxislineStyle = LineStyle.None;
        axis.TickStyle = TickStyle.None;
        axis.AxisTickToLabelDistance = 6;
        axis.AxisTitleDistance = 8;
        axis.MinorTickSize = 0;
        axis.TicklineColor = axis.AxislineColor = Palette.Of("axis");
        axis.MajorGridlineColor = Palette.Of("grid");
        axis.TitleColor = axis.TextColor = Palette.Of("ink");
        axis.TitleFontSize = axis.FontSize = LabelSize;
        axis.IsZoomEnabled = axis.IsPanEnabled = false;
    }

    /// <summary>The chart as an SVG element that fits its box and takes its colours from the page.</summary>
    /// <param name="id">Unique in the page.</param>
    public static string Svg(PlotModel model, string id, string label, double width, double height)
    {
        var svg = new SvgExporter { Width = width, Height = height, IsDocument = false }.ExportToString(model).ReplaceLineEndings("\n");
        svg = FontFamily().Replace(Palette.Colour(svg), "");
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
