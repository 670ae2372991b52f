using System.Text.RegularExpressions;
using DeskFleet.Simulator.Tests.Cli;
using DeskFleet.Simulator.Tests.Scenarios;
using DeskFleet.Simulator.Tests.Traces;

namespace DeskFleet.Simulator.Tests.Fuzz;

/// <summary>
/// Broken scenarios and logs: each ends with exit code 2 and a place, none with a stack trace, none never. A share of them always, all
/// 10,000 with DESKFLEET_FULL=1. What a mutation happens to leave sound is no broken file and does not count.
/// </summary>
public sealed partial class FuzzTests : IDisposable
{
    private const int All = 10_000;
    private const int Share = 600;

    private static readonly string Scenario = ScenarioText.Valid.Split("groups:")[0] + "groups: [{ name: office, directory: staff, bundle: Standard }]\ntrace: { utcOffset: \"+01:00\" }\n";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static int Count => Environment.GetEnvironmentVariable("DESKFLEET_FULL") == "1" ? All / 2 : Share / 2;

    [Fact]
    public async Task Validate_BrokenScenarios_EachExits2WithAPlace()
    {
        string[] sound = [FullScenario.Text, File.ReadAllText(Repository.Scenario("two-regions.yaml")), File.ReadAllText(Repository.Scenario("../Scenarios/starter.yaml"))];
        await BreakEach(Count, "fuzz.yaml", sound, path => ["validate", path]);
    }

    [Fact]
    public async Task Validate_BrokenLogs_EachExits2WithAPlace()
    {
        var scenario = _folder.Write("traced.yaml", Scenario);
        await BreakEach(Count, "fuzz.log", [TraceText.Valid, .. ImporterTests.Samples], path => ["validate", scenario, "--trace", path]);
    }

    private async Task BreakEach(int wanted, string name, string[] sound, Func<string, string[]> command)
    {
        var broken = 0;
        for (var seed = 0; broken < wanted; seed++)
        {
            Assert.True(seed < wanted * 10, $"Only {broken} of {seed} mutants are broken.");
            var path = _folder.Write(name, new Mutator(seed).Break(sound[seed % sound.Length]));
            Ended ended;
            try
            {
                ended = await SimulatorHere.Run(command(path));
            }
            catch (TimeoutException)
            {
                throw new TimeoutException($"Mutant {seed} of {name} hangs.");
            }

            Assert.True(ended.ExitCode is 0 or 2, $"Mutant {seed} ends with {ended.ExitCode}: {ended.Error}");
            Assert.DoesNotMatch(StackTrace(), ended.Error);
            if (ended.ExitCode == 0)
                continue;
            broken++;
            var lines = ended.Error.TrimEnd().Split('\n');
            Assert.True(lines.Length > 1, $"Mutant {seed} says nothing: {ended.Error}");
            Assert.All(lines[..^1], line => Assert.True(Place().IsMatch(line) || line.StartsWith(' ') || line.EndsWith("--all-faults shows all of them.", StringComparison.Ordinal), $"Mutant {seed} names no place: {line}"));
        }
    }

    [GeneratedRegex(@"^\s+at \S+\(|Exception", RegexOptions.Multiline)]
    private static partial Regex StackTrace();

    /// <summary>The file, and the line where there is one.</summary>
    [GeneratedRegex(@"(fuzz|traced)\.(yaml|log)(:\d+)?: ")]
    private static partial Regex Place();
}
