using System.Diagnostics;
using System.Text.Json;
using DeskFleet.Simulator.Tests.Scenarios;

namespace DeskFleet.Simulator.Tests.Cli;

public sealed class RunCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_SameInputs_SameBytesInSeparateProcessesAndOnBothEngines()
    {
        var scenario = Repository.Scenario("ordinary-company.yaml");
        var outputs = new[] { "core", "grains", "grains" }.Select((engine, i) => (engine, folder: _folder.Missing($"{engine}{i}"))).ToList();

        var ended = await Task.WhenAll(outputs.Select(o => SimulatorProcess.Run("run", scenario, "--engine", o.engine, "--out", o.folder, "-q")));

        Assert.All(ended, e => Assert.Equal(new Ended(0, "", ""), e));
        foreach (var file in new[] { "events.jsonl", "summary.json", "hourly.csv", "desktops.csv", "hourly.parquet", "desktops.parquet", "report.html" })
        {
            var first = File.ReadAllBytes(Path.Combine(outputs[0].folder, file));
            Assert.All(outputs, o => Assert.Equal(first, File.ReadAllBytes(Path.Combine(o.folder, file))));
        }
    }

    [Fact]
    public async Task Run_OtherSeed_OtherEvents()
    {
        var scenario = Repository.Scenario("ordinary-company.yaml");

        await SimulatorProcess.Run("run", scenario, "--engine", "core", "--out", _folder.Missing("a"), "-q");
        await SimulatorProcess.Run("run", scenario, "--engine", "core", "--out", _folder.Missing("b"), "-q", "--seed", "7");

        Assert.NotEqual(Summary("a").GetProperty("eventLogHash").GetString(), Summary("b").GetProperty("eventLogHash").GetString());
        Assert.Equal(7, Summary("b").GetProperty("inputs").GetProperty("seed").GetInt32());
    }

    [Fact]
    public async Task Run_OrdinaryCompany_TellsWhatThePlannerAsked()
    {
        var ended = await SimulatorProcess.Run("run", Repository.Scenario("ordinary-company.yaml"), "--out", _folder.Missing("out"));

        Assert.Equal(0, ended.ExitCode);
        foreach (var figure in new[] { "peak connected", "peak running", "peak hosts in use", "resume wait", "p99", "AutoStops", "hours", "AZ balance", "240 of 200 committed", "events/s", "calls", "seed 2026" })
            Assert.Contains(figure, ended.Output, StringComparison.Ordinal);
        Assert.Equal(File.ReadLines(Path.Combine(_folder.Missing("out"), "events.jsonl")).LongCount(), Summary("out").GetProperty("events").GetInt64());
    }

    [Fact]
    public async Task Run_FaultyScenario_Exits2WithEveryFaultAndWritesNothing()
    {
        var path = _folder.Write("bad.yaml", ScenarioText.Valid.Replace("users:", "usres:", StringComparison.Ordinal) + "\nsurprise: 1\n");

        var ended = await SimulatorProcess.Run("run", path, "--out", _folder.Missing("out"));

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("usres", ended.Error, StringComparison.Ordinal);
        Assert.Contains("surprise", ended.Error, StringComparison.Ordinal);
        Assert.Contains("nothing was written", ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ended.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.Missing("out")));
    }

    [Theory]
    [InlineData("run")]
    [InlineData("run", "no-such-file.yaml")]
    [InlineData("run", "x.yaml", "--engine", "abacus")]
    [InlineData("run", "x.yaml", "--seed", "-1")]
    [InlineData("run", "x.yaml", "--runs", "0")]
    [InlineData("run", "x.yaml", "--runs", "x")]
    [InlineData("walk")]
    public async Task Run_BadArguments_Exits2WithoutStackTrace(params string[] arguments)
    {
        var ended = await SimulatorProcess.Run(arguments);

        Assert.Equal(2, ended.ExitCode);
        Assert.NotEqual("", ended.Error);
        Assert.DoesNotContain("   at ", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_OutputThatCannotBeWritten_Exits2AndSaysWhere()
    {
        var file = _folder.Write("occupied", "a file, not a folder");

        var ended = await SimulatorProcess.Run("run", Repository.Scenario("ordinary-company.yaml"), "--engine", "core", "--out", Path.Combine(file, "below"));

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("cannot be written", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Interrupted_LeavesValidPartialOutput()
    {
        var folder = _folder.Missing("out");
        var isTold = false;

        var ended = await SimulatorProcess.Run(
            ["run", Repository.Scenario("ten-thousand.yaml"), "--engine", "core", "--out", folder],
            (process, _) =>
            {
                if (!isTold)
                    Process.Start("sh", ["-c", $"kill -INT {process.Id}"]);
                isTold = true;
            });

        Assert.Equal(130, ended.ExitCode);
        Assert.True(Summary("out").GetProperty("isPartial").GetBoolean());
        Assert.Contains("PARTIAL", ended.Output, StringComparison.Ordinal);
        Assert.All(File.ReadLines(Path.Combine(folder, "events.jsonl")), line => JsonDocument.Parse(line).Dispose());
    }

    /// <summary>The event log is opened just before the silo starts, which takes about a second.</summary>
    [Theory]
    [InlineData(400)]
    [InlineData(600)]
    [InlineData(800)]
    public async Task Run_InterruptedWhileTheSiloStarts_Exits130WithoutComplaint(int millisecondsLater)
    {
        var folder = _folder.Missing("out");
        var watch = new Stopwatch();

        var ended = await SimulatorProcess.RunInterrupted(
            () =>
            {
                if (File.Exists(Path.Combine(folder, "events.jsonl")))
                    watch.Start();
                return watch.ElapsedMilliseconds >= millisecondsLater;
            },
            "run", Repository.Scenario("ordinary-company.yaml"), "--engine", "grains", "--out", folder);

        Assert.Equal((130, ""), (ended.ExitCode, ended.Complaints));
        Assert.True(Summary("out").GetProperty("isPartial").GetBoolean());
    }

    [Fact]
    public async Task Run_InterruptedBeforeTheFirstEvent_Exits130AndClaimsNothing()
    {
        var folder = _folder.Missing("out");
        var scenario = _folder.Write("demanding.yaml", $"{await File.ReadAllTextAsync(Repository.Scenario("ordinary-company.yaml"))}\nthresholds: {{ refusals: <= 10 }}\n");

        var ended = await SimulatorProcess.RunInterrupted(
            () => File.Exists(Path.Combine(folder, "events.jsonl")), "run", scenario, "--engine", "grains", "--out", folder);

        Assert.Equal((130, ""), (ended.ExitCode, ended.Complaints));
        Assert.Contains("PARTIAL: interrupted at 2026-03-01 ", ended.Output, StringComparison.Ordinal);
        Assert.Contains("Interrupted: until then nobody was refused", ended.Output, StringComparison.Ordinal);
        Assert.Matches("refusals +<= 10 +nothing to measure +not known", ended.Output);
        var threshold = Assert.Single(Summary("out").GetProperty("thresholds").EnumerateArray());
        Assert.False(threshold.GetProperty("passed").GetBoolean());
        var html = await File.ReadAllTextAsync(Path.Combine(folder, "report.html"));
        Assert.Matches("<header class=\"interrupted\">(.|\n)*id=\"verdict\">Interrupted: it was ended on Sunday 1 March [0-9:]+, while desktops were launched;", html);
        Assert.Contains("Monday 2 March 00:00 to Monday 9 March 00:00 2026, Europe/Berlin; interrupted on Sunday 1 March", html, StringComparison.Ordinal);
        Assert.DoesNotContain("It holds", html, StringComparison.Ordinal);
        Assert.DoesNotContain(">passed", html, StringComparison.Ordinal);
    }

    private JsonElement Summary(string folder) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder.Missing(folder), "summary.json"))).RootElement;
}
