using System.CommandLine;
using DeskFleet.Simulator.Scenarios;
using DeskFleet.Simulator.Traces;

namespace DeskFleet.Simulator.Cli;

/// <summary>The options that say which recorded sessions are replayed; the same for every command that reads a scenario.</summary>
internal sealed class TraceOptions
{
    private readonly Option<string?> _trace = new("--trace") { Description = "Recorded sessions to replay, gzip or plain: user,start,end[,group,bundle], logons and logoffs, Standard Workload Format, or WVDConnections.", HelpName = "FILE" };
    private readonly Option<string?> _format = new("--trace-format") { Description = "What kind of log it is. [default: told from its content]", HelpName = string.Join('|', TraceFormats.Names.Select(known => known.Name)) };
    private readonly Option<bool> _skipBad = new("--skip-bad") { Description = "Leave bad lines of the log out and report them, instead of refusing it." };

    private readonly Option<bool> _allFaults = new("--all-faults") { Description = "Show every fault, not only the first 20 and how many there are of each kind." };

    public bool ShowsAllFaults(ParseResult parsed) => parsed.GetValue(_allFaults);

    public void AddTo(Command command)
    {
        _format.AcceptOnlyFromAmong([.. TraceFormats.Names.Select(known => known.Name)]);
        foreach (var option in new Option[] { _trace, _format, _skipBad, _allFaults })
            command.Add(option);
    }

    /// <summary>Reads the scenario with its trace, and tells on standard error what was skipped.</summary>
    public ScenarioReading Read(ParseResult parsed, string scenario)
    {
        var format = TraceFormats.Names.Where(known => known.Name == parsed.GetValue(_format)).Select(known => (TraceFormat?)known.Format).FirstOrDefault();
        var reading = ScenarioFile.Read(scenario, new TraceRequest(parsed.GetValue(_trace), format, parsed.GetValue(_skipBad)));
        foreach (var note in reading.Notes)
            parsed.InvocationConfiguration.Error.WriteLine(note.ToString());
        if (reading.Trace is { Skipped.IsEmpty: false } trace)
            Print(parsed.InvocationConfiguration.Error, trace, ShowsAllFaults(parsed));
        return reading;
    }

    private static void Print(TextWriter error, TraceReading trace, bool showsAll)
    {
        ScenarioFaults.Print(error, [.. trace.Skipped.Select(line => line.Fault)], showsAll, "skipped ");
        var kinds = trace.Skipped.GroupBy(line => line.Kind).OrderBy(kind => kind.Key).Select(kind => $"{kind.Count()} {TraceFaults.NameOf(kind.Key)}");
        error.WriteLine($"{trace.Skipped.Length} faults skipped: {string.Join(", ", kinds)}; {trace.Sessions.Length} sessions of {trace.UserCount} users kept.");
    }
}
