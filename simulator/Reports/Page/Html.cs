using System.Globalization;
using System.Net;
using System.Text;

namespace DeskFleet.Simulator.Reports.Page;

/// <summary>Small pieces of a page.</summary>
internal static class Html
{
    public static string Text(string text) => WebUtility.HtmlEncode(text);

    public static string Number(double value, string format = "#,0.##") => value.ToString(format, CultureInfo.InvariantCulture);

    /// <summary>A table; columns but the first are numbers. Cells are HTML.</summary>
    public static string Table(IEnumerable<string> head, IEnumerable<IEnumerable<string>> rows)
    {
        var table = new StringBuilder("<div class=\"scroll\"><table><thead><tr>");
        foreach (var cell in head)
            table.Append(CultureInfo.InvariantCulture, $"<th scope=\"col\">{Text(cell)}</th>");
        table.Append("</tr></thead><tbody>\n");
        foreach (var row in rows)
            table.Append("<tr>").AppendJoin("", row.Select(cell => $"<td>{cell}</td>")).Append("</tr>\n");
        return table.Append("</tbody></table></div>\n").ToString();
    }

    /// <summary>A figure of <c>summary.json</c>: shown for people, named by its path and kept exact for machines.</summary>
    public static string Figure(string path, double? value, string format = "#,0.##") => value is { } number ? Told(path, number, Number(number, format)) : "–";

    /// <summary>The same, shown in words of one's own.</summary>
    public static string Told(string path, double value, string text) =>
        $"<data data-figure=\"{path}\" value=\"{value.ToString(CultureInfo.InvariantCulture)}\">{Text(text)}</data>";
}
