using DeskFleet.Simulator.Cli;
using DeskFleet.Simulator.Tests.Traces;

namespace DeskFleet.Simulator.Tests.Docs;

/// <summary>Every example that help texts and documents give is run as it stands, in the order in which it is given.</summary>
public sealed class ExamplesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public ExamplesTests() => Directory.CreateSymbolicLink(_folder.Missing("simulator"), Path.Combine(Repository.Root, "simulator"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Help_EveryExample_Runs()
    {
        _folder.Write("sessions.csv", TraceText.Valid);
        _folder.Write("next-year.json", await File.ReadAllTextAsync(Path.Combine(Repository.Root, "tests", "Simulator.Tests", "Docs", "next-year.json")));
        var examples = SimulatorCli.Commands.Select(command => command.Examples.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).ToList();

        Assert.All(examples, Assert.NotEmpty);
        await CommandLines.RunAll(Path.GetDirectoryName(_folder.Missing("x"))!, examples.SelectMany(lines => lines));
    }

    [Fact]
    public async Task Readme_EveryCommand_Runs()
    {
        _folder.Write("sessions.csv", TraceText.Valid);

        var lines = CommandLines.Of(Path.Combine(Repository.Root, "README.md"));

        Assert.NotEmpty(lines);
        await CommandLines.RunAll(Path.GetDirectoryName(_folder.Missing("x"))!, lines);
    }
}
