using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using CsvHelper;
using DeskFleet.Core.Billing;
using DeskFleet.Grains.Billing;
using DeskFleet.Simulator.Chaos.Courts;
using DeskFleet.Simulator.Populations;
using DeskFleet.Simulator.Reports.Figures;
using DeskFleet.Simulator.Reports.Page;
using DeskFleet.Simulator.Runs;
using DeskFleet.Simulator.Scenarios;
using NodaTime;
using NodaTime.Serialization.SystemTextJson;
using NodaTime.Text;

namespace DeskFleet.Simulator.Reports;

/// <summary>The folder that a run writes: <c>events.jsonl</c> while it goes on, the rest when it ends.</summary>
public sealed class OutputFolder(string path)
{
    private const string EventFile = "events.jsonl";

    /// <summary>How all files of a run are written.</summary>
    public static readonly JsonSerializerOptions Json = new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NewLine = "\n",
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    }.ConfigureForNodaTime(DateTimeZoneProviders.Tzdb);

    public string Path { get; } = path;

    /// <summary>Where the event log is.</summary>
    public string EventsPath => InFolder(EventFile);

    /// <summary>Removes what an earlier run wrote here. Other files are left alone; a folder that is missing is none to clear.</summary>
    /// <exception cref="IOException">A file cannot be removed.</exception>
    public void Clear()
    {
        if (!Directory.Exists(Path))
            return;
        foreach (var old in new[] { "summary.json", "hourly.csv", "hourly.parquet", "desktops.csv", "desktops.parquet", "report.html", PriceFile.Name, FolderCase.FaultsFile, EventFile })
            File.Delete(InFolder(old));
    }

    /// <summary>Makes the folder and opens the event log in it.</summary>
    /// <exception cref="IOException">The folder or file cannot be made.</exception>
    public FileStream OpenEvents()
    {
        Directory.CreateDirectory(Path);
        return new(InFolder(EventFile), FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 16);
    }

    public void Write(RunSummary summary) => File.WriteAllText(InFolder("summary.json"), ToJson(summary));

    /// <summary>What the run is billed with.</summary>
    public void Write(BillingTerms terms) => PriceFile.Write(InFolder(PriceFile.Name), terms);

    /// <summary>The page for people; see <see cref="ReportPage"/>.</summary>
    public void Write(ReportData data) => File.WriteAllText(InFolder("report.html"), ReportPage.Render(data));

    /// <summary>The summary as it is written, with its last line's end.</summary>
    public static string ToJson(RunSummary summary) => JsonSerializer.Serialize(summary, Json) + "\n";

    /// <summary>One line an hour: means and maxima of the gauges, counts of what happened.</summary>
    public Task WriteHours(Scenario scenario, RunResult run) => WriteTable(
        "hourly",
        [.. Columns(run.Fleet)],
        [.. Enumerable.Range(0, Gauge.HoursBetween(scenario.Start, run.ReachedAt)).Select(hour => Row(run.Fleet, scenario.Start, hour).ToList())]);

    /// <summary>One line a user, in the population's order.</summary>
    public Task WriteDesktops(RunFigures figures, Population population) =>
        WriteTable("desktops", DesktopLine.Columns, [.. figures.Desktops.Select(desktop => DesktopLine.Of(desktop, population.Sessions(desktop.User)).Fields())]);

    /// <summary>The same table as CSV and as Parquet.</summary>
    private async Task WriteTable(string name, IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        using (var csv = CsvWriter.ToFile(InFolder($"{name}.csv"), new CsvWriterOptions(), FileOptions.None))
        {
            foreach (var row in rows.Prepend(columns))
                csv.WriteRecord([.. row]);
        }

        await ParquetTable.Write(InFolder($"{name}.parquet"), columns, rows);
    }

    private static IEnumerable<string> Columns(FleetObserver fleet) =>
    [
        "hour", "wantedMean", "connectedMean", "connectedMax", "runningMean", "runningMax",
        .. fleet.Zones.Keys.SelectMany(zone => new[] { $"runningMean:{zone}", $"hostsInUseMax:{zone}" }),
        "resumes", "autoStops", "refusals",
    ];

    private static IEnumerable<string> Row(FleetObserver fleet, Instant start, int hour) =>
    [
        InstantPattern.General.Format(start + Duration.FromHours(hour)),
        Mean(fleet.Wanted, hour), Mean(fleet.Connected, hour), Maximum(fleet.Connected, hour), Mean(fleet.Running, hour), Maximum(fleet.Running, hour),
        .. fleet.Zones.Values.SelectMany(zone => new[] { Mean(zone.Running, hour), Maximum(zone.HostsInUse, hour) }),
        Count(fleet.Resumes.OfHour(hour)), Count(fleet.AutoStops.OfHour(hour)), Count(fleet.Refusals.OfHour(hour)),
    ];

    private static string Mean(Gauge gauge, int hour) => gauge.MeanOfHour(hour).ToString("0.####", CultureInfo.InvariantCulture);

    private static string Maximum(Gauge gauge, int hour) => gauge.MaximumOfHour(hour).ToString(CultureInfo.InvariantCulture);

    private static string Count(long count) => count.ToString(CultureInfo.InvariantCulture);

    private string InFolder(string file) => System.IO.Path.Combine(Path, file);
}
