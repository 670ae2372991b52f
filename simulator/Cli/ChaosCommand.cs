using System.CommandLine;
using System.Globalization;
using DeskFleet.Simulator.Chaos;

namespace DeskFleet.Simulator.Cli;

/// <summary><c>chaos</c>: breaks everything from a seed.</summary>
public sealed class ChaosCommand : SimulatorCommand
{
    private readonly Option<int> _seeds = new("--seeds") { Description = "How many seeds.", HelpName = "N", DefaultValueFactory = _ => 100 };
    private readonly Option<ulong> _from = new("--from") { Description = "The first seed.", HelpName = "SEED", DefaultValueFactory = _ => 1 };
    private readonly Option<string> _profile = new("--profile") { Description = "small, large, or calm.", DefaultValueFactory = _ => "small" };

    public ChaosCommand()
        : base("chaos", "Breaks everything from a seed and says what did not hold.")
    {
        foreach (var option in new Option[] { _seeds, _from, _profile })
            Add(option);
        SetAction(Run);
    }

    public override string Examples => """
          deskfleet-sim chaos --seeds 200
        """;

    private int Run(ParseResult parsed)
    {
        var output = parsed.InvocationConfiguration.Output;
        var failed = 0;
        for (var i = 0; i < parsed.GetValue(_seeds); i++)
        {
            var seed = parsed.GetValue(_from) + (ulong)i;
            var result = new ChaosRun(ChaosSettings.Draw(seed, parsed.GetValue(_profile)!)).Run();
            if (!result.IsSound)
            {
                failed++;
                ChaosStory.Write(Path.Combine("out", "chaos", seed.ToString(CultureInfo.InvariantCulture)), result, $"chaos --from {seed} --seeds 1");
                output.WriteLine($"{seed}: {result.FaultCount} faults, {result.Events} events: {result.Violations[0]} and {result.Violations.Length - 1} more");
            }
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{failed} failed"));
        return failed == 0 ? ExitCodes.Done : ExitCodes.InvariantBroken;
    }
}
