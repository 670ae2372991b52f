using DeskFleet.Simulator.Tests.Cli;

namespace DeskFleet.Simulator.Tests.Stories;

/// <summary>Three people, one host a zone with room for one desktop: who comes third finds no room.</summary>
public sealed class ExplainCommandTests : IAsyncLifetime
{
    private const string Scenario = """
        name: crowded
        region: us-east-1
        start: 2026-03-02
        horizon: 1 d
        seed: 3
        directories:
          - { name: staff, zones: [us-east-1a, us-east-1b], dedicated: true }
        hostTypes:
          - { name: small, vCpu: 2, memory: 4 GiB }
        hosts:
          - { zone: us-east-1a, type: small, count: 1 }
          - { zone: us-east-1b, type: small, count: 1 }
        groups:
          - { name: desk, users: 3, directory: staff, bundle: Standard, mode: AutoStop, autoStop: 60 min }
        """;

    private readonly TempFolder _folder = new();

    private string Run => _folder.Missing("run");

    public async ValueTask InitializeAsync()
    {
        var ended = await SimulatorProcess.Run("run", _folder.Write("crowded.yaml", Scenario), "--engine", "core", "--out", Run, "-q");
        Assert.Equal(new Ended(0, "", ""), ended);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Explain_EveryDesktop_GivesTheGoldenStories()
    {
        var stories = new List<string>();
        foreach (var desktop in Desktops())
            stories.Add((await SimulatorProcess.Run("explain", "--run", Run, desktop)).Output);

        Golden.Matches("crowded-stories.txt", string.Join('\n', stories));
    }

    [Fact]
    public async Task Explain_ByUser_TellsTheSameAsById()
    {
        var line = File.ReadLines(Path.Combine(Run, "desktops.csv")).Skip(1).Select(text => text.Split(',')).First(fields => fields[6].Length > 0);

        Assert.Equal(await SimulatorProcess.Run("explain", "--run", Run, line[0]), await SimulatorProcess.Run("explain", "--run", Run, line[1]));
    }

    [Fact]
    public async Task Explain_AtATime_SaysWhereItWasAndWhy()
    {
        var placed = Desktops()[0];

        var before = await SimulatorProcess.Run("explain", "--run", Run, placed, "--at", "2026-03-01T00:00Z");
        var after = await SimulatorProcess.Run("explain", "--run", Run, placed, "--at", "2026-03-02 03:00:00");
        var queued = await SimulatorProcess.Run("explain", "--run", Run, placed, "--at", "2026-03-02 13:22");

        Assert.Contains("not launched", before.Output, StringComparison.Ordinal);
        Assert.Contains("Next, at 2026-03-02 03:00:00: NONE -> PENDING", before.Output, StringComparison.Ordinal);
        Assert.Contains("PENDING since 2026-03-02 03:00:00", after.Output, StringComparison.Ordinal);
        Assert.Contains("because, at 2026-03-02 03:00:00: NONE -> PENDING: launched", after.Output, StringComparison.Ordinal);
        Assert.Contains("waits for room, joined the zone's queue in place 1, until 2026-03-02 13:25:30", queued.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_UnknownDesktop_Exits2WithANearName()
    {
        var known = Desktops()[0];

        var ended = await SimulatorProcess.Run("explain", "--run", Run, known[..^1] + (known[^1] == 'x' ? 'y' : 'x'));

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains($"Did you mean \"{known}\"?", ended.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("explain", "--run", "no-such-folder", "ws-1")]
    [InlineData("explain", "ws-1")]
    [InlineData("explain", "--run", ".", "ws-1", "--at", "noon")]
    [InlineData("diff", "no-such-folder", "neither")]
    public async Task Explain_BadArguments_Exits2WithoutStackTrace(params string[] arguments)
    {
        var ended = await SimulatorProcess.Run(arguments);

        Assert.Equal(2, ended.ExitCode);
        Assert.NotEqual("", ended.Error);
        Assert.DoesNotContain("   at ", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_BrokenLine_Exits2AndNamesIt()
    {
        File.AppendAllText(Path.Combine(Run, "events.jsonl"), "{\"at\":\n");
        var lines = File.ReadLines(Path.Combine(Run, "events.jsonl")).Count();

        var ended = await SimulatorProcess.Run("explain", "--run", Run, Desktops()[0]);

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains($"events.jsonl:{lines} is no event", ended.Error, StringComparison.Ordinal);
    }

    private string[] Desktops() => [.. File.ReadLines(Path.Combine(Run, "desktops.csv")).Skip(1).Select(line => line.Split(',')[0])];
}
