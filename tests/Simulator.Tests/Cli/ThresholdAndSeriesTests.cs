using System.Text.Json;
using DeskFleet.Simulator.Tests.Scenarios;

namespace DeskFleet.Simulator.Tests.Cli;

public sealed class ThresholdAndSeriesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("refusals: <= 10\n  resume.wait.p99: <= 10 min", 0, "passed", "MISSED")]
    [InlineData("refusals: <= 10\n  connected.max: < 1", 1, "MISSED", "nothing to measure")]
    public async Task Run_Thresholds_DecideTheExitCode(string thresholds, int code, string says, string doesNotSay)
    {
        var path = _folder.Write("own.yaml", $"{Short}\nthresholds:\n  {thresholds}\n");

        var ended = await SimulatorProcess.Run("run", path, "--engine", "core", "--out", _folder.Missing("out"));

        Assert.Equal((code, ""), (ended.ExitCode, ended.Complaints));
        Assert.Contains(says, ended.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(doesNotSay, ended.Output, StringComparison.Ordinal);
        var results = Summary("out").GetProperty("thresholds").EnumerateArray().ToList();
        Assert.Equal(2, results.Count);
        Assert.Equal(code == 0, results.All(result => result.GetProperty("passed").GetBoolean()));
        Assert.All(results, result => Assert.True(result.GetProperty("value").GetDecimal() >= 0));
    }

    [Fact]
    public async Task Run_NoThresholds_SummaryHasNone()
    {
        await SimulatorProcess.Run("run", _folder.Write("own.yaml", Short), "--engine", "core", "--out", _folder.Missing("out"), "-q");

        Assert.False(Summary("out").TryGetProperty("thresholds", out _));
    }

    [Fact]
    public async Task Run_SeveralSeeds_EachHasItsFolderAndTheSpreadIsTold()
    {
        var path = _folder.Write("own.yaml", $"{Short}\nruns: 2\nthresholds: {{ connected.max: < 1 }}\n");

        var ended = await SimulatorProcess.Run("run", path, "--engine", "core", "--out", _folder.Missing("out"), "--runs", "3");

        Assert.Equal((1, ""), (ended.ExitCode, ended.Complaints));
        Assert.Contains("3 runs, seeds 7 to 9", ended.Output, StringComparison.Ordinal);
        Assert.Contains("MISSED in 3 of 3", ended.Output, StringComparison.Ordinal);
        var runs = new[] { 7, 8, 9 }.Select(seed => Summary($"out/seed-{seed}")).ToList();
        Assert.Equal([7, 8, 9], runs.Select(run => run.GetProperty("inputs").GetProperty("seed").GetInt32()));
        var autoStops = runs.Select(run => run.GetProperty("autoStops").GetDecimal()).Order().ToList();
        var spread = Summary("out").GetProperty("spread").EnumerateArray().Single(figure => figure.GetProperty("figure").GetString() == "autoStops");
        Assert.Equal(autoStops, new[] { "min", "median", "max" }.Select(part => spread.GetProperty(part).GetDecimal()));
        Assert.NotEqual(autoStops[0], autoStops[2]);
    }

    [Fact]
    public async Task Run_OneOfASeries_IsTheRunOfThatSeedAlone()
    {
        var path = _folder.Write("own.yaml", Short);
        await SimulatorProcess.Run("run", path, "--engine", "core", "--out", _folder.Missing("series"), "--runs", "2", "-q");
        await SimulatorProcess.Run("run", path, "--engine", "core", "--out", _folder.Missing("alone"), "--seed", "8", "-q");

        foreach (var file in new[] { "events.jsonl", "summary.json", "hourly.csv" })
            Assert.Equal(File.ReadAllBytes(_folder.Missing($"alone/{file}")), File.ReadAllBytes(_folder.Missing($"series/seed-8/{file}")));
    }

    [Fact]
    public async Task Run_InterruptedSeries_CountsTheWholeRunsAlone()
    {
        var path = _folder.Write("own.yaml", $"{Short}\nthresholds: {{ connected.max: <= 1000 }}\n");

        var ended = await SimulatorProcess.RunInterrupted(
            () => File.Exists(_folder.Missing("out/seed-8/report.html")), "run", path, "--engine", "core", "--out", _folder.Missing("out"), "--runs", "100");

        Assert.Equal((130, ""), (ended.ExitCode, ended.Complaints));
        var summary = Summary("out");
        var whole = summary.GetProperty("seeds").GetArrayLength();
        Assert.InRange(whole, 1, 99);
        Assert.Equal((whole, 100), (summary.GetProperty("runs").GetArrayLength(), summary.GetProperty("runsAsked").GetInt32()));
        Assert.All(summary.GetProperty("runs").EnumerateArray(), run => Assert.False(run.GetProperty("isPartial").GetBoolean()));
        Assert.Equal(whole, Assert.Single(summary.GetProperty("thresholds").EnumerateArray()).GetProperty("runs").GetInt32());
        Assert.Contains($"PARTIAL: interrupted after {whole} of 100 runs, seeds 7 to {6 + whole}", ended.Output, StringComparison.Ordinal);
        var html = await File.ReadAllTextAsync(_folder.Missing("out/report.html"));
        Assert.Contains($"id=\"verdict\">Interrupted: {whole} of 100 seeds were run to their end. Under these nothing was missed", html, StringComparison.Ordinal);
        Assert.Contains($"passed in {whole} of 100", html, StringComparison.Ordinal);
        Assert.DoesNotContain("It holds", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_IntoTheFolderOfASeries_LeavesNothingOfItButOtherPeoplesFiles()
    {
        var path = _folder.Write("own.yaml", Short);
        await SimulatorProcess.Run("run", path, "--engine", "core", "--out", _folder.Missing("out"), "--runs", "3", "-q");
        await File.WriteAllTextAsync(_folder.Missing("out/seed-8/notes.txt"), "mine");
        Directory.CreateDirectory(_folder.Missing("out/seed-potatoes"));

        var ended = await SimulatorProcess.Run("run", path, "--engine", "core", "--out", _folder.Missing("out"), "-q");

        Assert.Equal(new Ended(0, "", ""), ended);
        Assert.Equal(["seed-8", "seed-potatoes"], Directory.GetDirectories(_folder.Missing("out")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal([_folder.Missing("out/seed-8/notes.txt")], Directory.GetFiles(_folder.Missing("out/seed-8")));
    }

    private static string Short => ScenarioText.With("horizon: 7 d", "horizon: 2 d");

    private JsonElement Summary(string folder) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder.Missing(folder), "summary.json"))).RootElement;
}
