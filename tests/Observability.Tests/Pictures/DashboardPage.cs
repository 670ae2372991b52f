using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using DeskFleet.Observability.Tests.Support;
using NodaTime;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace DeskFleet.Observability.Tests.Pictures;

/// <summary>What of the time a dashboard shows.</summary>
/// <param name="Step">From one point of a line to the next.</param>
/// <param name="RateInterval">What Grafana puts in the place of <c>$__rate_interval</c>.</param>
/// <param name="TickEvery">How far the times below a chart are apart.</param>
/// <param name="Ticks">How they are written.</param>
internal sealed record Span(Instant From, Instant To, Duration Step, string RateInterval, Duration TickEvery, string Ticks);

/// <summary>A dashboard drawn without Grafana: its panels at their places, with what their queries give.</summary>
internal sealed partial class DashboardPage(PrometheusServer prometheus, Span span)
{
    private const int ColumnPixels = 50;
    private const int RowPixels = 28;
    private const int LegendPixels = 30;
    private const int MaxLines = 12;

    private static readonly OxyColor[] Colors =
    [
        .. new[] { "#4e79a7", "#f28e2b", "#e15759", "#59a14f", "#b07aa1", "#76b7b2", "#9c755f", "#edc948", "#ff9da7", "#bab0ac", "#1b6e3c", "#7b3294" }.Select(OxyColor.Parse),
    ];

    /// <summary>The page of one dashboard's file.</summary>
    public async Task<string> Of(string file)
    {
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(file));
        var page = new StringBuilder($"<!doctype html><meta charset='utf-8'><title>{Html(json.RootElement.GetProperty("title").GetString()!)}</title>");
        page.Append("<style>body{margin:12px;width:1200px;font:13px sans-serif;position:relative}section{position:absolute;box-sizing:border-box;padding:4px}h1{font-size:18px}h2{font-size:13px;margin:0}b{font-size:26px}p{color:#777;font-size:12px}footer{font-size:10px;line-height:14px;height:28px;overflow:hidden}</style>");
        page.Append(CultureInfo.InvariantCulture, $"<h1>{Html(json.RootElement.GetProperty("title").GetString()!)}</h1>");
        foreach (var panel in json.RootElement.GetProperty("panels").EnumerateArray())
            await Append(page, panel);
        return page.ToString();
    }

    private async Task Append(StringBuilder page, JsonElement panel)
    {
        int Place(string name) => panel.GetProperty("gridPos").GetProperty(name).GetInt32();
        var (width, height) = (Place("w") * ColumnPixels, Place("h") * RowPixels);
        page.Append(CultureInfo.InvariantCulture, $"<section style='left:{Place("x") * ColumnPixels}px;top:{50 + (Place("y") * RowPixels)}px;width:{width}px;height:{height}px'>");
        page.Append(CultureInfo.InvariantCulture, $"<h2>{Html(panel.GetProperty("title").GetString()!)}</h2>");
        var type = panel.GetProperty("type").GetString();
        if (type == "stat")
            page.Append(CultureInfo.InvariantCulture, $"<b>{await Newest(panel)}</b>");
        else if (type == "timeseries")
            page.Append(await Chart(panel, width - 8, height - 24));
        page.Append("</section>");
    }

    private async Task<string> Newest(JsonElement panel)
    {
        var series = await prometheus.Query(Expression(panel.GetProperty("targets")[0]), span.To);
        return series is [var only] ? Unit(panel) == "percentunit" ? only.Last.ToString("P2", CultureInfo.InvariantCulture) : only.Last.ToString("0.##", CultureInfo.InvariantCulture) : "no data";
    }

    private async Task<string> Chart(JsonElement panel, int width, int height)
    {
        var model = new PlotModel { Background = OxyColors.White, PlotAreaBorderColor = OxyColors.LightGray, PlotMargins = new(52, double.NaN, double.NaN, double.NaN), DefaultFont = "sans-serif", DefaultColors = Colors };
        var most = 0.0;
        foreach (var target in panel.GetProperty("targets").EnumerateArray())
        {
            foreach (var series in (await prometheus.Range(Expression(target), span.From, span.To, span.Step)).OrderByDescending(MaxOf).Take(MaxLines))
            {
                model.Series.Add(Line(series, Name(target, series)));
                most = Math.Max(most, MaxOf(series));
            }
        }

        if (model.Series.Count == 0)
            return $"<p>No data. {Html(panel.GetProperty("description").GetString()!)}</p>";
        model.Axes.Add(TimeAxis());
        model.Axes.Add(ValueAxis(Unit(panel), most));
        var chart = new SvgExporter { Width = width, Height = height - LegendPixels, IsDocument = false }.ExportToString(model);
        return chart + $"<footer>{Legend([.. model.Series.Cast<LineSeries>()])}</footer>";
    }

    private DateTimeAxis TimeAxis() => new()
    {
        Position = AxisPosition.Bottom,
        StringFormat = span.Ticks,
        Minimum = DateTimeAxis.ToDouble(span.From.ToDateTimeUtc()),
        Maximum = DateTimeAxis.ToDouble(span.To.ToDateTimeUtc()),
        MajorStep = span.TickEvery.TotalDays,
        MajorGridlineStyle = LineStyle.Solid,
        MajorGridlineColor = OxyColors.LightGray,
        FontSize = 10,
    };

    /// <summary>From zero to a little above the highest line; times of day have no zero.</summary>
    private static LinearAxis ValueAxis(string unit, double most) => new()
    {
        Position = AxisPosition.Left,
        Minimum = unit == "dateTimeAsIso" ? double.NaN : 0,
        Maximum = unit == "dateTimeAsIso" ? double.NaN : most == 0 ? 1 : most * 1.08,
        LabelFormatter = value => unit switch
        {
            "bytes" => $"{value / (1024 * 1024):0} MiB",
            "percentunit" => value.ToString("0.## %", CultureInfo.InvariantCulture),
            "dateTimeAsIso" => Instant.FromUnixTimeMilliseconds((long)value).ToString("ddd d", CultureInfo.InvariantCulture),
            _ => value.ToString("0.####", CultureInfo.InvariantCulture),
        },
        MajorGridlineStyle = LineStyle.Solid,
        MajorGridlineColor = OxyColors.WhiteSmoke,
        FontSize = 10,
    };

    private static double MaxOf(Support.Series series) => series.Points.Max(point => double.IsNaN(point.Value) ? 0 : point.Value);

    /// <summary>Lines that are never above zero are told in a word.</summary>
    private static string Legend(IReadOnlyList<LineSeries> lines)
    {
        var shown = lines.Where(line => line.Points.Any(point => point.Y > 0)).ToList();
        var zero = lines.Count - shown.Count;
        return string.Concat(shown.Select(Entry)) + (zero == 0 ? "" : zero == lines.Count ? "all at 0" : $"and {zero} at 0");
    }

    private static string Entry(LineSeries line) =>
        $"<span style='color:rgb({line.ActualColor.R},{line.ActualColor.G},{line.ActualColor.B})'>&#9632;</span> {Html(line.Title)} ";

    /// <summary>Broken where there is no data, as Grafana does it; where most points stand alone each is a dot.</summary>
    private LineSeries Line(Support.Series series, string name)
    {
        var line = new LineSeries { Title = name, StrokeThickness = 1.2, MarkerSize = 2 };
        Instant? last = null;
        foreach (var (at, value) in series.Points)
        {
            if (last + span.Step < at)
                line.Points.Add(DataPoint.Undefined);
            line.Points.Add(DateTimeAxis.CreateDataPoint(at.ToDateTimeUtc(), value));
            last = at;
        }

        line.MarkerType = line.Points.Count(point => !point.IsDefined()) * 4 > series.Points.Count ? MarkerType.Circle : MarkerType.None;
        return line;
    }

    /// <summary>The dashboard's own words for a series, with its labels filled in.</summary>
    private static string Name(JsonElement target, Support.Series series) =>
        Label().Replace(target.GetProperty("legendFormat").GetString()!, match => series.Labels.GetValueOrDefault(match.Groups[1].Value, ""));

    private string Expression(JsonElement target) => target.GetProperty("expr").GetString()!
        .Replace("$__rate_interval", span.RateInterval, StringComparison.Ordinal).Replace("$zone", ".*", StringComparison.Ordinal);

    private static string Unit(JsonElement panel) => panel.GetProperty("fieldConfig").GetProperty("defaults").GetProperty("unit").GetString()!;

    private static string Html(string text) => WebUtility.HtmlEncode(text);

    [GeneratedRegex(@"\{\{\s*(\w+)\s*\}\}")]
    private static partial Regex Label();
}
