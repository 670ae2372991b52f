using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace DeskFleet.Simulator.Reports.Page;

/// <summary>Draws a map of rows and columns in ten steps of colour.</summary>
internal static class HeatMapChart
{
    /// <param name="rows">From top to bottom.</param>
    /// <param name="values">By row and column, from 0 to <paramref name="full"/>; below 0: lost; null: nothing there.</param>
    /// <param name="horizontal">The axis of columns; column i covers [i * width, (i + 1) * width).</param>
    public static PlotModel Of(IReadOnlyList<string> rows, IReadOnlyList<IReadOnlyList<double?>> values, double full, Axis horizontal, double width)
    {
        var model = Charts.Model(rows);
        horizontal.MajorGridlineStyle = LineStyle.None;
        model.Axes.Add(horizontal);
        if (horizontal.Title is not null)
            model.WithTitleBelow();
        model.Axes.Add(RowAxis(rows));
        model.Axes.Add(new LinearColorAxis
        {
            Position = AxisPosition.None,
            Palette = Palette.Heat,
            Minimum = 0,
            Maximum = full,
            LowColor = Palette.Of("lost"),
            InvalidNumberColor = OxyColors.Transparent,
        });
        var columns = values[0].Count;
        model.Series.Add(new HeatMapSeries
        {
            X0 = width / 2,
            X1 = (columns - 0.5) * width,
            Y0 = 0,
            Y1 = rows.Count - 1,
            Interpolate = false,
            RenderMethod = HeatMapRenderMethod.Rectangles,
            Data = Grid(values, rows.Count, columns),
        });
        return model;
    }

    /// <summary>Names under the columns.</summary>
    public static Axis ColumnAxis(IReadOnlyList<string> columns, string title)
    {
        var axis = new LinearAxis
        {
            Position = AxisPosition.Bottom,
            Minimum = 0,
            Maximum = columns.Count,
            MajorStep = 2,
            LabelFormatter = at => (int)at < columns.Count ? columns[(int)at] : "",
        };
        Charts.Style(axis, title);
        return axis;
    }

    private static CategoryAxis RowAxis(IReadOnlyList<string> rows)
    {
        var axis = new CategoryAxis { Position = AxisPosition.Left, StartPosition = 1, EndPosition = 0, GapWidth = 0 };
        axis.Labels.AddRange(rows);
        Charts.Style(axis, null);
        return axis;
    }

    private static double[,] Grid(IReadOnlyList<IReadOnlyList<double?>> values, int rows, int columns)
    {
        var grid = new double[columns, rows];
        for (var column = 0; column < columns; column++)
        {
            for (var row = 0; row < rows; row++)
                grid[column, row] = values[row][column] ?? double.NaN;
        }

        return grid;
    }
}
