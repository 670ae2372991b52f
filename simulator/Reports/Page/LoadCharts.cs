using OxyPlot;

namespace DeskFleet.Simulator.Reports.Page;

/// <summary>How many desktops run and are connected, against what the hosts hold.</summary>
internal static class LoadCharts
{
    public static IEnumerable<ChartFigure> Of(ReportData data)
    {
        var whole = data.Buckets(data.Span);
        yield return Load(data, whole, "load", "Connected and running over time") with
        {
            Height = 340,
            Note = $"Each point is the greatest number within {whole.Length}. {CapacityNote(data)}",
        };
        yield return Zones(data, whole);
        foreach (var zone in ZoneCharts.Of(data))
            yield return zone;
        yield return Load(data, data.Buckets(data.MomentSpan), "moment", $"Around {data.Local(data.TightestAt)}, the {(data.Summary.Headroom is null ? "peak" : "tightest moment")}") with
        {
            Height = 260,
            Note = "The same by the minute, two hours to either side.",
        };
    }

    private static ChartFigure Load(ReportData data, TimeBuckets buckets, string id, string title)
    {
        var chart = new TimeSeriesChart(buckets, "desktops")
            .Area("running", "running", buckets.Greatest(data.Fleet.Running.Track))
            .Area("connected", "connected", buckets.Greatest(data.Fleet.Connected.Track));
        if (data.Summary.Headroom is not null)
        {
            var headroom = data.Figures.Capacity.Headroom;
            chart.Line("hosts hold", "capacity", buckets.Least(headroom.Capacity))
                .Line("hosts hold with one lost per zone (N+1)", "spare", buckets.Least(headroom.CapacityWithoutLargest), LineStyle.Dash);
        }

        return chart.Figure(id, title, "desktops");
    }

    private static string CapacityNote(ReportData data) => data.Summary.Headroom is null
        ? "The provider's shared hosts are endless in this scenario, so there is no capacity line."
        : "What the hosts hold is counted in desktops of the scenario's mean bundle, by whatever is scarcest: vCPU, memory or GPU.";

    private static ChartFigure Zones(ReportData data, TimeBuckets buckets)
    {
        var chart = new TimeSeriesChart(buckets, "desktops running");
        foreach (var (number, (zone, figures)) in data.Fleet.Zones.Index())
            chart.Stacked(zone, Palette.Zone(number), buckets.Greatest(figures.Running.Track));
        return chart.Figure("zones", "Running by availability zone", "desktops") with
        {
            Height = 260,
            Note = $"Stacked. At the run's end the zones of a directory differ by {Html.Figure("zoneDifference", data.Summary.ZoneDifference)} desktops at most.",
        };
    }
}
