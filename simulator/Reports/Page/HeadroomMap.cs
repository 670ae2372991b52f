using DeskFleet.Simulator.Reports.Figures;
using NodaTime;

namespace DeskFleet.Simulator.Reports.Page;

/// <summary>Hour by weekday: when is there least room? Where hosts are endless: when do most desktops run?</summary>
internal static class HeadroomMap
{
    private static readonly string[] Hours = [.. Enumerable.Range(0, 24).Select(hour => $"{hour:00}:00")];

    public static ChartFigure Of(ReportData data) => data.Summary.Headroom is { } headroom
        ? OfCells(data, Cells(data)) with
        {
            Note = $"The least of each hour over the whole run. Tightest: {Html.Figure("headroom.leastPercent", headroom.LeastPercent)} % of the {Html.Text(headroom.Binding)} " +
                $"in {Html.Text(headroom.Zone)} free, {Html.Text(data.Local(headroom.At))}.",
        }
        : OfCells(data, Cells(data)) with
        {
            Note = "The shared hosts are endless, so headroom has no meaning here; the map shows how many desktops run instead, against the peak.",
        };

    /// <summary>What is free by weekday, from Monday, and hour, in percent; null: no such hour in the run.</summary>
    public static double?[][] Cells(ReportData data) => data.Summary.Headroom is null ? Idle(data) : Free(data);

    /// <param name="cells">See <see cref="Cells"/>; of one run, or the least of several.</param>
    public static ChartFigure OfCells(ReportData data, double?[][] cells) => data.Summary.Headroom is null
        ? Map(data, "Running by hour and weekday", "% of the peak", "peak", "none", cells)
        : Map(data, "Headroom by hour and weekday", "% of the tightest zone's hosts free", "full", "empty", cells);

    private static ChartFigure Map(ReportData data, string title, string unit, string low, string high, double?[][] free)
    {
        var days = Enum.GetValues<IsoDayOfWeek>().Where(day => day != IsoDayOfWeek.None).Select(day => day.ToString()).ToArray();
        var full = free.Select(row => (IReadOnlyList<double?>)[.. row.Select(value => 100 - value)]).ToArray();
        var shown = data.Summary.Headroom is null ? full : free;
        return new("headroom", title, unit)
        {
            Model = HeatMapChart.Of(days, full, 100, HeatMapChart.ColumnAxis(Hours, $"hour of the day, {data.Zone.Id}"), 1),
            Height = 300,
            Scale = (high, low),
            Pointer = new(Hours, [.. days.Zip(shown, (day, row) => new PointerSeries(day, "%", [.. row.Select(Round)]))], IsMap: true),
        };
    }

    private static double? Round(double? value) => value is { } number ? Math.Round(number, 1) : null;

    private static double?[][] Free(ReportData data) => Least(data, data.Figures.Capacity.Headroom.Free, (track, step) => 100.0 * track.Least(step, step + 1) / HeadroomFigures.Whole);

    private static double?[][] Idle(ReportData data)
    {
        var peak = Math.Max(1, data.Fleet.Running.Peak);
        return Least(data, data.Fleet.Running.Track, (track, step) => 100 - (100.0 * track.Greatest(step, step + 1) / peak));
    }

    private static double?[][] Least(ReportData data, Track track, Func<Track, int, double> value)
    {
        var cells = Enumerable.Range(0, 7).Select(_ => new double?[24]).ToArray();
        for (var step = 0; step < track.Count; step++)
        {
            var local = data.Span.LocalAt(step * track.Step.TotalHours);
            ref var cell = ref cells[(int)local.DayOfWeek - 1][local.Hour];
            cell = Math.Min(cell ?? double.MaxValue, value(track, step));
        }

        return cells;
    }
}
