using System.Text.Json;

namespace DeskFleet.Simulator.Reports.Page;

/// <summary>
/// <c>report.html</c>: one page that needs nothing but itself. The same run gives the same bytes. Every figure of the summary that it
/// shows names its path there, and the summary itself is embedded.
/// </summary>
public static class ReportPage
{
    private static readonly JsonSerializerOptions PointerJson = new(JsonSerializerDefaults.Web);

    public static string Render(ReportData data)
    {
        var pointers = new SortedDictionary<string, PointerData>(StringComparer.Ordinal);
        string Draw(params IEnumerable<ChartFigure> figures) => string.Concat(figures.Select(figure => figure.Render(pointers)));
        var parts = new Dictionary<string, string>
        {
            ["css"] = Resource("report.css"),
            ["js"] = Resource("report.js"),
            ["title"] = Html.Text(data.Summary.Inputs.Scenario),
            ["period"] = Html.Text($"{data.Local(data.Summary.Start)} to {data.Local(data.Summary.End)} {data.Span.LocalAt(0).Year}, {data.Zone.Id}"),
            ["outcome"] = Verdict.Holds(data.Summary) ? "holds" : "misses",
            ["verdict"] = Html.Text(Verdict.Of(data)),
            ["figures"] = KeyFigures.Of(data),
            ["load"] = Draw(LoadCharts.Of(data)) + Tables.Zones(data),
            ["recovery"] = Section("Losses and recovery", Draw(RecoveryCharts.Of(data))),
            ["headroom"] = Draw(HeadroomMap.Of(data), HostMap.Of(data)),
            ["waits"] = Draw(WaitCharts.Of(data)),
            ["refusals"] = Draw(CountCharts.Refusals(data)),
            ["groups"] = Draw(CountCharts.AutoStops(data), CountCharts.Hours(data)) + Tables.Groups(data),
            ["assumptions"] = Assumptions.Of(data),
            ["summary"] = OutputFolder.ToJson(data.Summary),
            ["pointers"] = JsonSerializer.Serialize(pointers, PointerJson),
        };
        return Fill(Resource("report.html"), parts);
    }

    private static string Section(string title, string charts) =>
        charts.Length == 0 ? "" : $"<section><h2>{title}</h2>\n<div class=\"charts\">{charts}</div></section>\n";

    /// <summary>Puts the parts in, in one pass: what a part says is never taken for a place.</summary>
    private static string Fill(string template, Dictionary<string, string> parts)
    {
        var pieces = template.Split("{{");
        return pieces[0] + string.Concat(pieces.Skip(1).Select(piece => piece.Split("}}", 2) is [var name, var rest] ? parts[name] + rest : piece));
    }

    private static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(ReportPage).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
