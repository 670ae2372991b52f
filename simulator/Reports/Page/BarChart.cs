using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace DeskFleet.Simulator.Reports.Page;

/// <summary>Draws bars: lying ones by name, standing ones by place in a row of numbers.</summary>
internal static class BarChart
{
    /// <summary>Lying bars, the first on top.</summary>
    public static PlotModel Of(IReadOnlyList<string> names, string unit, params IReadOnlyList<(string Ink, IReadOnlyList<double> Values)> series)
    {
        var model = Charts.Model(names).WithTitleBelow();
        var axis = new CategoryAxis { Position = AxisPosition.Left, StartPosition = 1, EndPosition = 0, GapWidth = 0.5 };
        axis.Labels.AddRange(names);
        Charts.Style(axis, null);
        var value = Charts.ValueAxis();
        value.MaximumPadding = 0.14;
        value.Title = unit;
        value.Position = AxisPosition.Bottom;
        model.Axes.Add(axis);
        model.Axes.Add(value);
        foreach (var (ink, values) in series)
        {
            var bars = new BarSeries { FillColor = Palette.Of(ink), StrokeThickness = 0, StrokeColor = OxyColors.Transparent, LabelPlacement = LabelPlacement.Outside, LabelMargin = 2, LabelFormatString = "\u00A0\u00A0{0:#,0}", TextColor = Palette.Of("ink") };
            bars.Items.AddRange(values.Select(v => new BarItem(v)));
            model.Series.Add(bars);
        }

        return model;
    }

    /// <summary>Standing bars of equal width; the i-th covers [first + i * width, first + (i + 1) * width).</summary>
    public static PlotModel Histogram(double first, double width, IReadOnlyList<double> counts, string along)
    {
        var model = Charts.Model().WithTitleBelow();
        var bottom = Charts.ValueAxis();
        bottom.Title = along;
        bottom.Position = AxisPosition.Bottom;
        bottom.Minimum = first;
        bottom.Maximum = first + (counts.Count * width);
        bottom.MajorGridlineStyle = LineStyle.None;
        model.Axes.Add(bottom);
        model.Axes.Add(Charts.ValueAxis());
        var bars = new RectangleBarSeries { FillColor = Palette.Of("bar"), StrokeThickness = 0, StrokeColor = OxyColors.Transparent };
        foreach (var (i, count) in counts.Index())
            bars.Items.Add(new(first + ((i + 0.06) * width), 0, first + ((i + 0.94) * width), count));
        model.Series.Add(bars);
        return model;
    }
}
