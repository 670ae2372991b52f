using System.CommandLine;
using DeskFleet.Simulator.Chaos.Courts;
using DeskFleet.Simulator.Chaos.Judges;

namespace DeskFleet.Simulator.Cli;

/// <summary><c>judge RUN</c>: looks for what never may be, from what a run has written and with none of the code that wrote it.</summary>
public sealed class JudgeCommand : SimulatorCommand
{
    private readonly Argument<string> _folder = new("RUN") { Description = "The folder that a run wrote, or any folder with an events.jsonl." };

    public JudgeCommand()
        : base("judge", "Judges a finished run by its event log alone: moves, places, hosts, AutoStops, sign-ins, Sundays, keys, quotas, lines and bills.")
    {
        Add(_folder);
        SetAction(Judge);
    }

    public override string Examples => """
          deskfleet-sim judge out/ordinary-company
          deskfleet-sim judge out/series/seed-2
        """;

    private int Judge(ParseResult parsed)
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        try
        {
            var violations = Bench.Judge(FolderCase.Of(parsed.GetValue(_folder)!));
            foreach (var violation in violations)
                output.WriteLine(violation);
            output.WriteLine(violations.Count == 0 ? "The judges find nothing." : $"The judges find {violations.Count} violations.");
            return violations.Count == 0 ? ExitCodes.Done : ExitCodes.InvariantBroken;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            error.WriteLine($"The run cannot be judged: {fault.Message} Name the folder that 'run' wrote.");
            return ExitCodes.BadInput;
        }
    }
}
