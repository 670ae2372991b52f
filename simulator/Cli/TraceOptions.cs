using System.CommandLine;
using DeskFleet.Simulator.Scenarios;

namespace DeskFleet.Simulator.Cli;

/// <summary>The options that say which recorded sessions are replayed; the same for every command that reads a scenario.</summary>
internal sealed class TraceOptions
{
    private readonly Option<string?> _trace = new("--trace") { Description = "Recorded sessions to replay: CSV with the columns user,start,end.", HelpName = "FILE" };

    public void AddTo(Command command) => command.Add(_trace);

    public ScenarioReading Read(ParseResult parsed, string scenario) => ScenarioFile.Read(scenario, parsed.GetValue(_trace));
}
