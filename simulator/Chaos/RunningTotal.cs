using System.Text.Json;

namespace DeskFleet.Simulator.Chaos;

/// <summary>What all full runs so far have come to; kept in the repository.</summary>
/// <param name="Seeds">By engine.</param>
/// <param name="Failures">Seeds that failed; what they found is mended, and their seeds are kept.</param>
public sealed record RunningTotal(SortedDictionary<string, long> Seeds, double VirtualHours, long Faults, long Failures)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static RunningTotal None { get; } = new(new(StringComparer.Ordinal), 0, 0, 0);

    /// <exception cref="JsonException">The file is no running total.</exception>
    public static RunningTotal Read(string path) =>
        File.Exists(path) ? JsonSerializer.Deserialize<RunningTotal>(File.ReadAllText(path), Options) ?? None : None;

    public RunningTotal With(ChaosTally tally, string engine)
    {
        var seeds = new SortedDictionary<string, long>(Seeds, StringComparer.Ordinal);
        seeds[engine] = seeds.GetValueOrDefault(engine) + tally.Seeds;
        return new(seeds, Math.Round(VirtualHours + tally.Virtual.TotalHours), Faults + tally.Faults, Failures + tally.Failures);
    }

    public void Write(string path) => File.WriteAllText(path, $"{JsonSerializer.Serialize(this, Options)}\n");
}
