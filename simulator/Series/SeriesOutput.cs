using System.Globalization;
using System.Text.Json;
using DeskFleet.Simulator.Reports;
using DeskFleet.Simulator.Reports.Page;

namespace DeskFleet.Simulator.Series;

/// <summary>Where the runs of a series go: one alone into the folder itself, several into <c>seed-n</c> below it.</summary>
public sealed class SeriesOutput(string path, int runs)
{
    private const string SeedPrefix = "seed-";

    /// <summary>The folder as a whole.</summary>
    public string Path { get; } = path;

    public OutputFolder FolderOf(ulong seed) =>
        new(runs == 1 ? Path : System.IO.Path.Combine(Path, string.Create(CultureInfo.InvariantCulture, $"{SeedPrefix}{seed}")));

    /// <summary>Whose run, or series of runs, the folder holds; null: nobody's that one could read.</summary>
    public string? ScenarioThere()
    {
        try
        {
            using var summary = JsonDocument.Parse(File.ReadAllText(System.IO.Path.Combine(Path, "summary.json")));
            var run = summary.RootElement.TryGetProperty("runs", out var runs) && runs.ValueKind == JsonValueKind.Array ? runs.EnumerateArray().FirstOrDefault() : summary.RootElement;
            return run.ValueKind == JsonValueKind.Object && run.TryGetProperty("inputs", out var inputs) ? inputs.GetProperty("scenario").GetString() : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Removes what earlier runs wrote, one alone as well as a series: nothing old may stand beside the new report.</summary>
    /// <exception cref="IOException">Something cannot be removed.</exception>
    public void Clear()
    {
        new OutputFolder(Path).Clear();
        if (!Directory.Exists(Path))
            return;
        foreach (var seed in Directory.GetDirectories(Path, $"{SeedPrefix}*").Where(IsOfSeed))
        {
            new OutputFolder(seed).Clear();
            if (!Directory.EnumerateFileSystemEntries(seed).Any())
                Directory.Delete(seed);
        }
    }

    /// <summary>Writes <c>summary.json</c> over all runs, and the page over them where at least one run came to its end.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(SeriesSummary summary, SeriesData data)
    {
        var json = JsonSerializer.Serialize(summary, OutputFolder.Json) + "\n";
        File.WriteAllText(System.IO.Path.Combine(Path, "summary.json"), json);
        if (data.First is not null)
            File.WriteAllText(System.IO.Path.Combine(Path, "report.html"), SeriesPage.Render(data, summary, json));
    }

    private static bool IsOfSeed(string folder) => ulong.TryParse(System.IO.Path.GetFileName(folder)[SeedPrefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out _);
}
