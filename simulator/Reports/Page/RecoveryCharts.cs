using System.Globalization;
using NodaTime;
using NodaTime.Text;
using OxyPlot;

namespace DeskFleet.Simulator.Reports.Page;

/// <summary>Each loss of hosts minute by minute: who was cut off, who waits, when all are back.</summary>
internal static class RecoveryCharts
{
    private static readonly LocalDateTimePattern Clock = LocalDateTimePattern.CreateWithInvariantCulture("HH:mm");

    public static IEnumerable<ChartFigure> Of(ReportData data) => data.Summary.Losses.Select((loss, i) => One(data, loss, i));

    /// <summary>The minutes around a loss that the run has reached.</summary>
    public static TimeBuckets Buckets(ReportData data, int number)
    {
        var window = data.Fleet.Losses[number].Window;
        var span = new TimeSpanOfRun(window.Start, Instant.Max(window.Start + Duration.FromMinutes(1), Instant.Min(window.End, data.Summary.End)), data.Zone);
        return new(span, window.Start, Duration.FromMinutes(1));
    }

    private static ChartFigure One(ReportData data, LossSummary loss, int number)
    {
        var buckets = Buckets(data, number);
        double[] Of(Gauge gauge) => buckets.Greatest(gauge.Minutes[number]);
        var chart = new TimeSeriesChart(buckets, "people")
            .Area("connected", "connected", buckets.Least(data.Fleet.Connected.Minutes[number]))
            .Line("want a desktop", "capacity", Of(data.Fleet.Wanted))
            .Line("wait for theirs", "spare", Of(data.Fleet.Waiting), LineStyle.Dash);
        return chart.Figure(string.Create(CultureInfo.InvariantCulture, $"recovery-{number + 1}"), $"{data.Local(loss.At)}: {loss.What} lost", "people") with
        {
            Height = 280,
            Note = $"By the minute. {Html.Figure($"losses[{number}].hosts", loss.Hosts)} {(loss.Hosts == 1 ? "host" : "hosts")} lost, {Html.Figure($"losses[{number}].cutOff", loss.CutOff)} of {Html.Figure($"losses[{number}].connectedBefore", loss.ConnectedBefore)} connected people cut off, " +
                $"{Html.Figure($"losses[{number}].cameBack", loss.CameBack)} of them came back. {Back(data, loss)} Who wants a desktop and neither has one nor waits was refused.",
        };
    }

    private static string Back(ReportData data, LossSummary loss) => loss.RecoveredAt is { } back
        ? string.Create(CultureInfo.InvariantCulture, $"99 % of those who wanted a desktop were connected again at {Clock.Format(back.InZone(data.Zone).LocalDateTime)}, {(back - loss.At).TotalMinutes:0} minutes after the loss.")
        : "Within this time it did not come back to 99 % of those who wanted a desktop.";
}
