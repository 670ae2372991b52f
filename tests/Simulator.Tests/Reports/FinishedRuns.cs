using DeskFleet.Simulator.Tests.Cli;

namespace DeskFleet.Simulator.Tests.Reports;

/// <summary>The output folders of two weeks of the ordinary company: with room to spare, and with half of its hosts. Made once.</summary>
public sealed class FinishedRuns : IAsyncLifetime
{
    private readonly TempFolder _folder = new();

    public string Ample => _folder.Missing("ample");

    public string Tight => _folder.Missing("tight");

    /// <summary>Three seeds of one day of it, on which one of two zones is lost for an hour.</summary>
    public string Series => _folder.Missing("series");

    /// <summary>The first of them.</summary>
    public string Lossy => _folder.Missing("series/seed-2026");

    public async ValueTask InitializeAsync()
    {
        var scenario = File.ReadAllText(Repository.Scenario("ordinary-company.yaml"));
        await Run(_folder.Write("ample.yaml", scenario), Ample);
        await Run(_folder.Write("lossy.yaml", scenario.Replace("horizon: 7 d", "horizon: 1 d", StringComparison.Ordinal).Replace("users: 120", "users: 120\n    clients: { windows: 60 %, web: 40 % }", StringComparison.Ordinal) + Loss), Series, 1, "--runs", "3");
        await Run(_folder.Write("tight.yaml", scenario.Replace("count: 4", "count: 2", StringComparison.Ordinal)), Tight);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private const string Loss = """

        timeline:
          - { at: 2026-03-02T09:05, loseZone: eu-central-1a }
          - { at: 2026-03-02T10:05, returnZone: eu-central-1a }
          - { at: 2026-03-02T14:00, loseHost: { zone: eu-central-1b } }
        thresholds:
          resume.wait.p99: <= 10 min
          refusals: <= 1
        """;

    private static async Task Run(string scenario, string folder, int code = 0, params string[] more) =>
        Assert.Equal(new Ended(code, "", ""), await SimulatorProcess.Run(["run", scenario, "--engine", "core", "--out", folder, "-q", .. more]));
}
