using DeskFleet.Silo.Tests.Support;
using DeskFleet.Simulator.Tests.Cli;
using DeskFleet.Simulator.Tests.Scenarios;

namespace DeskFleet.Simulator.Tests.Runs;

/// <summary>
/// The same seed gives the same bytes on a busy machine, where any thread may come before any other, and beside other runs in the same process: 3 rounds,
/// 125 with DESKFLEET_FULL=1, which are 500 runs.
/// </summary>
public sealed class BusyMachineTests : IDisposable
{
    private static readonly string[] Files = ["events.jsonl", "summary.json", "hourly.csv", "desktops.csv"];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static int Rounds => Environment.GetEnvironmentVariable("DESKFLEET_FULL") == "1" ? 125 : 3;

    /// <summary>In each round a run of each engine and a series of two go side by side.</summary>
    [Fact]
    public async Task Runs_SideBySideBesideBusyLoops_WriteTheSameBytes()
    {
        var path = _folder.Write("own.yaml", ScenarioText.With("horizon: 7 d", "horizon: 2 d"));
        var alone = await Run(path, "alone", "--engine", "core");
        using var busy = new BusyLoops();

        for (var round = 1; round <= Rounds; round++)
        {
            var runs = await Task.WhenAll(
                Run(path, "core", "--engine", "core"), Run(path, "grains", "--engine", "grains"), Run(path, "series", "--engine", "core", "--runs", "2"));

            Same(alone, runs[0]);
            Same(alone, runs[1]);
            Same(alone, Path.Combine(runs[2], "seed-7"));
        }
    }

    /// <summary>Trials of several seeds run side by side; who is ready first decides nothing.</summary>
    [Fact]
    public async Task Plan_BesideBusyLoops_IsTheSame()
    {
        var path = _folder.Write("own.yaml", ScenarioText.With("horizon: 7 d", "horizon: 2 d"));
        string[] command = ["plan", path, "--seeds", "4", "--verify", "2", "-q", "--json"];
        var alone = await SimulatorHere.Run(command);
        Assert.Equal("", alone.Error);
        using var busy = new BusyLoops();

        for (var round = 1; round <= Rounds; round++)
            Assert.Equal(alone, await SimulatorHere.Run(command));
    }

    private async Task<string> Run(string scenario, string name, params string[] options)
    {
        var folder = _folder.Missing(name);
        var ended = await SimulatorHere.Run(["run", scenario, "--out", folder, "-q", .. options]);
        Assert.Equal(new Ended(0, "", ""), ended);
        return folder;
    }

    private static void Same(string expected, string actual)
    {
        foreach (var file in Files)
            Assert.Equal(File.ReadAllText(Path.Combine(expected, file)), File.ReadAllText(Path.Combine(actual, file)));
    }
}
