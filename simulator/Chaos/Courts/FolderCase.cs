using System.Text.Json;
using DeskFleet.Grains.Billing;
using DeskFleet.Grains.Storage;
using DeskFleet.Simulator.Chaos.Judges;
using DeskFleet.Simulator.Stories;
using NodaTime;
using NodaTime.Text;

namespace DeskFleet.Simulator.Chaos.Courts;

/// <summary>
/// Makes evidence of a folder: that of a finished run, or of anything else that has written an event log. What is not in it is not judged.
/// </summary>
public static class FolderCase
{
    private const string EventsFile = "events.jsonl";

    /// <summary>What was done to the fleet, a list of <see cref="FaultRecord"/>.</summary>
    public const string FaultsFile = "faults.json";

    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The folder holds no event log, or a file is not what it should be.</exception>
    public static ChaosEvidence Of(string folder)
    {
        var events = FinishedFolder.File(folder, EventsFile);
        var summary = Read(folder, "summary.json");
        return new()
        {
            EventsFile = events,
            EndsAt = summary is { } run ? TimeOf(folder, run, "end") : Instant.MinValue,
            Facts = FleetFacts.Unknown with { Prices = Read(folder, PriceFile.Name), BilledFrom = summary is { } begun ? TimeOf(folder, begun, "start") : null },
            Faults = Read(folder, FaultsFile) is { } faults ? [.. faults.Deserialize<FaultRecord[]>(FleetJson.Options) ?? []] : [],
            Bills = summary is { } costs ? [.. BillsIn(costs)] : [],
        };
    }

    /// <summary>Notes what judges must make allowance for; nothing where there is nothing.</summary>
    public static void Write(string folder, IReadOnlyList<FaultRecord> faults)
    {
        var path = Path.Combine(folder, FaultsFile);
        if (faults.Count > 0)
            File.WriteAllText(path, JsonSerializer.Serialize(faults, FleetJson.Options) + "\n");
        else
            File.Delete(path);
    }

    private static IEnumerable<BillRecord> BillsIn(JsonElement summary) =>
        summary.TryGetProperty("cost", out var cost) && cost.TryGetProperty("months", out var months)
            ? months.EnumerateArray().Select(month => new BillRecord(null, month.Clone()))
            : [];

    private static Instant TimeOf(string folder, JsonElement summary, string name) =>
        summary.TryGetProperty(name, out var end) && InstantPattern.ExtendedIso.Parse(end.GetString() ?? "") is { Success: true, Value: var at }
            ? at
            : throw new InvalidDataException($"{Path.Combine(folder, "summary.json")} is no summary of a run.");

    private static JsonElement? Read(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        if (!File.Exists(path))
            return null;
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            return json.RootElement.Clone();
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"{path} is not what a run writes: {fault.Message}", fault);
        }
    }
}
