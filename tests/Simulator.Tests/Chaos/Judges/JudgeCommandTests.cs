using DeskFleet.Simulator.Cli;
using DeskFleet.Simulator.Tests.Cli;

namespace DeskFleet.Simulator.Tests.Chaos.Judges;

/// <summary><c>judge RUN</c> and <c>run --check</c>: finished runs of either engine pass, and a run that somebody has tampered with does not.</summary>
public sealed class JudgeCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("ordinary-company.yaml", "core")]
    [InlineData("ordinary-company.yaml", "grains")]
    public async Task Judge_OfAShippedScenario_FindsNothing(string scenario, string engine)
    {
        var run = await Simulator("run", Repository.Scenario(scenario), "--quiet", "--check", "--engine", engine, "--out", _folder.Missing("out"));
        var judged = await Simulator("judge", _folder.Missing("out"));

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal((0, "The judges find nothing.\n"), (judged.ExitCode, judged.Output));
    }

    /// <summary>Nobody is woken for three hours: AutoStops come late, and that is no fault of the fleet.</summary>
    [Fact]
    public async Task Judge_OfARunWithStoppedTimers_KnowsThem()
    {
        var run = await Run(Calm + """

            timeline:
              - { at: 2026-03-02T13:00, stopTimers: { for: 3 h } }
            """);
        var judged = await Simulator("judge", _folder.Missing("out"));
        File.Delete(Path.Combine(_folder.Missing("out"), "faults.json"));
        var unknowing = await Simulator("judge", _folder.Missing("out"));

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal((0, "The judges find nothing.\n"), (judged.ExitCode, judged.Output));
        Assert.Equal(3, unknowing.ExitCode);
        Assert.Contains("should have stopped at", unknowing.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("events.jsonl", "\"sequence\":3,", "\"sequence\":4,", "event 4 follows event 2")]
    [InlineData("events.jsonl", "\"epoch\":1}", "\"epoch\":0}", "under epoch 0")]
    [InlineData("events.jsonl", "{\"at\"", "{\"when\"", "Line 1 is no event of a run")]
    [InlineData("summary.json", "\"autoStopBase\": ", "\"autoStopBase\": 1", "of AutoStopBase, and the log comes to")]
    public async Task Judge_OfATamperedRun_SaysWhat(string file, string was, string becomes, string said)
    {
        await Run(Calm);
        var path = Path.Combine(_folder.Missing("out"), file);
        var text = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        var at = text.IndexOf(was, StringComparison.Ordinal);
        await File.WriteAllTextAsync(path, text[..at] + becomes + text[(at + was.Length)..], TestContext.Current.CancellationToken);

        var judged = await Simulator("judge", _folder.Missing("out"));

        Assert.Equal(3, judged.ExitCode);
        Assert.Contains(said, judged.Output, StringComparison.Ordinal);
    }

    /// <summary>In this process, however long it takes.</summary>
    private static async Task<Ended> Simulator(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await Task.Run(() => SimulatorCli.Run(arguments, output, error), TestContext.Current.CancellationToken);
        return new(code, output.ToString(), error.ToString());
    }

    private static string Calm => File.ReadAllText(Repository.Scenario("ordinary-company.yaml")).Replace("horizon: 7 d", "horizon: 1 d", StringComparison.Ordinal);

    private Task<Ended> Run(string scenario) =>
        Simulator("run", _folder.Write("scenario.yaml", scenario), "--quiet", "--check", "--engine", "core", "--out", _folder.Missing("out"));
}
