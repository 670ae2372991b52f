using System.CommandLine;

namespace DeskFleet.Simulator.Cli;

/// <summary><c>validate SCENARIO</c>: all faults of a scenario, or one line that says it is sound.</summary>
public sealed class ValidateCommand : SimulatorCommand
{
    private readonly Argument<string> _scenario = new("SCENARIO") { Description = "The scenario, a YAML file." };
    private readonly TraceOptions _trace = new();

    public ValidateCommand()
        : base("validate", "Says everything that is wrong with a scenario, each fault with its line and path, and runs nothing.")
    {
        Add(_scenario);
        _trace.AddTo(this);
        SetAction(Validate);
    }

    public override string Examples => """
          deskfleet-sim validate my.yaml
          deskfleet-sim validate simulator/scenarios/trace-69.yaml --trace sessions.csv
        """;

    private int Validate(ParseResult parsed)
    {
        var path = parsed.GetValue(_scenario)!;
        var reading = _trace.Read(parsed, path);
        if (reading.Scenario is not { } scenario)
            return ScenarioFaults.Print(parsed.InvocationConfiguration.Error, reading, _trace.ShowsAllFaults(parsed), "mend the file and validate it again.");
        parsed.InvocationConfiguration.Output.WriteLine(FormattableString.Invariant(
            $"{path}: sound; {Count(scenario.Desktops, "desktop")} in {Count(scenario.Groups.Length, "group")}, {Count(scenario.Horizon.TotalDays, "day")}, {Count(scenario.Runs, "run")}."));
        if (TraceOptions.Understood(reading) is { } log)
            parsed.InvocationConfiguration.Output.WriteLine(log);
        return ExitCodes.Done;
    }

    private static string Count(double number, string thing) => FormattableString.Invariant($"{number:0.##} {thing}{(number == 1 ? "" : "s")}");
}
