using System.CommandLine;
using DeskFleet.Simulator.Populations;
using DeskFleet.Simulator.Scenarios.Yaml;

namespace DeskFleet.Simulator.Cli;

/// <summary><c>show SCENARIO</c>: the scenario with every default, and what it means.</summary>
public sealed class ShowCommand : SimulatorCommand
{
    private readonly Argument<string> _scenario = new("SCENARIO") { Description = "The scenario, a YAML file." };
    private readonly TraceOptions _trace = new();

    public ShowCommand()
        : base("show", "Prints a scenario with all defaults filled in, and how many desktops, runs, sessions and events it means. Runs nothing.")
    {
        Add(_scenario);
        _trace.AddTo(this);
        SetAction(Show);
    }

    public override string Examples => """
          deskfleet-sim show simulator/scenarios/ordinary-company.yaml
          deskfleet-sim show my.yaml > expanded.yaml
        """;

    private int Show(ParseResult parsed)
    {
        var reading = _trace.Read(parsed, parsed.GetValue(_scenario)!);
        if (reading.Scenario is not { } scenario)
            return ScenarioFaults.Print(parsed.InvocationConfiguration.Error, reading, _trace.ShowsAllFaults(parsed), "there is nothing to show.");
        if (TraceOptions.Understood(reading) is { } log)
            parsed.InvocationConfiguration.Error.WriteLine(log);
        var size = ScenarioSize.Of(scenario, Population.Create(scenario, reading.Trace));
        var output = parsed.InvocationConfiguration.Output;
        output.Write(FormattableString.Invariant($"""
            # {size.Desktops:N0} desktops, {size.Runs:N0} run{(size.Runs == 1 ? "" : "s")} from seed {scenario.Seed} on.
            # The first run: {size.Sessions:N0} sessions, about {size.Resumes:N0} resumes and {size.Events:N0} events.


            """));
        output.Write(ScenarioYaml.Write(scenario));
        return ExitCodes.Done;
    }
}
