using System.Text;
using System.Text.Json;

namespace DeskFleet.Simulator.Reports.Page;

/// <summary>What stands around the sections of every page: head, verdict, styles, scripts, and the figures for machines.</summary>
/// <param name="title">The scenario.</param>
/// <param name="period">When it plays.</param>
/// <param name="outcome">Colours the verdict.</param>
/// <param name="verdict">The one sentence.</param>
/// <param name="summary">JSON, embedded as it is.</param>
internal sealed class PageShell(string title, string period, PageOutcome outcome, string verdict, string summary)
{
    /// <summary>The heading of the section that stands first in print, right after the key figures.</summary>
    public const string Costs = "What it costs";

    private static readonly JsonSerializerOptions PointerJson = new(JsonSerializerDefaults.Web);

    private readonly StringBuilder _sections = new();
    private readonly SortedDictionary<string, PointerData> _pointers = new(StringComparer.Ordinal);

    /// <summary>Content without a heading.</summary>
    public PageShell Add(string html)
    {
        _sections.Append("<section>").Append(html).Append("</section>\n");
        return this;
    }

    /// <param name="html">HTML; a section without any is left out.</param>
    public PageShell Add(string heading, params IEnumerable<string> html)
    {
        var content = string.Concat(html);
        if (content.Length > 0)
            _sections.Append(heading == Costs ? "<section class=\"costs\"><h2>" : "<section><h2>").Append(Html.Text(heading)).Append("</h2>\n").Append(content).Append("</section>\n");
        return this;
    }

    /// <summary>Charts side by side, where they are half as wide as the page.</summary>
    public string Draw(params IEnumerable<ChartFigure> figures)
    {
        var charts = string.Concat(figures.Select(figure => figure.Render(_pointers)));
        return charts.Length == 0 ? "" : $"<div class=\"charts\">{charts}</div>\n";
    }

    public string Render() => Fill(Resource("report.html"), new()
    {
        ["css"] = Resource("report.css"),
        ["js"] = Resource("report.js"),
        ["title"] = Html.Text(title),
        ["period"] = Html.Text(period),
        ["outcome"] = outcome.ToString().ToLowerInvariant(),
        ["verdict"] = Html.Text(verdict),
        ["sections"] = _sections.ToString(),
        ["summary"] = summary,
        ["pointers"] = JsonSerializer.Serialize(_pointers, PointerJson),
    });

    /// <summary>Puts the parts in, in one pass: what a part says is never taken for a place.</summary>
    private static string Fill(string template, Dictionary<string, string> parts)
    {
        var pieces = template.Split("{{");
        return pieces[0] + string.Concat(pieces.Skip(1).Select(piece => piece.Split("}}", 2) is [var name, var rest] ? parts[name] + rest : piece));
    }

    private static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(PageShell).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
