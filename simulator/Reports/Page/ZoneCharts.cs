using DeskFleet.Simulator.Reports.Figures;
using OxyPlot;

namespace DeskFleet.Simulator.Reports.Page;

/// <summary>Each zone against its own hosts: what is taken, what they hold, and what they hold with one lost.</summary>
internal static class ZoneCharts
{
    public const string Unit = "desktops of the mean bundle";

    public static IEnumerable<ChartFigure> Of(ReportData data)
    {
        var buckets = data.Buckets(data.Span);
        foreach (var (number, pool) in Limited(data).Index())
        {
            var taken = buckets.Greatest(pool.OverTime.Taken);
            yield return Finish(data, pool, number, new TimeSeriesChart(buckets, "desktops").Area("taken", "running", taken)) with
            {
                Note = $"{Fullest(data, pool.OverTime)} What is scarcest, vCPU, memory or GPU, is counted; the gap up to the line is the headroom.",
            };
        }
    }

    /// <summary>Zones whose hosts have an end; where one has hosts of several owners or families, each of them.</summary>
    public static IReadOnlyList<PoolFigures> Limited(ReportData data) => [.. data.Figures.Capacity.Pools.Values.Where(pool => pool.HasLimit)];

    /// <summary>Adds the lines of what the hosts hold.</summary>
    public static ChartFigure Finish(ReportData data, PoolFigures pool, int number, TimeSeriesChart chart)
    {
        var buckets = data.Buckets(data.Span);
        return chart
            .Line("its hosts hold", "capacity", buckets.Least(pool.OverTime.Holds))
            .Line("with one lost (N+1)", "spare", buckets.Least(pool.OverTime.HoldsWithoutLargest), LineStyle.Dash)
            .Figure(FormattableString.Invariant($"zone-use-{number + 1}"), $"{NameOf(data, pool)} against its own hosts", Unit) with
        {
            Height = 200,
        };
    }

    private static string NameOf(ReportData data, PoolFigures pool)
    {
        var others = Limited(data).Where(other => other != pool && other.Id.Zone == pool.Id.Zone).ToList();
        var owner = others.Exists(other => other.Id.Owner != pool.Id.Owner) ? $", hosts of {pool.Id.Owner.Account}" : "";
        var family = others.Exists(other => other.HasGpu != pool.HasGpu) ? pool.HasGpu ? ", with GPU" : ", without GPU" : "";
        return pool.Id.Zone.Value + owner + family;
    }

    private static string Fullest(ReportData data, PoolTracks tracks) => tracks.Fullest is { } fullest
        ? $"Fullest on {Html.Text(data.Local(fullest.At))}: {Html.Number(fullest.Taken)} of {Html.Number(fullest.Holds)} taken."
        : "";
}
