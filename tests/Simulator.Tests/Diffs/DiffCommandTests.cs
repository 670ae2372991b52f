using DeskFleet.Simulator.Tests.Cli;
using DeskFleet.Simulator.Tests.Reports;

namespace DeskFleet.Simulator.Tests.Diffs;

public sealed class DiffCommandTests(FinishedRuns runs) : IClassFixture<FinishedRuns>
{
    [Fact]
    public async Task Diff_SameRun_SaysSo()
    {
        var ended = await SimulatorProcess.Run("diff", runs.Ample, runs.Ample);

        Assert.Equal(0, ended.ExitCode);
        Assert.Contains("The runs are the same", ended.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("part at", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Diff_HalfTheHosts_GivesTheGoldenTable()
    {
        var ended = await SimulatorProcess.Run("diff", runs.Ample, runs.Tight);

        var lines = ended.Output.Split('\n').Select(line => line.TrimEnd()).Where(line => !line.StartsWith("A: ", StringComparison.Ordinal) && !line.StartsWith("B: ", StringComparison.Ordinal));
        Assert.Equal(0, ended.ExitCode);
        Golden.Matches("half-the-hosts.txt", string.Join('\n', lines));
    }
}
