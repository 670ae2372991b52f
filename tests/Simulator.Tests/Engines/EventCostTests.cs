using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace DeskFleet.Simulator.Tests.Engines;

/// <summary>
/// What an event costs on engine core: counts that repeat on every machine, which times do not. <c>event-costs.json</c> holds what they are; who
/// makes one dearer by more than 2 % writes the new one there, and why it is worth it. DESKFLEET_ACCEPT=1 writes the counts and leaves the reasons.
/// </summary>
public sealed class EventCostTests(ITestOutputHelper output)
{
    private const double MaxDearer = 1.02;

    /// <summary>What has become so much cheaper is no guard any more.</summary>
    private const double MinCheaper = 0.9;

    private static readonly JsonSerializerOptions Written = new() { WriteIndented = true };
    private static readonly string Known = Path.Combine(Repository.Root, "tests", "Simulator.Tests", "Engines", "event-costs.json");

    [Fact]
    public async Task Event_OfAShippedScenario_CostsNoMoreThanIsWrittenDown()
    {
        var known = JsonSerializer.Deserialize<List<EventCost>>(await File.ReadAllTextAsync(Known, TestContext.Current.CancellationToken))!;
        var measured = await Measure([.. known.Select(cost => Repository.Scenario(cost.Scenario))]);
        if (Environment.GetEnvironmentVariable("DESKFLEET_ACCEPT") == "1")
        {
            known = [.. measured.Zip(known, (now, then) => now with { Why = then.Why })];
            await File.WriteAllTextAsync(Known, JsonSerializer.Serialize(known, Written) + "\n", TestContext.Current.CancellationToken);
        }

        var faults = known.Zip(measured, Faults).SelectMany(fault => fault).ToList();
        Assert.True(faults.Count == 0, string.Join('\n', faults) + "\nWrite the new counts and the reason into event-costs.json, or mend it.");
        Assert.All(known, cost => Assert.NotEmpty(cost.Why));
    }

    private static IEnumerable<string> Faults(EventCost then, EventCost now) =>
        from pair in then.Beside(now)
        where pair.Now > pair.Then * MaxDearer || pair.Now < pair.Then * MinCheaper
        select string.Create(CultureInfo.InvariantCulture, $"{then.Scenario}: {pair.What} an event are {pair.Now:0.###} and were {pair.Then:0.###}.");

    /// <summary>
    /// In a process where everything is compiled once: compiled again and better, the same code allocates less, and when that is hangs on the machine.
    /// </summary>
    private async Task<List<EventCost>> Measure(string[] scenarios)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "deskfleet-engine-benchmark.dll");
        var start = new ProcessStartInfo("dotnet", [program, "--counts", .. scenarios]) { RedirectStandardOutput = true };
        start.Environment["DOTNET_TieredCompilation"] = "0";
        using var benchmark = Process.Start(start)!;
        var said = await benchmark.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await benchmark.WaitForExitAsync(TestContext.Current.CancellationToken);
        output.WriteLine(said);
        Assert.Equal(0, benchmark.ExitCode);
        return [.. said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<EventCost>(line)!)];
    }

    private sealed record EventCost(string Scenario, long Events, double AllocatedBytes, double Calls, double Writes, double LogBytes)
    {
        /// <summary>Why the counts are what they are, for whoever finds them raised.</summary>
        public string Why { get; init; } = "";

        public IEnumerable<(string What, double Then, double Now)> Beside(EventCost measured) =>
        [
            ("allocated bytes", AllocatedBytes, measured.AllocatedBytes),
            ("calls of the kernel", Calls, measured.Calls),
            ("writes", Writes, measured.Writes),
            ("bytes of the log", LogBytes, measured.LogBytes),
        ];
    }
}
