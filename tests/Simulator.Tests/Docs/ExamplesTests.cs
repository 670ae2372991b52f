using System.Text.RegularExpressions;
using DeskFleet.Core.Billing;
using DeskFleet.Grains.Billing;
using DeskFleet.Simulator.Cli;
using DeskFleet.Simulator.Tests.Bills;
using DeskFleet.Simulator.Tests.Cli;
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
        _folder.Write("optimizer-2026-03.csv", HoursBillTests.Report);
        PriceFile.Write(_folder.Missing("next-year.json"), BillingTerms.Default);
        // "alerts" asks a Prometheus server; Observability.Tests runs it against one, and its examples are run below as far as they come without.
        var examples = SimulatorCli.Commands.Where(command => command is not AlertsCommand).Select(command => command.Examples.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).ToList();

        Assert.All(examples, Assert.NotEmpty);
        await CommandLines.RunAll(Path.GetDirectoryName(_folder.Missing("x"))!, examples.SelectMany(lines => lines));
    }

    /// <summary>Its words are understood and its rules are read; then it misses the server, and says so.</summary>
    [Fact]
    public async Task HelpOfAlerts_EveryExampleWithoutPrometheus_ComesAsFarAsTheServer()
    {
        Directory.CreateSymbolicLink(_folder.Missing("silo"), Path.Combine(Repository.Root, "silo"));
        foreach (var line in new AlertsCommand().Examples.Split('\n', StringSplitOptions.TrimEntries))
        {
            var example = Regex.Replace(line["deskfleet-sim ".Length..], " --prometheus \\S+", "") + " --prometheus http://127.0.0.1:1";
            var ended = await SimulatorProcess.RunIn(Path.GetDirectoryName(_folder.Missing("x"))!, null, example.Split(' '));

            Assert.Equal(2, ended.ExitCode);
            Assert.StartsWith("Prometheus at http://127.0.0.1:1 does not answer: ", ended.Error, StringComparison.Ordinal);
            Assert.EndsWith("Start it, or name another with --prometheus.", ended.Error, StringComparison.Ordinal);
        }
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
