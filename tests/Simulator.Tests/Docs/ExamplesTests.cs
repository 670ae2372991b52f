using DeskFleet.Core.Billing;
using DeskFleet.Grains.Billing;
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
        PriceFile.Write(_folder.Missing("next-year.json"), BillingTerms.Default);
        // "alerts" asks a Prometheus server; Observability.Tests runs it against one.
        var examples = SimulatorCli.Commands.Where(command => command is not AlertsCommand).Select(command => command.Examples.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).ToList();

        Assert.All(examples, Assert.NotEmpty);
        await CommandLines.RunAll(Path.GetDirectoryName(_folder.Missing("x"))!, examples.SelectMany(lines => lines));
    }

    /// <summary>In an empty folder, to the letter; a desktop's id is taken where the page says so.</summary>
    [Fact]
    public async Task FirstHour_FollowedToTheLetter_PrintsWhatThePageShows()
    {
        using var empty = new TempFolder();
        string FillIn(string line) => line.Contains("DESKTOP", StringComparison.Ordinal)
            ? line.Replace("DESKTOP", File.ReadLines(empty.Missing("out/zone-lost/desktops.csv")).ElementAt(1).Split(',')[0], StringComparison.Ordinal)
            : line;

        await CommandLines.Follow(Path.Combine(Repository.Root, "simulator", "FIRST-HOUR.md"), Path.GetDirectoryName(empty.Missing("x"))!, FillIn);
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
