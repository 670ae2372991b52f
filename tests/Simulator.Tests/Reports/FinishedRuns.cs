using DeskFleet.Simulator.Tests.Cli;

namespace DeskFleet.Simulator.Tests.Reports;

/// <summary>The output folders of two weeks of the ordinary company: with room to spare, and with half of its hosts. Made once.</summary>
public sealed class FinishedRuns : IAsyncLifetime
{
    private readonly TempFolder _folder = new();

    public string Ample => _folder.Missing("ample");

    public string Tight => _folder.Missing("tight");

    public async ValueTask InitializeAsync()
    {
        var scenario = File.ReadAllText(Repository.Scenario("ordinary-company.yaml"));
        await Run(_folder.Write("ample.yaml", scenario), Ample);
        await Run(_folder.Write("tight.yaml", scenario.Replace("count: 4", "count: 2", StringComparison.Ordinal)), Tight);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task Run(string scenario, string folder) =>
        Assert.Equal(new Ended(0, "", ""), await SimulatorProcess.Run("run", scenario, "--engine", "core", "--out", folder, "-q"));
}
