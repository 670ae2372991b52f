using System.Globalization;
using System.Text;
using OxyPlot;

namespace DeskFleet.Simulator.Reports.Page;

/// <summary>An entry of a chart's legend.</summary>
/// <param name="Ink">The colour's name; see <see cref="Palette"/>.</param>
/// <param name="IsLine">Drawn as a dashed line, not as an area.</param>
internal sealed record LegendEntry(string Name, string Ink, bool IsLine = false);

/// <summary>A chart as it stands in the page: title, unit, legend, picture, a sentence under it, and values for the pointer.</summary>
internal sealed record ChartFigure(string Id, string Title, string Unit)
{
    public PlotModel? Model { get; init; }

    public double Width { get; init; } = Charts.WideWidth;

    public double Height { get; init; } = 300;

    public IReadOnlyList<LegendEntry> Legend { get; init; } = [];

    /// <summary>A scale from empty to full stands in the legend, between these two words.</summary>
    public (string Low, string High)? Scale { get; init; }

    /// <summary>HTML; what to see, or why there is nothing to see.</summary>
    public string Note { get; init; } = "";

    /// <summary>What the page's script shows under the pointer; null: nothing.</summary>
    public PointerData? Pointer { get; init; }

    public string Render(IDictionary<string, PointerData> pointers)
    {
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $"<figure class=\"{(Width < Charts.WideWidth ? "half" : "wide")}\" data-chart=\"{Id}\" data-unit=\"{Html.Text(Unit)}\">\n");
        html.Append(CultureInfo.InvariantCulture, $"<figcaption><h3>{Html.Text(Title)}</h3><span class=\"unit\">{Html.Text(Unit)}</span></figcaption>\n");
        html.Append(LegendHtml());
        if (Model is not null)
            html.Append(CultureInfo.InvariantCulture, $"<div class=\"plot\">{Charts.Svg(Model, Id, $"{Title}, {Unit}", Width, Height)}</div>\n");
        if (Pointer is not null && Model is not null)
            pointers[Id] = Pointer with { Box = [Model.PlotArea.Left / Width, Model.PlotArea.Top / Height, Model.PlotArea.Width / Width, Model.PlotArea.Height / Height] };
        if (Note.Length > 0)
            html.Append(CultureInfo.InvariantCulture, $"<p class=\"note\">{Note}</p>\n");
        return html.Append("</figure>\n").ToString();
    }

    private string LegendHtml()
    {
        if (Legend.Count == 0 && Scale is null)
            return "";
        var entries = Legend.Select(entry => $"<li class=\"{(entry.IsLine ? "line" : "area")}\" style=\"--c:var(--{entry.Ink})\">{Html.Text(entry.Name)}</li>");
        var scale = Scale is var (low, high)
            ? $"<li class=\"scale\">{Html.Text(low)} {string.Concat(Enumerable.Range(0, Palette.HeatSteps).Select(step => $"<i style=\"--c:var(--heat-{step})\"></i>"))} {Html.Text(high)}</li>"
            : "";
        return $"<ul class=\"legend\">{string.Concat(entries)}{scale}</ul>\n";
    }
}

/// <summary>Values of a chart, for the pointer.</summary>
/// <param name="Columns">Names along the horizontal axis, evenly spaced over the plot.</param>
/// <param name="Series">One line of the hint each, or one row of a map, from top to bottom.</param>
/// <param name="IsMap">Shows the one value under the pointer instead of all of its column.</param>
internal sealed record PointerData(IReadOnlyList<string> Columns, IReadOnlyList<PointerSeries> Series, bool IsMap = false)
{
    /// <summary>What a value below 0 means; null: itself.</summary>
    public string? BelowScale { get; init; }

    /// <summary>Left, top, width and height of the plot as shares of the picture.</summary>
    public IReadOnlyList<double> Box { get; init; } = [];
}

/// <summary>One named row of values; null where there is none.</summary>
internal sealed record PointerSeries(string Name, string Unit, IReadOnlyList<double?> Values);
