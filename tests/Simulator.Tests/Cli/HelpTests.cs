using DeskFleet.Simulator.Cli;

namespace DeskFleet.Simulator.Tests.Cli;

/// <summary>Whoever asks for help gets it, whatever else is missing on the command line.</summary>
public sealed class HelpTests
{
    public static TheoryData<string> Commands => [.. SimulatorCli.Commands.Select(command => command.Name)];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Help_OfEachCommand_HasUsageAndExamplesAndIsNoFault(string name)
    {
        var (code, output, error) = await Run(name, "--help");

        Assert.Equal((0, ""), (code, error));
        Assert.Contains($"deskfleet-sim {name}", output, StringComparison.Ordinal);
        Assert.Contains(SimulatorCli.Commands.Single(command => command.Name == name).Examples, output, StringComparison.Ordinal);
        Assert.Contains("Usage:", output, StringComparison.Ordinal);
        Assert.Contains("Exit codes", output, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Help_OfAll_NamesEachCommandAndIsNoFault()
    {
        var (code, output, error) = await Run("--help");

        Assert.Equal((0, ""), (code, error));
        Assert.All(SimulatorCli.Commands, command => Assert.Contains($"\n  {command.Name} ", output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task MissingArgument_WithoutHelp_IsAFault()
    {
        var (code, output, error) = await Run("run");

        Assert.Equal((2, ""), (code, output));
        Assert.Contains("'SCENARIO'", error, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output, string Error)> Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await SimulatorCli.Run(arguments, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
