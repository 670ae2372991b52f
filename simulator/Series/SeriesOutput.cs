using System.Globalization;
using System.Text.Json;
using DeskFleet.Simulator.Reports;
using DeskFleet.Simulator.Reports.Page;

namespace DeskFleet.Simulator.Series;

/// <summary>Where the runs of a series go: one alone into the folder itself, several into <c>seed-n</c> below it.</summary>
public sealed class SeriesOutput(string path, int runs)
{
    /// <summary>The folder as a whole.</summary>
    public string Path { get; } = path;

    public OutputFolder FolderOf(ulong seed) =>
        new(runs == 1 ? Path : System.IO.Path.Combine(Path, string.Create(CultureInfo.InvariantCulture, $"seed-{seed}")));

    /// <summary>Writes <c>summary.json</c> over all runs, and the page over them where at least one run came to its end.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(SeriesSummary summary, SeriesData data)
    {
        var json = JsonSerializer.Serialize(summary, OutputFolder.Json) + "\n";
        File.WriteAllText(System.IO.Path.Combine(Path, "summary.json"), json);
        if (data.First is not null)
            File.WriteAllText(System.IO.Path.Combine(Path, "report.html"), SeriesPage.Render(data, summary, json));
    }
}
