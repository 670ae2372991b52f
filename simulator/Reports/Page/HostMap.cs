using DeskFleet.Simulator.Reports.Figures;
using NodaTime.Text;

namespace DeskFleet.Simulator.Reports.Page;

/// <summary>Hosts by time: how full is which, and which was lost? Many hosts share a row.</summary>
internal static class HostMap
{
    /// <summary>Below the scale: at least half of the hosts of the row were lost.</summary>
    private const double Lost = -1;

    private const int MaxRows = 40;
    private static readonly LocalDateTimePattern Label = LocalDateTimePattern.CreateWithInvariantCulture("ddd d MMM HH:mm");

    public static ChartFigure Of(ReportData data)
    {
        var hosts = data.Figures.Capacity.Hosts.ToList();
        var figure = new ChartFigure("hosts", "How full each host was", "% of its scarcest resource");
        if (hosts.Count == 0)
            return figure with { Note = "No host was needed." };
        var perRow = (int)Math.Ceiling((double)hosts.Count / MaxRows);
        var rows = Rows(hosts, perRow);
        var values = rows.Select(row => Fill(row, perRow)).ToList();
        var step = hosts[0].Fill.Step;
        var names = rows.Select(row => Name(row)).ToList();
        var times = Enumerable.Range(0, values[0].Count).Select(i => Label.Format(data.Span.LocalAt(i * step.TotalHours))).ToList();
        return figure with
        {
            Model = HeatMapChart.Of(names, values, 100, new TimeAxis(data.Span with { End = data.Span.Start + (step * values[0].Count) }), step.TotalHours),
            Height = 90 + (rows.Count * Math.Clamp(400.0 / rows.Count, 14, 30)),
            Scale = ("empty", "full"),
            Legend = hosts.Exists(WasLost) ? [new("lost", "lost")] : [],
            Pointer = new(times, [.. names.Zip(values, (name, row) => new PointerSeries(name, "%", row))], IsMap: true) { BelowScale = "lost" },
            Note = $"{Html.Number(hosts.Count)} {(hosts.Count == 1 ? "host" : "hosts")}; each field is the greatest fill within {Html.Number(step.TotalHours)} h{(perRow == 1 ? "" : $", the mean of up to {perRow} hosts of a zone")}. " +
                "Placement fills the fullest host that has room and a free start slot first, so that empty hosts stay empty.",
        };
    }

    private static List<HostFigures[]> Rows(IEnumerable<HostFigures> hosts, int perRow) =>
        [.. hosts.GroupBy(host => host.Pool).SelectMany(pool => pool.OrderBy(host => host.Id.Value, StringComparer.Ordinal).Chunk(perRow))];

    private static IReadOnlyList<double?> Fill(HostFigures[] row, int perRow)
    {
        var count = row.Max(host => host.Fill.Count);
        return [.. Enumerable.Range(0, count).Select(i => (double?)(IsLost(row, i) ? Lost : Math.Round(row.Average(host => host.Fill.Greatest(i, i + 1)), perRow == 1 ? 0 : 1)))];
    }

    private static bool IsLost(HostFigures[] row, int step) => 2 * row.Count(host => host.Lost.Greatest(step, step + 1) > 0) >= row.Length;

    private static bool WasLost(HostFigures host) => host.Lost.Greatest(0, host.Lost.Count) > 0;

    private static string Name(HostFigures[] row)
    {
        var zone = row[0].Pool.Id.Zone.Value;
        var first = NumberOf(row[0]);
        var last = NumberOf(row[^1]);
        return $"{zone} {row[0].Type.Name} {first}{(first == last ? "" : $"–{last}")}";
    }

    private static string NumberOf(HostFigures host) => host.Id.Value[(host.Id.Value.LastIndexOf('-') + 1)..].TrimStart('0');
}
