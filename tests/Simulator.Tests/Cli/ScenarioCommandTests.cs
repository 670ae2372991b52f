using DeskFleet.Simulator.Tests.Scenarios;

namespace DeskFleet.Simulator.Tests.Cli;

public sealed class ScenarioCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Validate_SoundScenario_SaysSoInOneLine()
    {
        var ended = await SimulatorProcess.Run("validate", Repository.Scenario("ordinary-company.yaml"));

        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        Assert.EndsWith("ordinary-company.yaml: sound; 240 desktops in 3 groups, 7 days, 1 run.", ended.Output.Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_FaultyScenario_Exits2WithEveryFaultLineAndPath()
    {
        var path = _folder.Write("bad.yaml", ScenarioText.Valid.Replace("users:", "usres:", StringComparison.Ordinal) + "\nsurprise: 1\n");

        var ended = await SimulatorProcess.Run("validate", path);

        Assert.Equal((2, ""), (ended.ExitCode, ended.Output));
        var text = File.ReadAllText(path);
        foreach (var (line, at) in new[] { ("usres: 10", "groups[0].usres"), ("name: calls", "groups[1].users"), ("surprise", "surprise") })
            Assert.Contains($"bad.yaml:{ScenarioText.LineOf(text, line)}: {at}: ", ended.Error, StringComparison.Ordinal);
        Assert.Contains("5 faults; ", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_Scenario_SaysWhatItMeansAndValidates()
    {
        var shown = await SimulatorProcess.Run("show", Repository.Scenario("ordinary-company.yaml"));

        Assert.Equal((0, ""), (shown.ExitCode, shown.Error));
        Assert.StartsWith("# 240 desktops, 1 run from seed 2026 on.\n# The first run: 1,823 sessions, about 9", shown.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await SimulatorProcess.Run("validate", _folder.Write("shown.yaml", shown.Output))).ExitCode);
    }

    [Fact]
    public async Task New_File_ValidatesAndHoldsItsThresholds()
    {
        var path = _folder.Missing("mine.yaml");

        Assert.Equal(0, (await SimulatorProcess.Run("new", path)).ExitCode);
        Assert.Equal(new Ended(0, "", ""), await SimulatorProcess.Run("run", path, "--engine", "core", "--out", _folder.Missing("out"), "-q"));
    }

    [Fact]
    public async Task New_FileThatExists_IsLeftAlone()
    {
        var path = _folder.Write("mine.yaml", "precious");

        var ended = await SimulatorProcess.Run("new", path);

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("There is such a file already", ended.Error, StringComparison.Ordinal);
        Assert.Equal("precious", File.ReadAllText(path));
    }

    /// <summary>The word that is wrong and the one that was meant, and no page of help after it.</summary>
    [Theory]
    [InlineData("There is no option --sed of \"run\". Did you mean \"--seed\"?", "run", "x.yaml", "--sed", "3")]
    [InlineData("There is no command \"rnu\". Did you mean \"run\"?", "rnu", "x.yaml")]
    [InlineData("\"b.yaml\" is one word too many; put it in quotes where it belongs to the one before.", "run", "a.yaml", "b.yaml")]
    [InlineData("Required argument 'SCENARIO' missing for command: 'validate'.", "validate")]
    public async Task Any_SlipOfTheKeyboard_IsNamedWithItsMend(string said, params string[] arguments)
    {
        var ended = await SimulatorHere.Run(arguments);

        Assert.Equal((2, ""), (ended.ExitCode, ended.Output));
        Assert.StartsWith(said + Environment.NewLine, ended.Error, StringComparison.Ordinal);
        Assert.Equal(2, ended.Error.TrimEnd().Split('\n').Length);
    }

    [Theory]
    [InlineData("show", "no-such.yaml")]
    [InlineData("validate", "no-such.yaml")]
    [InlineData("validate")]
    [InlineData("new", "no/such/folder/x.yaml")]
    public async Task Any_BadArguments_Exits2WithoutStackTrace(params string[] arguments)
    {
        var ended = await SimulatorProcess.Run(arguments);

        Assert.Equal(2, ended.ExitCode);
        Assert.NotEqual("", ended.Error);
        Assert.DoesNotContain("   at ", ended.Error, StringComparison.Ordinal);
    }
}
