using OxyPlot;
using OxyPlot.Series;

namespace DeskFleet.Simulator.Reports.Page;

/// <summary>Draws values over time: areas, stacked or behind each other, and lines. Each point lasts until the next.</summary>
internal sealed class TimeSeriesChart
{
    private readonly PlotModel _model = Charts.Model();
    private readonly List<LegendEntry> _legend = [];
    private readonly List<PointerSeries> _pointer = [];
    private readonly TimeBuckets _buckets;
    private readonly string _unit;
    private double[] _base;

    public TimeSeriesChart(TimeBuckets buckets, string unit, double? maximum = null)
    {
        (_buckets, _unit, _base) = (buckets, unit, new double[buckets.Count]);
        _model.Axes.Add(new TimeAxis(buckets.Span));
        _model.Axes.Add(Charts.ValueAxis(maximum));
    }

    public TimeSeriesChart Area(string name, string ink, IReadOnlyList<double> values)
    {
        Draw(ink, values, new double[values.Count]);
        return Note(name, ink, values, isLine: false);
    }

    /// <summary>From the least to the most of several runs.</summary>
    public TimeSeriesChart Band(string name, string ink, Band band)
    {
        Draw(ink, band.Most, band.Least);
        _legend.Add(new(name, ink));
        _pointer.Add(new($"{name}, most", _unit, [.. band.Most.Select(value => (double?)value)]));
        _pointer.Add(new($"{name}, least", _unit, [.. band.Least.Select(value => (double?)value)]));
        return this;
    }

    /// <summary>An area on top of those before it.</summary>
    public TimeSeriesChart Stacked(string name, string ink, IReadOnlyList<double> values)
    {
        var top = values.Zip(_base, (value, below) => value + below).ToArray();
        Draw(ink, top, _base);
        _base = top;
        return Note(name, ink, values, isLine: false);
    }

    public TimeSeriesChart Line(string name, string ink, IReadOnlyList<double> values, LineStyle style = LineStyle.Solid, double thickness = 2)
    {
        var line = new StairStepSeries { Color = Palette.Of(ink), StrokeThickness = thickness, LineStyle = style, VerticalStrokeThickness = thickness };
        line.Points.AddRange(Steps(values));
        _model.Series.Add(line);
        return Note(name, ink, values, isLine: true);
    }

    public ChartFigure Figure(string id, string title, string unit) => new(id, title, unit)
    {
        Model = _model,
        Legend = _legend,
        Pointer = new(_buckets.Labels, _pointer),
    };

    private void Draw(string ink, IReadOnlyList<double> top, IReadOnlyList<double> bottom)
    {
        var colour = Palette.Of(ink);
        var area = new AreaSeries { Fill = OxyColor.FromAColor(110, colour), Color = colour, Color2 = OxyColors.Transparent, StrokeThickness = 1.4 };
        area.Points.AddRange(Corners(top));
        area.Points2.AddRange(Corners(bottom));
        _model.Series.Add(area);
    }

    private TimeSeriesChart Note(string name, string ink, IReadOnlyList<double> values, bool isLine)
    {
        _legend.Add(new(name, ink, isLine));
        _pointer.Add(new(name, _unit, [.. values.Select(value => double.IsNaN(value) ? (double?)null : value)]));
        return this;
    }

    private IEnumerable<DataPoint> Steps(IReadOnlyList<double> values) =>
        values.Append(values[^1]).Select((value, i) => new DataPoint(i * _buckets.HoursPerPoint, value));

    private IEnumerable<DataPoint> Corners(IReadOnlyList<double> values)
    {
        for (var i = 0; i < values.Count; i++)
        {
            if (i == 0 || values[i] != values[i - 1])
                yield return new(i * _buckets.HoursPerPoint, values[i]);
            if (i == values.Count - 1 || values[i] != values[i + 1])
                yield return new((i + 1) * _buckets.HoursPerPoint, values[i]);
        }
    }
}
