using System.Globalization;
using System.Text;

namespace DeskFleet.Benchmarks.Engines;

/// <summary>The figures as a table for <c>PERFORMANCE.md</c>: each beside the rows that it is compared with, of the same size and run.</summary>
internal static class Table
{
    public static string Of(Figures figures)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{figures.At:yyyy-MM-dd}, {figures.Machine}; {figures.Days} days, medians of {figures.Rounds} rounds.\n");
        text.AppendLine(
            "| desktops | what | events | seconds | events/s | bytes an event | of the Python loop | of the C# loop | of bare grains |");
        text.AppendLine("|---:|---|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var figure in figures.Measured)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {figure.Desktops:n0} | {figure.Name} | {figure.Events:n0} | {figure.MedianSeconds:0.00} ");
            text.Append(CultureInfo.InvariantCulture, $"| {figure.EventsASecond:n0} | {figure.BytesAnEvent:n0} ");
            foreach (var other in (string[])["Python heap loop", "C# heap loop", "bare grains"])
                text.Append(CultureInfo.InvariantCulture, $"| {Share(figure, other)} ");
            text.AppendLine("|");
        }

        return text.ToString();

        string Share(Figure figure, string other) =>
            figures.Measured.FirstOrDefault(one => one.Desktops == figure.Desktops && one.Name == other) is { } beside && beside != figure
                ? (figure.EventsASecond / beside.EventsASecond).ToString("0.000", CultureInfo.InvariantCulture)
                : "";
    }
}
